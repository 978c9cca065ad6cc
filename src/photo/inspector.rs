//! An inspection without I/O: the inspector asks for ranges, and the caller reads them.

use crate::api::IssueCode;

use super::range_buffer::{HEAD_BYTES, MAX_SINGLE_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::{Format, Report};
use super::{heic, jpeg, png, requirements, sniff};

/// The maximum number of reads. The parsers' own limits are lower.
const MAX_READS: u32 = 192;

/// The next step of an [`Inspector`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read this range of the file and pass it to [`Inspector::supply`].
    Read {
        /// The position in the file, in bytes.
        offset: u32,
        /// The number of bytes, at least one.
        length: u32,
    },
    /// Call [`Inspector::finish`].
    Done,
}

fn read(offset: u32, length: u32) -> Step {
    if length > 0 { Step::Read { offset, length } } else { Step::Done }
}

#[derive(Debug)]
enum Stage {
    Head,
    Jpeg(jpeg::Parser),
    Png(png::Parser),
    Heic(heic::Parser),
}

/// Inspects a file by ranges. A typical file takes 64 KiB: the whole file, or its two ends. It reads more only if the
/// headers are longer or the end marker is not at the end.
#[derive(Debug)]
pub struct Inspector {
    file: RangeBuffer,
    stage: Stage,
    wanted: Step,
    following: Step,
    reads: u32,
    report: Report,
}

impl Inspector {
    /// Starts the inspection of a file of this size.
    pub fn new(total_bytes: u64) -> Self {
        // The service rejects larger files, and their headers are within 4 GiB.
        let total = u32::try_from(total_bytes).unwrap_or(u32::MAX);
        let (first, last) = if total <= MAX_SINGLE_READ { (total, 0) } else { (HEAD_BYTES, TAIL_BYTES) };
        Self {
            file: RangeBuffer::new(total),
            stage: Stage::Head,
            wanted: read(0, first),
            following: read(total - last, last),
            reads: 0,
            report: Report::new(total_bytes),
        }
    }

    /// The next step. It stays the same until you supply the bytes.
    pub fn next(&self) -> Step {
        self.wanted
    }

    /// The step after the next one, if already known. You can start both reads at once.
    pub fn following(&self) -> Step {
        self.following
    }

    /// Passes in the requested bytes. With any other range, the file must have changed, and the inspection ends with
    /// `truncated`.
    pub fn supply(&mut self, offset: u32, bytes: &[u8]) {
        let Step::Read { offset: expected, length } = self.wanted else { return };
        self.wanted = std::mem::replace(&mut self.following, Step::Done);
        self.reads += 1;
        self.report.bytes_read += bytes.len() as u64;
        if expected != offset || bytes.len() != length as usize {
            self.wanted = Step::Done;
            self.add_incomplete_read();
            return;
        }
        self.file.store(offset, bytes);
        if self.wanted == Step::Done {
            self.advance();
        }
    }

    /// Returns the report. If bytes are still missing, it has the issue `truncated`.
    pub fn finish(mut self) -> Report {
        if self.wanted != Step::Done {
            self.add_incomplete_read();
        }
        if matches!(self.report.orientation, 5..=8) {
            let report = &mut self.report;
            std::mem::swap(&mut report.width, &mut report.height);
        }
        requirements::check(&mut self.report);
        self.report
    }

    fn add_incomplete_read(&mut self) {
        self.report.add_issue(
            IssueCode::Truncated,
            "The file could not be read. It may have been moved or changed: choose it again.",
        );
    }

    fn advance(&mut self) {
        if matches!(self.stage, Stage::Head) && !self.detect_format() {
            return;
        }
        let result = match &mut self.stage {
            Stage::Head => return,
            Stage::Jpeg(walk) => walk.advance(&self.file, &mut self.report),
            Stage::Png(walk) => walk.advance(&self.file, &mut self.report),
            Stage::Heic(walk) => walk.advance(&self.file, &mut self.report),
        };
        match result {
            Ok(()) => {}
            Err(ParseError::NeedBytes { offset, length }) if self.reads < MAX_READS => {
                self.wanted = Step::Read { offset, length }
            }
            Err(ParseError::NeedBytes { .. }) => {
                self.report.add_parse_error(ParseError::Corrupt("its parts are too scattered"))
            }
            Err(error) => self.report.add_parse_error(error),
        }
    }

    /// Chooses the parser by the first bytes; false if the format is not supported.
    fn detect_format(&mut self) -> bool {
        let file_type = sniff::sniff(self.file.head());
        self.report.mime = file_type.mime;
        self.report.format = file_type.format;
        match file_type.format {
            Format::Jpeg => self.stage = Stage::Jpeg(jpeg::Parser::new()),
            Format::Png => self.stage = Stage::Png(png::Parser::new()),
            Format::Heic => self.stage = Stage::Heic(heic::Parser::new()),
            Format::Unknown => {}
        }
        if !file_type.advice.is_empty() {
            self.report.add_issue(IssueCode::UnsupportedFormat, file_type.advice);
        }
        file_type.format != Format::Unknown
    }
}
