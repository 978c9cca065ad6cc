//! What an inspection says.

use crate::api::{Issue, IssueCode};
use crate::text::concat;

use super::range_buffer::ParseError;

/// The kinds of file that the service takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, of whatever coding.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// Anything else; [`Report::mime`] and the issue may still name it.
    Unknown,
}

impl Format {
    /// The name as the public surface spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Unknown => "unknown",
        }
    }
}

/// What a file is, and what the service would refuse about it (section 1 of the API page).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the bytes are, whatever the file is called.
    pub format: Format,
    /// The media type of the bytes, where it is known; also of kinds that the service does not take.
    pub mime: Option<&'static str>,
    /// Pixels across, as displayed: the orientation is applied.
    pub width: Option<u32>,
    /// Pixels down, as displayed.
    pub height: Option<u32>,
    /// The EXIF orientation, 1 to 8; 1 where none is given.
    pub orientation: u8,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// How many bytes were read to find all this.
    pub bytes_read: u64,
    /// Everything that is wrong.
    pub issues: Vec<Issue>,
    /// What is worth knowing and not wrong.
    pub notes: Vec<&'static str>,
    /// The kind of signed provenance that the file carries: `c2pa`. Whether it is valid is not looked at.
    pub credentials: Option<&'static str>,
    /// Whether something may lie behind the picture: the file does not end with the picture's end.
    pub may_have_trailing_data: bool,
    /// Whether nothing but a JPEG's end marker is known to be missing: what there is of the picture may be all of it.
    pub lacks_end_marker: bool,
}

impl Report {
    /// Whether the service would take the file, as far as can be told without decoding it.
    pub fn ok(&self) -> bool {
        self.issues.is_empty()
    }

    pub(super) fn new(bytes: u64) -> Self {
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
    pub fn mark_truncated(&mut self) {
        self.add_parse_error(ParseError::Truncated);
    }

    /// Puts a parser's refusal into words.
    pub(super) fn add_parse_error(&mut self, halt: ParseError) {
        let name = if self.format == Format::Png { "PNG" } else { "JPEG" };
        match halt {
            ParseError::NeedBytes { .. } => {}
            ParseError::Truncated => self.add_issue(
                IssueCode::Truncated,
                concat(&["The ", name, " breaks off before its end: copy or download the whole file again."]),
            ),
            ParseError::Corrupt(why) => self.add_issue(
                IssueCode::Corrupt,
                concat(&[
                    "The ",
                    name,
                    " is damaged (",
                    why,
                    "): download it again, or save it anew from a photo program.",
                ]),
            ),
            ParseError::Unsupported(what) => self.add_issue(
                IssueCode::UnsupportedFormat,
                concat(&[
                    "This is ",
                    what,
                    ", which browsers cannot show: save it as an ordinary 8-bit JPEG or as PNG.",
                ]),
            ),
        }
    }
}
