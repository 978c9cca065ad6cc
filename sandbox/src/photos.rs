//! Stores photos, and checks uploaded and fetched files.

use reroom::api::messages;
use reroom::photo::requirements::MAX_BYTES;
use reroom::photo::{Format, Report, inspect};
use std::collections::VecDeque;
use std::rc::Rc;

/// Maximum bytes of stored photos. The oldest are dropped first, and their names become unknown.
const MAX_STORED_BYTES: usize = 256 << 20;

/// A stored photo.
#[derive(Clone, Debug)]
pub struct Photo {
    /// `<uuid>.<jpg|jpeg|png>`.
    pub name: String,
    /// The unchanged file.
    pub bytes: Rc<[u8]>,
    /// Width and height as displayed.
    pub size: (u32, u32),
}

/// The stored photos.
#[derive(Debug, Default)]
pub struct Photos {
    entries: VecDeque<Photo>,
    bytes: usize,
}

impl Photos {
    /// Stores a photo.
    pub fn push(&mut self, photo: Photo) {
        self.bytes += photo.bytes.len();
        self.entries.push_back(photo);
        while self.bytes > MAX_STORED_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes.len();
        }
    }

    /// Finds a photo by name.
    pub fn get(&self, name: &str) -> Option<&Photo> {
        self.entries.iter().find(|photo| photo.name == name)
    }
}

/// Format and size of a valid photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhotoInfo {
    /// `image/jpeg` or `image/png`.
    pub mime: &'static str,
    /// The extension of its file name.
    pub extension: &'static str,
    /// Width and height as displayed.
    pub size: (u32, u32),
}

/// Checks an upload (section 1). Returns the message of the error response if it is invalid. The documentation has no message
/// for wrong dimensions or aspect ratios, so they count as an invalid file format.
pub fn check_upload(content_type: Option<&str>, bytes: &[u8]) -> Result<PhotoInfo, &'static str> {
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
    let accepted_info = accepted_info(&inspect(bytes)).ok_or(messages::INVALID_FILE_FORMAT)?;
    if accepted_info.mime == mime { Ok(accepted_info) } else { Err(messages::INVALID_FILE_FORMAT) }
}

/// Checks the file behind a `file_url`. Returns the status and message of the error response: 400 if it is not an image, 500
/// if the image does not meet the requirements.
pub fn check_fetched(bytes: &[u8]) -> Result<PhotoInfo, (u16, &'static str)> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err((400, messages::INVALID_URL));
    }
    let report = inspect(bytes);
    match report.format {
        Format::Heic | Format::Unknown => Err((400, messages::INVALID_URL)),
        _ => accepted_info(&report).ok_or((500, messages::PROCESSING_FAILED)),
    }
}

fn accepted_info(report: &Report) -> Option<PhotoInfo> {
    if !report.ok() {
        return None;
    }
    let (mime, extension) = match report.format {
        Format::Jpeg => ("image/jpeg", "jpg"),
        Format::Png => ("image/png", "png"),
        Format::Heic | Format::Unknown => return None,
    };
    Some(PhotoInfo { mime, extension, size: (report.width?, report.height?) })
}
