//! Properties that hold for any file.

use reroom::api::IssueCode;
use reroom::photo::{Inspector, Report, Step, inspect};
use reroom_imaging::prepare::{MetadataStripper, StripScope};

/// Checks the bytes, and for every sixteenth length also a larger file made of them, which is read by ranges.
pub fn check(bytes: &[u8]) {
    check_file(bytes);
    if bytes.len() % 16 != 0 {
        return;
    }
    let (front, back) = bytes.split_at(bytes.len() / 2);
    let filler = vec![front.last().copied().unwrap_or_default(); 70_000];
    check_file(&[front, &filler, back].concat());
}

fn check_file(file: &[u8]) {
    let report = inspect_by_ranges(file);
    assert!((1..=8).contains(&report.orientation));
    assert_eq!(report, inspect(file));
    for scope in [StripScope::Header, StripScope::WholeFile] {
        let Some(stripped) = strip_metadata(file, &report, scope) else { continue };
        if is_sound(&report) {
            let again = inspect(&stripped);
            let sound = is_sound(&again) || lost_its_end(file, &stripped, &again);
            assert!(sound, "stripping the metadata damaged the file: {again:?}");
            assert_eq!(again.orientation, 1);
            assert_eq!(stored_size(&again), stored_size(&report));
        }
    }
}

/// Inspects a file by ranges.
fn inspect_by_ranges(file: &[u8]) -> Report {
    let total = file.len() as u64;
    let mut inspector = Inspector::new(total);
    let mut steps = 0;
    while let Step::Read { offset, length } = inspector.next() {
        steps += 1;
        assert!(steps <= 192 && length > 0 && u64::from(offset) + u64::from(length) <= total);
        let following = inspector.following();
        inspector.supply(offset, &file[offset as usize..][..length as usize]);
        assert!(following == Step::Done || following == inspector.next(), "`following` was wrong");
    }
    let report = inspector.finish();
    assert!(report.bytes_read <= total * 2 + 65_536);
    report
}

/// The file without its metadata; `None` if its image is incomplete.
fn strip_metadata(file: &[u8], report: &Report, scope: StripScope) -> Option<Vec<u8>> {
    let total = file.len() as u64;
    let mut strip = MetadataStripper::new(report, scope);
    let mut read = 0;
    while let Step::Read { offset, length } = strip.next() {
        assert!(length > 0 && u64::from(offset) + u64::from(length) <= total);
        strip.supply(offset, &file[offset as usize..][..length as usize]);
        read += u64::from(length);
        // A doubtful file is scanned twice.
        assert!(read <= total * 4 + (1 << 20), "read without end");
    }
    let kept = strip.plan();
    assert!(kept.ranges.iter().all(|range| range.start < range.end && u64::from(range.end) <= total) || total == 0);
    assert!(kept.ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", kept.ranges);
    let ranges = kept.ranges.iter().flat_map(|range| &file[range.start as usize..range.end as usize]);
    (!kept.is_truncated).then(|| ranges.chain(kept.appended).copied().collect())
}

/// Whether the file itself is intact, regardless of its size.
fn is_sound(report: &Report) -> bool {
    use IssueCode::{Corrupt, EmptyFile, Truncated, UnsupportedFormat};
    !report.issues.iter().any(|issue| matches!(issue.code, Corrupt | EmptyFile | Truncated | UnsupportedFormat))
}

/// Whether the only end marker was in a comment between two scans. Then the file was incomplete before, too.
fn lost_its_end(file: &[u8], stripped: &[u8], again: &Report) -> bool {
    let ends = |bytes: &[u8]| bytes.windows(2).filter(|pair| *pair == b"\xFF\xD9").count();
    again.issues.iter().any(|issue| issue.code == IssueCode::Truncated) && ends(stripped) < ends(file)
}

fn stored_size(report: &Report) -> (Option<u32>, Option<u32>) {
    if report.orientation < 5 { (report.width, report.height) } else { (report.height, report.width) }
}
