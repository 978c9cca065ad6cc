//! The parts of a file that have been read, and how a parser asks for more.

/// The first read, where the file is larger than [`MAX_SINGLE_READ`]. With the tail it leaves 4 KiB of 64 for a few hops.
pub(super) const HEAD_BYTES: u64 = 56 * 1024;
/// The second one: the last bytes, where an undamaged file has its end marker.
pub(super) const TAIL_BYTES: u64 = 4096;
/// A file up to this size is read at once.
pub(super) const MAX_SINGLE_READ: u64 = 64 * 1024;
/// The reads of the doubtful case, in which a file is gone through from front to back.
pub(super) const FULL_SCAN_READ: u32 = 256 * 1024;

/// Why a parser stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParseError {
    /// It needs these bytes, which lie within the file.
    NeedBytes { offset: u64, length: u32 },
    /// The file ends too early.
    Truncated,
    /// The file contradicts itself; says how.
    Corrupt(&'static str),
    /// A kind that cannot be decoded; names it.
    Unsupported(&'static str),
}

/// Bytes that have been read, and where they are in the file.
#[derive(Debug, Default)]
struct Part {
    at: u64,
    bytes: Vec<u8>,
}

impl Part {
    /// What it has from `offset` on.
    fn from(&self, offset: u64) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.at)?).ok()?;
        self.bytes.get(start..).filter(|rest| !rest.is_empty())
    }
}

/// The head and the tail of a file, kept, and the latest other range.
#[derive(Debug)]
pub(super) struct RangeBuffer {
    pub(super) total: u64,
    head: Part,
    tail: Part,
    window: Part,
}

impl RangeBuffer {
    pub(super) fn new(total: u64) -> Self {
        Self { total, head: Part::default(), tail: Part::default(), window: Part::default() }
    }

    /// Takes a range: the head, then the tail of a file that is not read at once, then any other.
    pub(super) fn store(&mut self, offset: u64, bytes: &[u8]) {
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

    /// What has been read from `offset` on; empty where nothing has.
    pub(super) fn from(&self, offset: u64) -> &[u8] {
        let parts = [&self.head, &self.window, &self.tail];
        parts.into_iter().find_map(|part| part.from(offset)).unwrap_or_default()
    }

    /// These bytes, if they have been read.
    pub(super) fn get(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let parts = [&self.head, &self.window, &self.tail];
        parts.into_iter().find_map(|part| part.from(offset)?.get(..length))
    }

    /// These bytes, or the read that brings them: at least `window` bytes, as far as the file goes.
    pub(super) fn require(&self, offset: u64, length: usize, window: u32) -> Result<&[u8], ParseError> {
        let left = self.total.saturating_sub(offset);
        if length as u64 > left {
            return Err(ParseError::Truncated);
        }
        if length == 0 {
            return Ok(&[]);
        }
        let read = u64::from(window).max(length as u64).min(left);
        let length_to_read = u32::try_from(read).unwrap_or(u32::MAX);
        self.get(offset, length).ok_or(ParseError::NeedBytes { offset, length: length_to_read })
    }
}
