//! Where a JPEG's image data ends and whether it is complete, with any data after it. Uses photos from real encoders.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::Path;

use proptest::prelude::*;
use reroom::photo::{Inspector, Report, Step};
use reroom_imaging::prepare::{MetadataStripper, StripPlan, StripScope};

const END: &[u8] = &[0xFF, 0xD9];

/// Baseline and progressive photos.
fn photos() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let names = [
        "www/public/samples/thumbnails/bedroom-empty.jpg",
        "www/public/samples/thumbnails/house-exterior.jpg",
        "www/public/samples/living-room-sketch.jpg",
        "www/public/samples/phone-portrait.jpg",
    ];
    names.map(|name| std::fs::read(root.join(name)).unwrap()).to_vec()
}

/// A video with bytes that sometimes look like markers, also like an end marker.
fn video(seed: u32, size: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let noise = (0..size).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if state >> 28 == 0 { 0xFF } else { (state >> 20) as u8 }
    });
    [b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec(), noise.collect()].concat()
}

fn inspect_by_ranges(file: &[u8]) -> Report {
    let mut inspector = Inspector::new(file.len() as u64);
    while let Step::Read { offset, length } = inspector.next() {
        inspector.supply(offset, &file[offset as usize..][..length as usize]);
    }
    inspector.finish()
}

fn strip(file: &[u8]) -> StripPlan {
    let mut strip = MetadataStripper::new(&inspect_by_ranges(file), StripScope::WholeFile);
    while let Step::Read { offset, length } = strip.next() {
        strip.supply(offset, &file[offset as usize..][..length as usize]);
    }
    strip.plan().clone()
}

fn apply(file: &[u8], kept: &StripPlan) -> Vec<u8> {
    let ranges = kept.ranges.iter().flat_map(|range| &file[range.start as usize..range.end as usize]);
    ranges.chain(kept.appended).copied().collect()
}

#[test]
fn missing_end_marker_is_added_after_the_image() {
    for photo in photos() {
        let picture = photo.strip_suffix(END).unwrap();
        assert_eq!(apply(&photo, &strip(&photo)), photo, "an intact file is unchanged");
        for behind in [Vec::new(), vec![0; 5_000], video(1, 90_000), video(9, 500_000), photo.clone()] {
            let file = [picture, &behind].concat();
            let kept = strip(&file);
            assert!(kept.is_changed && !kept.is_truncated);
            assert!(apply(&file, &kept) == photo, "{} bytes behind", behind.len());
        }
        let file = [&photo[..], &video(3, 90_000)].concat();
        assert!(apply(&file, &strip(&file)) == photo, "a video after the end marker is removed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn incomplete_image_is_truncated_with_any_data_after_it(which in 0..4_usize, cut in 16..20_000_usize, seed: u32, size in 0..90_000_usize) {
        let photo = &photos()[which];
        // Without the last few bytes, the last code may still be complete.
        let part = &photo[..photo.len() - cut.min(photo.len() / 2)];
        for behind in [video(seed, size), vec![0; size]] {
            prop_assert!(strip(&[part, &behind].concat()).is_truncated, "{} bytes less", cut);
        }
    }
}
