//! Any bytes as a photo: `cargo +nightly fuzz run inspect fuzz/corpus/inspect fuzz/seeds/inspect`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reroom::image::{Inspector, Step, inspect};

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    // The same bytes spread over a file that is not read at once: what the parser asks for is then read in ranges.
    if let Some((&stretch, rest)) = bytes.split_first() {
        let middle = rest.len() / 2;
        let (front, back) = rest.split_at(middle);
        let filler = vec![stretch; 70_000];
        look(&[front, &filler, back].concat());
    }
});

fn look(bytes: &[u8]) {
    let total = bytes.len() as u64;
    let mut inspector = Inspector::new(total);
    let mut steps = 0;
    while let Step::Read { offset, length } = inspector.next() {
        steps += 1;
        assert!(steps <= 192 && length > 0 && offset + u64::from(length) <= total);
        inspector.supply(offset, &bytes[offset as usize..][..length as usize]);
    }
    let report = inspector.finish();
    assert!(report.bytes_read <= total * 2 + 65_536);
    assert!((1..=8).contains(&report.orientation));
    assert_eq!(report, inspect(bytes));
}
