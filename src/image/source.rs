//! The parts of a file that have been read, and how a parser asks for more.

/// The first read, where the file is larger than [`WHOLE`]. What is left of 64 KiB is for the tail and a few hops.
pub(super) const HEAD: u64 = 60 * 1024;
/// A file up to this size is read at once.
pub(super) const WHOLE: u64 = 64 * 1024;
/// The reads of the doubtful case, in which a file is gone through from front to back.
pub(super) const SWEEP: u32 = 256 * 1024;

/// Why a parser stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// It needs these bytes, which lie within the file.
    Read { offset: u64, length: u32 },
    /// The file ends too early.
    Truncated,
    /// The file contradicts itself; says how.
    Corrupt(&'static str),
    /// A kind that cannot be decoded; names it.
    Unsupported(&'static str),
}

/// The head of a file, kept, and the latest other range.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) total: u64,
    head: Vec<u8>,
    window: Vec<u8>,
    window_at: u64,
}

impl Source {
    pub(super) fn new(total: u64) -> Self {
        Self { total, head: Vec::new(), window: Vec::new(), window_at: 0 }
    }

    pub(super) fn store(&mut self, offset: u64, bytes: &[u8]) {
        if offset == 0 {
            self.head = bytes.to_vec();
        } else {
            self.window.clear();
            self.window.extend_from_slice(bytes);
            self.window_at = offset;
        }
    }

    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// What has been read from `offset` on; empty where nothing has.
    pub(super) fn from(&self, offset: u64) -> &[u8] {
        let part = |bytes, at: u64| {
            let start = usize::try_from(offset.checked_sub(at)?).ok()?;
            <[u8]>::get(bytes, start..).filter(|rest| !rest.is_empty())
        };
        part(&self.head, 0).or_else(|| part(&self.window, self.window_at)).unwrap_or_default()
    }

    /// These bytes, if they have been read.
    pub(super) fn get(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let in_window = || usize::try_from(offset.checked_sub(self.window_at)?).ok();
        let slice = |bytes, start: usize| <[u8]>::get(bytes, start..start.checked_add(length)?);
        let in_head = usize::try_from(offset).ok().and_then(|start| slice(&self.head, start));
        in_head.or_else(|| slice(&self.window, in_window()?))
    }

    /// These bytes, or the read that brings them: at least `window` bytes, as far as the file goes.
    pub(super) fn take(&self, offset: u64, length: usize, window: u32) -> Result<&[u8], Halt> {
        let left = self.total.saturating_sub(offset);
        if length as u64 > left {
            return Err(Halt::Truncated);
        }
        if length == 0 {
            return Ok(&[]);
        }
        let read = u64::from(window).max(length as u64).min(left);
        let length_to_read = u32::try_from(read).unwrap_or(u32::MAX);
        self.get(offset, length).ok_or(Halt::Read { offset, length: length_to_read })
    }
}
