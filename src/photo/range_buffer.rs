//! The ranges of a file that have been read, and how a parser asks for more.

/// The first read of a file above [`MAX_SINGLE_READ`]. With the tail, it leaves 4 of 64 KiB for skipping over segments.
pub(super) const HEAD_BYTES: u32 = 56 * 1024;
/// The second read: the end of the file, where an intact photo has its end marker.
pub(super) const TAIL_BYTES: u32 = 4096;
/// A file up to this size is read in one piece.
pub(super) const MAX_SINGLE_READ: u32 = 64 * 1024;
/// Bytes per read when a file must be scanned from start to end.
pub(super) const FULL_SCAN_READ: u32 = 256 * 1024;

/// Why a parser stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParseError {
    /// It needs these bytes of the file.
    NeedBytes { offset: u32, length: u32 },
    /// The file ends too early.
    Truncated,
    /// The file is damaged, in this way.
    Corrupt(&'static str),
    /// Browsers cannot decode this variant.
    Unsupported(&'static str),
}

/// A range that has been read.
#[derive(Debug, Default)]
struct Part {
    at: u32,
    bytes: Vec<u8>,
}

impl Part {
    /// Its bytes from `offset` on.
    fn from(&self, offset: u32) -> Option<&[u8]> {
        let start = offset.checked_sub(self.at)?;
        self.bytes.get(start as usize..).filter(|rest| !rest.is_empty())
    }
}

/// Holds the head and the tail of a file, and the latest other range.
#[derive(Debug)]
pub(super) struct RangeBuffer {
    /// The size of the file, at most 4 GiB.
    pub(super) total: u32,
    head: Part,
    tail: Part,
    window: Part,
}

impl RangeBuffer {
    pub(super) fn new(total: u32) -> Self {
        Self { total, head: Part::default(), tail: Part::default(), window: Part::default() }
    }

    /// Stores a range: first the head, then the tail of a large file, then any other.
    pub(super) fn store(&mut self, offset: u32, bytes: &[u8]) {
        let part = match () {
            () if offset == 0 => &mut self.head,
            () if self.tail.bytes.is_empty() => &mut self.tail,
            () => &mut self.window,
        };
        part.at = offset;
        part.bytes.clear();
        part.bytes.extend_from_slice(bytes);
    }

    pub(super) fn head(&self) -> &[u8] {
        &self.head.bytes
    }

    /// The available bytes from `offset` on, possibly none.
    pub(super) fn from(&self, offset: u32) -> &[u8] {
        let parts = [&self.head, &self.window, &self.tail];
        parts.into_iter().find_map(|part| part.from(offset)).unwrap_or_default()
    }

    /// These bytes, if available.
    pub(super) fn get(&self, offset: u32, length: usize) -> Option<&[u8]> {
        let parts = [&self.head, &self.window, &self.tail];
        parts.into_iter().find_map(|part| part.from(offset)?.get(..length))
    }

    /// These bytes, or a request to read them. The request covers at least `window` bytes, up to the end of the file.
    pub(super) fn require(&self, offset: u32, length: usize, window: u32) -> Result<&[u8], ParseError> {
        let left = self.total.saturating_sub(offset);
        if length > left as usize {
            return Err(ParseError::Truncated);
        }
        if length == 0 {
            return Ok(&[]);
        }
        let read = window.max(length as u32).min(left);
        self.get(offset, length).ok_or(ParseError::NeedBytes { offset, length: read })
    }
}
