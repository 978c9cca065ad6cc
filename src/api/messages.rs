//! The messages of the service (sections 1, 2.8, 3, 4 and 5) and of the gateway, verbatim.

/// Parameters and options may be mixed up. Not the service's.
pub const OPTIONS_COME_LAST: &str = " Options come after the parameters: run(photo, { tool }, { onProgress }).";
/// The key is missing, malformed or invalid.
pub const UNAUTHORIZED: &str = "Unauthorized";
/// The upload's bytes do not match its declared type.
pub const INVALID_FILE_FORMAT: &str = "Invalid file format";
/// The upload has another type.
pub const JPEG_AND_PNG_ONLY: &str = "JPEG and PNG files only";
/// The upload is empty.
pub const EMPTY_FILE: &str = "Empty file";
/// The upload is larger than 15 MB.
pub const MAX_FILE_SIZE: &str = "Max file size: 15MB";
/// The service could not store the upload.
pub const UPLOAD_FAILED: &str = "Upload failed. Try again.";
/// The service could not receive the upload.
pub const CONNECTION_ERROR: &str = "Connection error. Try again.";
/// The request breaks a rule.
pub const INVALID_REQUEST: &str = "Invalid request";
/// `file_name` is invalid.
pub const INVALID_FILENAME: &str = "Invalid filename";
/// `file_url` is invalid.
pub const INVALID_URL: &str = "Invalid URL";
/// The request has neither `file_name` nor `file_url`.
pub const NO_FILE: &str = "No file name or file URL provided";
/// The account has too few credits.
pub const NOT_ENOUGH_CREDITS: &str = "Not enough credits";
/// The account has ten renders running.
pub const TOO_MANY_RENDERS: &str = "Maximum concurrent renders reached";
/// The render failed.
pub const PROCESSING_FAILED: &str = "Image processing failed";
/// The render does not exist.
pub const RENDER_NOT_FOUND: &str = "Render not found";
/// A gateway has no order with this idempotency key.
pub const ORDER_NOT_FOUND: &str = "Order not found";
/// The key has no account.
pub const ACCOUNT_NOT_FOUND: &str = "Account not found";
