//! The inspection as a conversation: it asks for ranges, the caller reads them from wherever the file is.

use crate::api::IssueCode;

use super::range_buffer::{HEAD_BYTES, MAX_SINGLE_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::{Format, Report};
use super::{jpeg, png, requirements, sniff};

/// No file needs this many reads: a parser's own limits end it before.
const MAX_READS: u32 = 192;

/// What an [`Inspector`] wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read this range, which lies within the file, and give it to [`Inspector::supply`].
    Read {
        /// Bytes from the start of the file.
        offset: u64,
        /// Bytes to read, at least one.
        length: u32,
    },
    /// Nothing: call [`Inspector::finish`].
    Done,
}

fn read(offset: u64, length: u64) -> Step {
    match u32::try_from(length) {
        Ok(length) if length > 0 => Step::Read { offset, length },
        _ => Step::Done,
    }
}

#[derive(Debug)]
enum Stage {
    Head,
    Jpeg(jpeg::Parser),
    Png(png::Parser),
}

/// Inspects one file in ranges: 64 KiB of an ordinary one, all of it or its two ends; more only where its headers reach
/// further or its end is not where it should be.
#[derive(Debug)]
pub struct Inspector {
    source: RangeBuffer,
    stage: Stage,
    wanted: Step,
    following: Step,
    reads: u32,
    report: Report,
}

impl Inspector {
    /// An inspection of a file of so many bytes.
    pub fn new(total_bytes: u64) -> Self {
        let (first, last) = if total_bytes <= MAX_SINGLE_READ { (total_bytes, 0) } else { (HEAD_BYTES, TAIL_BYTES) };
        Self {
            source: RangeBuffer::new(total_bytes),
            stage: Stage::Head,
            wanted: read(0, first),
            following: read(total_bytes - last, last),
            reads: 0,
            report: Report::new(total_bytes),
        }
    }

    /// What is wanted next; the same until it has been supplied.
    pub fn next(&self) -> Step {
        self.wanted
    }

    /// What will be wanted after that, whatever it brings: who reads from a disk begins both reads at once.
    pub fn following(&self) -> Step {
        self.following
    }

    /// Takes what was asked for. Other or fewer bytes mean that the file is not what it was said to be, and end the
    /// inspection with `truncated`.
    pub fn supply(&mut self, offset: u64, bytes: &[u8]) {
        let Step::Read { offset: asked, length } = self.wanted else { return };
        self.wanted = std::mem::replace(&mut self.following, Step::Done);
        self.reads += 1;
        self.report.bytes_read += bytes.len() as u64;
        if asked != offset || bytes.len() as u64 != u64::from(length) {
            self.wanted = Step::Done;
            self.unreadable();
            return;
        }
        self.source.store(offset, bytes);
        if self.wanted == Step::Done {
            self.advance();
        }
    }

    /// The report. An inspection that still wants bytes ends with `truncated`.
    pub fn finish(mut self) -> Report {
        if self.wanted != Step::Done {
            self.unreadable();
        }
        if matches!(self.report.orientation, 5..=8) {
            let report = &mut self.report;
            std::mem::swap(&mut report.width, &mut report.height);
        }
        requirements::check(&mut self.report);
        self.report
    }

    fn unreadable(&mut self) {
        self.report.add_issue(
            IssueCode::Truncated,
            "The file could not be read to its end; it may have changed meanwhile: choose it again.",
        );
    }

    fn advance(&mut self) {
        if matches!(self.stage, Stage::Head) && !self.detect_format() {
            return;
        }
        let result = match &mut self.stage {
            Stage::Head => return,
            Stage::Jpeg(walk) => walk.advance(&self.source, &mut self.report),
            Stage::Png(walk) => walk.advance(&self.source, &mut self.report),
        };
        match result {
            Ok(()) => {}
            Err(ParseError::NeedBytes { offset, length }) if self.reads < MAX_READS => {
                self.wanted = Step::Read { offset, length }
            }
            Err(ParseError::NeedBytes { .. }) => {
                self.report.add_parse_error(ParseError::Corrupt("its parts are too scattered to follow"))
            }
            Err(halt) => self.report.add_parse_error(halt),
        }
    }

    /// Chooses the parser by the first bytes; false where there is none.
    fn detect_format(&mut self) -> bool {
        let kind = sniff::sniff(self.source.head());
        self.report.mime = kind.mime;
        self.report.format = kind.format;
        match kind.format {
            Format::Jpeg => self.stage = Stage::Jpeg(jpeg::Parser::new()),
            Format::Png => self.stage = Stage::Png(png::Parser::new()),
            Format::Unknown => {
                self.report.add_issue(IssueCode::UnsupportedFormat, kind.advice);
                return false;
            }
        }
        true
    }
}
