//! The result of an inspection.

use crate::api::{Issue, IssueCode};
use crate::text::concat;

use super::range_buffer::ParseError;

/// The file formats that can be inspected. The service accepts JPEG and PNG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, with any coding.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// HEIC or HEIF.
    Heic,
    /// Another format, which [`Report::mime`] may name.
    Unknown,
}

impl Format {
    /// The name in the public API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Heic => "heic",
            Self::Unknown => "unknown",
        }
    }
}

/// What a file is, and which rules of the service it breaks (section 1 of the API page).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The format of the bytes, regardless of the file's name.
    pub format: Format,
    /// The media type of the bytes, if known. It may be one that the service does not accept.
    pub mime: Option<&'static str>,
    /// Width in pixels as displayed, after the orientation is applied.
    pub width: Option<u32>,
    /// Height in pixels as displayed.
    pub height: Option<u32>,
    /// The EXIF orientation, 1 to 8. The default is 1.
    pub orientation: u8,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// How many bytes were read.
    pub bytes_read: u64,
    /// All problems.
    pub issues: Vec<Issue>,
    /// Remarks that are not problems.
    pub notes: Vec<&'static str>,
    /// `c2pa` if the file carries Content Credentials. They are not verified.
    pub credentials: Option<&'static str>,
    /// Whether other data may follow the image, because the file does not end with the end marker.
    pub may_have_trailing_data: bool,
    /// Whether a JPEG has no end marker. Its image data may still be complete.
    pub lacks_end_marker: bool,
}

impl Report {
    /// Whether the service would accept the file, judged without decoding it.
    pub fn ok(&self) -> bool {
        self.issues.is_empty()
    }

    /// The report of a photo that has not been inspected.
    pub fn new(bytes: u64) -> Self {
        Self {
            format: Format::Unknown,
            mime: None,
            width: None,
            height: None,
            orientation: 1,
            bytes,
            bytes_read: 0,
            issues: Vec::new(),
            notes: Vec::new(),
            credentials: None,
            may_have_trailing_data: false,
            lacks_end_marker: false,
        }
    }

    pub(super) fn add_issue(&mut self, code: IssueCode, message: impl Into<String>) {
        self.issues.push(Issue::new("image", code, message));
    }

    /// Adds the issue of a file that ends too early.
    pub(super) fn mark_truncated(&mut self) {
        self.add_parse_error(ParseError::Truncated);
    }

    /// Adds the issue of a parser that stopped.
    pub(super) fn add_parse_error(&mut self, error: ParseError) {
        let name = match self.format {
            Format::Png => "PNG",
            Format::Heic => "HEIC",
            _ => "JPEG",
        };
        match error {
            ParseError::NeedBytes { .. } => {}
            ParseError::Truncated => self.add_issue(
                IssueCode::Truncated,
                concat(&["The ", name, " is incomplete. Copy or download the whole file again."]),
            ),
            ParseError::Corrupt(why) => self.add_issue(
                IssueCode::Corrupt,
                concat(&[
                    "The ",
                    name,
                    " is damaged (",
                    why,
                    "). Download it again, or save it again in a photo editor.",
                ]),
            ),
            ParseError::Unsupported(what) => self.add_issue(
                IssueCode::UnsupportedFormat,
                concat(&[
                    "This is ",
                    what,
                    ", which browsers cannot display. Save it as a standard 8-bit JPEG or as PNG.",
                ]),
            ),
        }
    }
}
