//! Why a photo cannot be decoded, and the limit of its size.

/// The maximum number of pixels, for a photo of 64 megapixels.
pub const MAX_PIXELS: u64 = 1 << 26;

/// Why a photo cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The file is damaged, in this way.
    Damaged(&'static str),
    /// The file uses this feature, which is not supported.
    Unsupported(&'static str),
    /// The photo has more than [`MAX_PIXELS`].
    TooLarge,
}

impl From<heifer_isobmff::Error> for Error {
    fn from(error: heifer_isobmff::Error) -> Self {
        match error {
            heifer_isobmff::Error::Unimplemented(feature) => Self::Unsupported(feature),
            heifer_isobmff::Error::InvalidBox { reason, .. } => Self::Damaged(reason),
            _ => Self::Damaged("invalid or missing box"),
        }
    }
}

impl From<heifer_hevc_dec::Error> for Error {
    fn from(error: heifer_hevc_dec::Error) -> Self {
        match error {
            heifer_hevc_dec::Error::Unimplemented(feature) => Self::Unsupported(feature),
            heifer_hevc_dec::Error::Invalid(reason) => Self::Damaged(reason),
            _ => Self::Damaged("incomplete image data"),
        }
    }
}
