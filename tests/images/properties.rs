//! For any bytes, the inspection ends, reads within bounds, and never accepts half a photo.

use std::sync::LazyLock;

use proptest::prelude::*;
use reroom::photo::{Inspector, Report, Step, inspect};

use crate::build::{
    FTYP, Jpeg, Widths, chunk, clap, exif, heic, imir, irot, ispe, media_box, png, png_of, segment, tiff,
};

/// Inspects a file by ranges and checks each request.
fn read(bytes: &[u8]) -> Report {
    let total = bytes.len() as u64;
    let mut inspector = Inspector::new(total);
    let mut steps = 0;
    while let Step::Read { offset, length } = inspector.next() {
        assert!(length > 0 && u64::from(offset + length) <= total, "a read within the file");
        let following = inspector.following();
        inspector.supply(offset, &bytes[offset as usize..][..length as usize]);
        assert!(following == Step::Done || following == inspector.next(), "`following` was wrong");
        steps += 1;
        assert!(steps <= 192, "a bounded number of reads");
    }
    let report = inspector.finish();
    assert!(report.bytes_read <= total * 2 + 65_536, "{} of {total} read", report.bytes_read);
    report
}

static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let metadata = [segment(0xE2, &[7; 64_000]), exif(true, 6, 3_000), segment(0xED, &[1; 9_000])].concat();
    let small = Jpeg { before_frame: exif(false, 3, 0), scan: 900, ..Jpeg::default() };
    let large = Jpeg { before_frame: metadata, scan: 400_000, marker: 0xC2, ..Jpeg::default() };
    let motion = Jpeg { end: [vec![0xFF, 0xD9], vec![0x42; 90_000]].concat(), ..large.clone() };
    let parts = [chunk(b"eXIf", &tiff(true, 8, 0)), chunk(b"PLTE", &[5; 30]), chunk(b"IDAT", &[0x78; 700])];
    let pngs = [png_of([8, 3, 0, 0, 0], &parts), png(60, 4_000), png(2, 150_000)];
    let heics = [heic(&[ispe(4032, 3024), irot(3), imir(0)], Widths { id: false, index: true }, 90_000)];
    [small.bytes(), large.bytes(), motion.bytes()].into_iter().chain(pngs).chain(heics).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_within_bounds(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), start in 0..4_usize) {
        let starts: [&[u8]; 4] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR", b"\0\0\0\x20ftyp"];
        read(&[starts[start], &bytes].concat());
    }

    #[test]
    fn any_heic_boxes_end_within_bounds(parts in proptest::collection::vec((0..8_usize, proptest::collection::vec(any::<u8>(), 0..40)), 0..20), far in any::<bool>()) {
        let kinds = [b"ispe", b"irot", b"imir", b"clap", b"pitm", b"ipma", b"ipco", b"free"];
        let boxes: Vec<u8> = parts.iter().flat_map(|(kind, content)| media_box(kinds[*kind], content)).collect();
        let properties = media_box(b"iprp", &[media_box(b"ipco", &boxes), boxes.clone()].concat());
        let skipped = media_box(b"mdat", &vec![0; if far { 100_000 } else { 0 }]);
        read(&[FTYP, &skipped, &media_box(b"meta", &[vec![0; 4], boxes, properties].concat())].concat());
    }

    #[test]
    fn heic_orientation_is_that_of_its_turns_and_flips(steps in proptest::collection::vec(0..6_u8, 0..6), id in any::<bool>(), index in any::<bool>(), crop in any::<bool>()) {
        let mut properties = vec![ispe(1600, 1200)];
        if crop {
            properties.push(clap(1500, 1100));
        }
        properties.extend(steps.iter().map(|step| if *step < 4 { irot(*step) } else { imir(*step - 4) }));
        let report = read(&heic(&properties, Widths { id, index }, 9));
        // Where the image's top left corner and the one right of it end up, in an image of one by one.
        let place = |corner: (bool, bool)| steps.iter().fold(corner, |(x, y), step| match step {
            4 => (x, !y),
            5 => (!x, y),
            turns => (0..*turns).fold((x, y), |(x, y), _| (y, !x)),
        });
        // The first row and column of each EXIF orientation: the corners at which they start and meet.
        let expected = match (place((false, false)), place((true, false))) {
            ((false, false), (true, false)) => 1,
            ((true, false), (false, false)) => 2,
            ((true, true), (false, true)) => 3,
            ((false, true), (true, true)) => 4,
            ((false, false), (false, true)) => 5,
            ((true, false), (true, true)) => 6,
            ((true, true), (true, false)) => 7,
            _ => 8,
        };
        prop_assert_eq!(report.orientation, expected, "{:?}", steps);
        let (width, height) = if crop { (1500, 1100) } else { (1600, 1200) };
        let displayed = if expected > 4 { (height, width) } else { (width, height) };
        prop_assert_eq!((report.width, report.height), (Some(displayed.0), Some(displayed.1)));
    }

    #[test]
    fn any_jpeg_segments_end_within_bounds(parts in proptest::collection::vec((0xC0..=0xFE_u8, 0..60_000_usize, any::<u8>()), 0..12)) {
        let segments: Vec<u8> = parts.iter().flat_map(|(kind, size, fill)| segment(*kind, &vec![*fill; *size])).collect();
        read(&Jpeg { before_frame: segments, ..Jpeg::default() }.bytes());
    }

    #[test]
    fn png_with_consecutive_image_data_is_accepted(parts in proptest::collection::vec((0..6_usize, 0..50_000_usize), 0..60)) {
        let kinds = [b"IDAT", b"tEXt", b"eXIf", b"zTXt", b"iCCP", b"IDAT"];
        let chunks: Vec<Vec<u8>> = parts.iter().map(|(kind, size)| chunk(kinds[*kind], &vec![0x49; *size])).collect();
        let report = read(&png_of([8, 2, 0, 0, 0], &chunks));
        let mut runs = parts.iter().filter(|(kind, size)| kinds[*kind] != b"IDAT" || *size > 0).map(|(kind, _)| kinds[*kind] == b"IDAT").collect::<Vec<_>>();
        runs.dedup();
        let runs = runs.into_iter().filter(|data| *data).count();
        // With many chunks, not all are checked.
        prop_assert!(report.ok() == (runs == 1) || runs > 1, "{:?}", report.issues);
    }

    #[test]
    fn mutated_photo_ends_within_bounds(which in 0..7_usize, edits in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..9), near in any::<bool>()) {
        let mut bytes = GOOD[which].clone();
        let reach = if near { bytes.len().min(200) } else { bytes.len() };
        for (at, value) in edits {
            bytes[at % reach] = value;
        }
        read(&bytes);
    }

    #[test]
    fn prefix_is_rejected_or_equal(which in 0..7_usize, cut in any::<usize>(), near in 0..3_u8) {
        let bytes = GOOD[which].clone();
        let whole = read(&bytes);
        let cut = match near {
            0 => cut % bytes.len(),
            1 => cut % bytes.len().min(1_500),
            _ => bytes.len() - 1 - cut % bytes.len().min(1_500),
        };
        let part = read(&bytes[..cut]);
        let same = (part.width, part.height, part.orientation) == (whole.width, whole.height, whole.orientation);
        // Decoders read nothing after the name of a PNG's last chunk.
        let complete = bytes.len() - cut <= [0, 0, 90_000, 4, 4, 4, 0][which];
        prop_assert_eq!(part.issues.len() <= whole.issues.len() && same, complete, "{} of {}", cut, bytes.len());
    }

    #[test]
    fn inspection_by_ranges_equals_inspection_of_the_whole(which in 0..7_usize, flip in any::<usize>()) {
        let mut bytes = GOOD[which].clone();
        let at = flip % bytes.len();
        bytes[at] ^= 1;
        prop_assert_eq!(read(&bytes), inspect(&bytes));
    }
}
