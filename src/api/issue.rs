//! Problems with a request or an image, with advice on how to fix them.

use serde::Serialize;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "client", derive(tsify::Tsify))]
pub struct Issue {
    /// The field: `"style"`, `"object.name"`, `"reference_file_urls[1]"`; empty for the whole request.
    pub path: String,
    /// The kind of problem.
    pub code: IssueCode,
    /// What is wrong and how to fix it.
    pub message: String,
    /// The accepted values, if they form a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "client", tsify(optional))]
    pub allowed: Option<Vec<&'static str>>,
    /// The value that you probably meant.
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

/// The kind of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "client", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A required value is missing or empty.
    Required,
    /// The service has no such option.
    UnknownOption,
    /// The number is outside its range.
    OutOfRange,
    /// Two fields exclude each other, or one field requires another.
    Conflict,
    /// The value has the wrong type or format.
    Malformed,
    /// The request has no such field.
    UnknownField,
    /// The file is neither JPEG nor PNG, or of a variant that cannot be decoded.
    UnsupportedFormat,
    /// The file is empty.
    EmptyFile,
    /// The file is larger than 15 MiB.
    FileTooLarge,
    /// A side is shorter than 512 pixels.
    ResolutionTooSmall,
    /// A side is longer than 4096 pixels.
    ResolutionTooLarge,
    /// The aspect ratio is outside 4:3 to 16:9.
    AspectRatio,
    /// The end of the file is missing.
    Truncated,
    /// The file is damaged.
    Corrupt,
    /// The declared type does not match the bytes.
    TypeMismatch,
    /// The mask is empty.
    EmptyMask,
    /// The mask and the photo differ in size.
    MaskSize,
    /// The browser alters pixels read from a canvas, to protect against fingerprinting.
    CanvasProtected,
}

impl IssueCode {
    /// The string that JavaScript code compares with.
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
    fn code_string_matches_its_serialized_name() {
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
