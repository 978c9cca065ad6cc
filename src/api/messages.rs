//! The service's own messages, letter for letter (sections 1, 2.8, 3, 4 and 5).

/// The key is missing, malformed or not valid.
pub const UNAUTHORIZED: &str = "Unauthorized";
/// An upload whose bytes are not what was announced.
pub const INVALID_FILE_FORMAT: &str = "Invalid file format";
/// An upload of another type.
pub const JPEG_AND_PNG_ONLY: &str = "JPEG and PNG files only";
/// An upload without bytes.
pub const EMPTY_FILE: &str = "Empty file";
/// An upload over 15 MB.
pub const MAX_FILE_SIZE: &str = "Max file size: 15MB";
/// An upload that the service could not store.
pub const UPLOAD_FAILED: &str = "Upload failed. Try again.";
/// An upload that the service could not receive.
pub const CONNECTION_ERROR: &str = "Connection error. Try again.";
/// A request that breaks a rule.
pub const INVALID_REQUEST: &str = "Invalid request";
/// A `file_name` that is not one.
pub const INVALID_FILENAME: &str = "Invalid filename";
/// A `file_url` that is not one.
pub const INVALID_URL: &str = "Invalid URL";
/// Neither `file_name` nor `file_url`.
pub const NO_FILE: &str = "No file name or file URL provided";
/// The account cannot pay for the render.
pub const NOT_ENOUGH_CREDITS: &str = "Not enough credits";
/// The account has ten renders under way.
pub const TOO_MANY_RENDERS: &str = "Maximum concurrent renders reached";
/// The render could not be made.
pub const PROCESSING_FAILED: &str = "Image processing failed";
/// No render of that id.
pub const RENDER_NOT_FOUND: &str = "Render not found";
/// No account for that key.
pub const ACCOUNT_NOT_FOUND: &str = "Account not found";
