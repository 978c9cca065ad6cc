//! What was uploaded or fetched, and what is refused of it.

use reroom::api::messages;
use reroom::photo::requirements::MAX_BYTES;
use reroom::photo::{Format, Report, inspect};
use std::collections::VecDeque;
use std::rc::Rc;

/// So many bytes of photos are kept; the oldest go first, and their names are then unknown.
const KEPT_BYTES: usize = 256 << 20;

/// A photo at hand.
#[derive(Clone, Debug)]
pub struct Photo {
    /// `<uuid>.<jpg|jpeg|png>`.
    pub name: String,
    /// The file as it came.
    pub bytes: Rc<[u8]>,
    /// Width and height as displayed.
    pub size: (u32, u32),
}

/// The photos that can be rendered.
#[derive(Debug, Default)]
pub struct Photos {
    entries: VecDeque<Photo>,
    bytes: usize,
}

impl Photos {
    /// Keeps a photo.
    pub fn push(&mut self, photo: Photo) {
        self.bytes += photo.bytes.len();
        self.entries.push_back(photo);
        while self.bytes > KEPT_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes.len();
        }
    }

    /// The photo of that name.
    pub fn get(&self, name: &str) -> Option<&Photo> {
        self.entries.iter().find(|photo| photo.name == name)
    }
}

/// What the bytes of an acceptable photo are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// `image/jpeg` or `image/png`.
    pub mime: &'static str,
    /// The end of its name.
    pub extension: &'static str,
    /// Width and height as displayed.
    pub size: (u32, u32),
}

/// Checks an upload as section 1 says; the message of the refusal otherwise. Dimensions and proportions outside the
/// requirements have no message of their own there: they are an invalid file format.
pub fn check_upload(content_type: Option<&str>, bytes: &[u8]) -> Result<Kind, &'static str> {
    let announced = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mime = match announced.as_str() {
        "image/jpeg" | "image/jpg" => "image/jpeg",
        "image/png" => "image/png",
        _ => return Err(messages::JPEG_AND_PNG_ONLY),
    };
    if bytes.is_empty() {
        return Err(messages::EMPTY_FILE);
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(messages::MAX_FILE_SIZE);
    }
    let kind = kind(&inspect(bytes)).ok_or(messages::INVALID_FILE_FORMAT)?;
    if kind.mime == mime { Ok(kind) } else { Err(messages::INVALID_FILE_FORMAT) }
}

/// Checks what a `file_url` led to: what is no picture is no good URL; a picture outside the requirements is one that
/// cannot be processed. The status comes with the message.
pub fn check_fetched(bytes: &[u8]) -> Result<Kind, (u16, &'static str)> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err((400, messages::INVALID_URL));
    }
    let report = inspect(bytes);
    match report.format {
        Format::Unknown => Err((400, messages::INVALID_URL)),
        _ => kind(&report).ok_or((500, messages::PROCESSING_FAILED)),
    }
}

fn kind(report: &Report) -> Option<Kind> {
    if !report.ok() {
        return None;
    }
    let (mime, extension) = match report.format {
        Format::Jpeg => ("image/jpeg", "jpg"),
        Format::Png => ("image/png", "png"),
        Format::Unknown => return None,
    };
    Some(Kind { mime, extension, size: (report.width?, report.height?) })
}
