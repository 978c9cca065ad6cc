//! What must hold of any file, whatever is in it.

use reroom::api::IssueCode;
use reroom_imaging::prepare::{StripScope, MetadataStripper};
use reroom::photo::{Inspector, Report, Step, inspect};

/// Looks at the bytes as they are, and every sixteenth time spread over a file that is not read at once: what the parsers
/// ask for is then read in ranges.
pub fn check(bytes: &[u8]) {
    look(bytes);
    if bytes.len() % 16 != 0 {
        return;
    }
    let (front, back) = bytes.split_at(bytes.len() / 2);
    let filler = vec![front.last().copied().unwrap_or_default(); 70_000];
    look(&[front, &filler, back].concat());
}

fn look(file: &[u8]) {
    let report = inspected(file);
    assert!((1..=8).contains(&report.orientation));
    assert_eq!(report, inspect(file));
    for extent in [StripScope::Header, StripScope::WholeFile] {
        let Some(stripped) = stripped(file, &report, extent) else { continue };
        if is_sound(&report) {
            let again = inspect(&stripped);
            let sound = is_sound(&again) || lost_its_end(file, &stripped, &again);
            assert!(sound, "sound until metadata was taken out: {again:?}");
            assert_eq!(again.orientation, 1);
            assert_eq!(stored_size(&again), stored_size(&report));
        }
    }
}

/// Reads as a caller with a file does.
fn inspected(file: &[u8]) -> Report {
    let total = file.len() as u64;
    let mut inspector = Inspector::new(total);
    let mut steps = 0;
    while let Step::Read { offset, length } = inspector.next() {
        steps += 1;
        assert!(steps <= 192 && length > 0 && offset + u64::from(length) <= total);
        let following = inspector.following();
        inspector.supply(offset, &file[offset as usize..][..length as usize]);
        assert!(following == Step::Done || following == inspector.next(), "what was said to follow");
    }
    let report = inspector.finish();
    assert!(report.bytes_read <= total * 2 + 65_536);
    report
}

/// The file without its metadata; none where its picture breaks off.
fn stripped(file: &[u8], report: &Report, extent: StripScope) -> Option<Vec<u8>> {
    let total = file.len() as u64;
    let mut strip = MetadataStripper::new(report, extent);
    let mut read = 0;
    while let Step::Read { offset, length } = strip.next() {
        assert!(length > 0 && offset + u64::from(length) <= total);
        strip.supply(offset, &file[offset as usize..][..length as usize]);
        read += u64::from(length);
        // A doubtful file is gone through twice.
        assert!(read <= total * 4 + (1 << 20), "read without end");
    }
    let kept = strip.finish();
    assert!(kept.ranges.iter().all(|range| range.start < range.end && range.end <= total) || total == 0);
    assert!(kept.ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", kept.ranges);
    let ranges = kept.ranges.iter().flat_map(|range| &file[range.start as usize..range.end as usize]);
    (!kept.is_truncated).then(|| ranges.chain(kept.appended).copied().collect())
}

/// Whether only its numbers are wrong, if anything.
fn is_sound(report: &Report) -> bool {
    use IssueCode::{Corrupt, EmptyFile, Truncated, UnsupportedFormat};
    !report.issues.iter().any(|issue| matches!(issue.code, Corrupt | EmptyFile | Truncated | UnsupportedFormat))
}

/// Whether the end marker lay in a comment between two scans: then the file was cut off all along, and now it shows.
fn lost_its_end(file: &[u8], stripped: &[u8], again: &Report) -> bool {
    let ends = |bytes: &[u8]| bytes.windows(2).filter(|pair| *pair == b"\xFF\xD9").count();
    again.issues.iter().any(|issue| issue.code == IssueCode::Truncated) && ends(stripped) < ends(file)
}

fn stored_size(report: &Report) -> (Option<u32>, Option<u32>) {
    if report.orientation < 5 { (report.width, report.height) } else { (report.height, report.width) }
}
