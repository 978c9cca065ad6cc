//! What is wrong with a request or an image, in words that say what to do.

use serde::Serialize;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "client", derive(tsify::Tsify))]
pub struct Issue {
    /// Where it is: `"style"`, `"object.name"`, `"reference_file_urls[1]"`; empty for the whole.
    pub path: String,
    /// What kind of thing is wrong.
    pub code: IssueCode,
    /// One sentence that says what to do.
    pub message: String,
    /// The values that would be accepted, where they can be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "client", tsify(optional))]
    pub allowed: Option<Vec<&'static str>>,
    /// The value that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "client", tsify(optional))]
    pub suggestion: Option<&'static str>,
}

impl Issue {
    /// An issue without a list of allowed values.
    pub fn new(path: impl Into<String>, code: IssueCode, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into(), allowed: None, suggestion: None }
    }
}

/// The kinds of issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "client", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// Missing, or empty where something must be said.
    Required,
    /// Not among the options of the service.
    UnknownOption,
    /// A number outside its range.
    OutOfRange,
    /// Two fields that exclude each other, or one that needs another.
    Conflict,
    /// Not of the form or type that is needed.
    Malformed,
    /// A field the service does not know here.
    UnknownField,
    /// A file that is neither JPEG nor PNG, or of a kind that cannot be decoded.
    UnsupportedFormat,
    /// A file without a byte.
    EmptyFile,
    /// More than 15 MiB.
    FileTooLarge,
    /// A side under 512 pixels.
    ResolutionTooSmall,
    /// A side over 4096 pixels.
    ResolutionTooLarge,
    /// Width to height outside 4:3 to 16:9.
    AspectRatio,
    /// The end of the file is missing.
    Truncated,
    /// The file contradicts itself.
    Corrupt,
    /// The bytes are not what the type says.
    TypeMismatch,
    /// A mask that marks nothing.
    EmptyMask,
    /// A mask of another size than the photo.
    MaskSize,
    /// A browser that changes what is read from a canvas, to protect against fingerprinting.
    CanvasProtected,
}

impl IssueCode {
    /// As JavaScript sees it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::UnknownOption => "unknown_option",
            Self::OutOfRange => "out_of_range",
            Self::Conflict => "conflict",
            Self::Malformed => "malformed",
            Self::UnknownField => "unknown_field",
            Self::UnsupportedFormat => "unsupported_format",
            Self::EmptyFile => "empty_file",
            Self::FileTooLarge => "file_too_large",
            Self::ResolutionTooSmall => "resolution_too_small",
            Self::ResolutionTooLarge => "resolution_too_large",
            Self::AspectRatio => "aspect_ratio",
            Self::Truncated => "truncated",
            Self::Corrupt => "corrupt",
            Self::TypeMismatch => "type_mismatch",
            Self::EmptyMask => "empty_mask",
            Self::MaskSize => "mask_size",
            Self::CanvasProtected => "canvas_protected",
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_their_type_says() {
        for code in [
            IssueCode::Required,
            IssueCode::UnknownOption,
            IssueCode::ResolutionTooSmall,
            IssueCode::MaskSize,
            IssueCode::CanvasProtected,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap_or_default(), code.as_str());
        }
    }
}
