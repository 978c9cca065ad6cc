//! For any photo, the placement meets the requirements or an issue remains, and no image data is lost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use proptest::prelude::*;
use reroom::photo::requirements::{MAX_BYTES, MAX_SIDE, MIN_SIDE, ratio_fits};
use reroom::photo::{Step, inspect};
use reroom_kernels::Rect;

fn options(pad: bool, x: f64, y: f64) -> Options {
    Options { fit: if pad { Fit::Pad } else { Fit::Crop }, focus: (x, y), ..Options::default() }
}

/// Sides near the limits of each rule, and any others.
fn side() -> impl Strategy<Value = u32> {
    prop_oneof![1..20_000_u32, 500..600_u32, 4_000..4_200_u32, Just(1), Just(u32::MAX)]
}

/// Sizes within a few pixels of an aspect ratio limit.
fn near_a_ratio() -> impl Strategy<Value = (u32, u32)> {
    (1..9_000_u32, any::<bool>(), -3..4_i64).prop_map(|(high, wide, off)| {
        let width = if wide { u64::from(high) * 16 / 9 } else { u64::from(high) * 4 / 3 };
        ((width as i64 + off).max(1) as u32, high)
    })
}

fn inside(part: Rect, width: u32, height: u32) -> bool {
    let reaches = |from: u32, length: u32, whole| u64::from(from) + u64::from(length) <= u64::from(whole);
    part.width > 0 && part.height > 0 && reaches(part.x, part.width, width) && reaches(part.y, part.height, height)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn placement_meets_the_requirements(
        (width, height) in prop_oneof![(side(), side()), near_a_ratio()],
        pad: bool,
        x in 0.0..=1.0,
        y in 0.0..=1.0,
    ) {
        let options = options(pad, x, y);
        let Ok(placement) = Placement::fit(width, height, &options) else {
            // Only if the correct aspect ratio leaves too few pixels.
            let (wide, high) = (f64::from(width), f64::from(height));
            let ratio = (wide / high).clamp(4.0 / 3.0, 16.0 / 9.0);
            let least = if pad { (wide / ratio).max(high) } else { (wide / ratio).min(high) };
            prop_assert!(least < f64::from(MIN_SIDE) + 1.0, "{width}×{height}");
            return Ok(());
        };
        prop_assert!(ratio_fits(placement.width, placement.height), "{placement:?}");
        prop_assert!(placement.width.min(placement.height) >= MIN_SIDE && placement.width.max(placement.height) <= MAX_SIDE, "{placement:?}");
        prop_assert!(inside(placement.source, width, height) && inside(placement.target, placement.width, placement.height), "{placement:?}");
        prop_assert!(placement.target.width <= placement.source.width && placement.target.height <= placement.source.height, "{placement:?}");
        prop_assert_eq!(placement.is_identity(), (placement.width, placement.height) == (width, height) && ratio_fits(width, height));
        prop_assert!(!(if pad { placement.cropped } else { placement.padded }), "{placement:?}");
        // The photo keeps its proportions, apart from rounding.
        let map = placement.to_source();
        let drift = (map.scale_x - map.scale_y).abs() * f64::from(placement.target.width.min(placement.target.height));
        prop_assert!(drift <= map.scale_x.max(map.scale_y) * 2.0, "{placement:?} {map:?}");
    }

    #[test]
    fn shrunk_placement_meets_the_requirements_and_keeps_its_source(
        (width, height) in prop_oneof![(512..9_000_u32, 512..9_000_u32), near_a_ratio()],
        pad: bool,
        share in 0.0..=1.0,
    ) {
        let Ok(placement) = Placement::fit(width, height, &options(pad, 0.5, 0.5)) else { return Ok(()) };
        let Some(less) = placement.shrink_to(share) else {
            prop_assert!(f64::from(placement.height) * share.sqrt() * 0.95 < f64::from(placement.height));
            prop_assert!(placement.height == MIN_SIDE || share.sqrt() * 0.95 * f64::from(placement.height) >= f64::from(placement.height));
            return Ok(());
        };
        prop_assert!(ratio_fits(less.width, less.height) && less.height < placement.height, "{less:?}");
        prop_assert!(less.width.min(less.height) >= MIN_SIDE && less.width.max(less.height) <= MAX_SIDE, "{less:?}");
        prop_assert!(inside(less.target, less.width, less.height) && less.source == placement.source, "{less:?}");
        prop_assert_eq!((less.cropped, less.padded, less.is_resized()), (placement.cropped, placement.padded, true));
        let map = less.to_source();
        let drift = (map.scale_x - map.scale_y).abs() * f64::from(less.target.width.min(less.target.height));
        prop_assert!(drift <= map.scale_x.max(map.scale_y) * 3.0, "{less:?} {map:?}");
    }

    #[test]
    fn target_corners_map_to_source_corners(width in 512..20_000_u32, height in 512..20_000_u32, pad: bool, x in 0.0..=1.0, y in 0.0..=1.0) {
        let Ok(placement) = Placement::fit(width, height, &options(pad, x, y)) else { return Ok(()) };
        let map = placement.to_source();
        let ends = |scale: f64, offset: f64, to: u32, length: u32| {
            [to, to + length].map(|point| (offset + scale * f64::from(point)).round())
        };
        let across = ends(map.scale_x, map.offset_x, placement.target.x, placement.target.width);
        let down = ends(map.scale_y, map.offset_y, placement.target.y, placement.target.height);
        prop_assert_eq!(across, [placement.source.x, placement.source.x + placement.source.width].map(f64::from));
        prop_assert_eq!(down, [placement.source.y, placement.source.y + placement.source.height].map(f64::from));
    }

    #[test]
    fn crop_contains_the_focus(width in 600..9_000_u32, height in 800..9_000_u32, x in 0.0..=1.0, y in 0.0..=1.0) {
        let Ok(placement) = Placement::fit(width, height, &options(false, x, y)) else { return Ok(()) };
        let within = |focus: f64, whole: u32, from: u32, length: u32| {
            let at = focus * f64::from(whole);
            let middle = f64::from(from) + f64::from(length) / 2.0;
            let held = from == 0 || from + length == whole;
            at >= f64::from(from) && at <= f64::from(from + length) && (held || (at - middle).abs() <= 1.0)
        };
        prop_assert!(within(x, width, placement.source.x, placement.source.width), "{placement:?}");
        prop_assert!(within(y, height, placement.source.y, placement.source.height), "{placement:?}");
    }

    #[test]
    fn orientation_maps_displayed_to_stored_pixels(
        orientation in 1..=8_u8,
        (width, height) in (1..300_u32, 1..300_u32),
        (x, y) in (0..299_u32, 0..299_u32),
    ) {
        let (x, y) = (x % width, y % height);
        let orientation = Orientation::from_exif(orientation);
        let pixel = orientation.to_stored(Rect { x, y, width: 1, height: 1 }, (width, height));
        // The canvas transform maps the stored pixel's center back to the displayed one.
        let [a, b, c, d, e, f] = orientation.canvas_matrix(Rect { x: 0, y: 0, width, height });
        let (u, v) = (f64::from(pixel.x) + 0.5, f64::from(pixel.y) + 0.5);
        prop_assert_eq!((a * u + c * v + e, b * u + d * v + f), (f64::from(x) + 0.5, f64::from(y) + 0.5));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_stripped_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..3_000), png: bool, header: bool) {
        let start: &[u8] = if png { b"\x89PNG\r\n\x1a\n" } else { b"\xFF\xD8\xFF" };
        let file = [start, &bytes].concat();
        let format = if png { Format::Png } else { Format::Jpeg };
        let kept = strip(&file, format, if header { StripScope::Header } else { StripScope::WholeFile });
        prop_assert_eq!(kept.bytes() == file.len() as u64, !kept.is_changed);
        prop_assert!(kept.ranges.iter().all(|range| range.start < range.end && range.end <= file.len() as u32));
        prop_assert!(kept.ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
    }

    #[test]
    fn added_metadata_is_removed_exactly(
        parts in proptest::collection::vec((any::<bool>(), 0..9_usize, 0..60_000_usize), 0..8),
        trailer in 0..300_000_usize,
        scan in 0..300_000_usize,
    ) {
        let (mut file, mut clean) = (vec![0xFF, 0xD8], vec![0xFF, 0xD8]);
        for (dropped, which, size) in parts {
            let part = if dropped { metadata(which, size) } else { shown(which, size) };
            file.extend(&part);
            if !dropped {
                clean.extend(&part);
            }
        }
        let picture = picture(scan);
        file.extend(&picture);
        clean.extend(&picture);
        file.extend(vec![0xD9; trailer]);
        let kept = strip(&file, Format::Jpeg, StripScope::WholeFile);
        prop_assert!(apply(&file, &kept) == clean);
        prop_assert_eq!(kept.is_changed, file != clean);
        prop_assert_eq!(kept.has_non_srgb_profile, clean.windows(12).any(|name| name == b"ICC_PROFILE\0"));
    }
}

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &(payload.len() as u16 + 2).to_be_bytes()[..], payload].concat()
}

fn metadata(which: usize, size: usize) -> Vec<u8> {
    let (marker, name): (u8, &[u8]) = [
        (0xE1, &b"Exif\0\0MM"[..]),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        (0xED, b"Photoshop 3.0\0"),
        (0xFE, b"written by hand"),
        (0xE2, b"MPF\0"),
        (0xE0, b"JFXX\0"),
        (0xEE, b"Ad"),
        (0xEB, b"JP\0"),
        (0xE2, b""),
    ][which];
    segment(marker, &[name, &vec![0x20; if name.is_empty() { 0 } else { size }]].concat())
}

fn shown(which: usize, size: usize) -> Vec<u8> {
    let (marker, name): (u8, &[u8]) = [
        (0xE0, &b"JFIF\0"[..]),
        (0xE2, b"ICC_PROFILE\0\x01\x01"),
        (0xEE, b"Adobe\0\x64"),
        (0xDB, b"\0"),
        (0xC4, b"\xFF\xD9\xFF\xE1"),
    ][which % 5];
    segment(marker, &[name, &vec![0xFF; size]].concat())
}

/// Two scans with stuffed bytes and restart markers, a table between them, and the end marker.
fn picture(size: usize) -> Vec<u8> {
    let data: Vec<u8> = (0..size / 6).flat_map(|_| [0xFF, 0x00, 0x5A, 0xFF, 0xD0, 0x33]).collect();
    let scan = segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    [&scan, &data, &segment(0xC4, b"\xFF\xD9\xFF\xE1\0\x08"), &scan, &data, &[0xFF, 0xFF, 0xD9][..]].concat()
}

/// The report of any file, treated as this format.
fn inspect_as(file: &[u8], format: Format) -> Report {
    Report { format, ..inspect(file) }
}

fn strip(file: &[u8], format: Format, extent: StripScope) -> StripPlan {
    let mut strip = MetadataStripper::new(&inspect_as(file, format), extent);
    let mut reads = 0;
    while let Step::Read { offset, length } = strip.next() {
        strip.supply(offset, &file[offset as usize..][..length as usize]);
        reads += 1;
        assert!(reads < 64, "a bounded number of reads");
    }
    strip.plan().clone()
}

fn apply(file: &[u8], kept: &StripPlan) -> Vec<u8> {
    kept.ranges.iter().flat_map(|range| &file[range.start as usize..range.end as usize]).copied().collect()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes(), &body[..], &reroom::photo::crc::crc32(&body).to_be_bytes()].concat()
}

fn png(parts: &[(&[u8; 4], bool)], width: u32, height: u32) -> (Vec<u8>, Vec<u8>) {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let start = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header)].concat();
    let (mut file, mut clean) = (start.clone(), start);
    for (kind, stays) in parts {
        let part = chunk(kind, &[7; 300]);
        file.extend(&part);
        if *stays {
            clean.extend(&part);
        }
    }
    let end = chunk(b"IEND", b"");
    ([&file[..], &end, b"behind the end"].concat(), [clean, end].concat())
}

#[test]
fn png_metadata_chunks_are_removed() {
    let parts: [(&[u8; 4], bool); 12] = [
        (b"iCCP", true),
        (b"eXIf", false),
        (b"tEXt", false),
        (b"cICP", true),
        (b"zTXt", false),
        (b"tIME", false),
        (b"caBX", false),
        (b"tRNS", true),
        (b"IDAT", true),
        (b"IDAT", true),
        (b"iTXt", false),
        (b"fdAT", true),
    ];
    let (file, clean) = png(&parts, 1600, 1200);
    let kept = strip(&file, Format::Png, StripScope::WholeFile);
    assert!(kept.is_changed && apply(&file, &kept) == clean);
    assert!(inspect(&clean).ok());
    // Before decoding, it is enough to strip up to the image data.
    let kept = strip(&file, Format::Png, StripScope::Header);
    assert_eq!(kept.bytes(), file.len() as u64 - 5 * 312);
}

#[test]
fn header_scope_reads_only_the_header() {
    let front = [vec![0xFF, 0xD8], metadata(0, 40)].concat();
    let file = [front, picture(900_000)].concat();
    let mut strip = MetadataStripper::new(&inspect_as(&file, Format::Jpeg), StripScope::Header);
    let Step::Read { offset: 0, length } = strip.next() else { panic!() };
    strip.supply(0, &file[..length as usize]);
    assert_eq!(strip.next(), Step::Done);
    assert_eq!(strip.plan().ranges, [0..2, 54..file.len() as u32]);
}

#[test]
fn srgb_profile_is_distinguished_from_others() {
    let red = b"XYZ \0\0\0\0\0\0\x6F\xA2\0\0\x38\xF5\0\0\x03\x90";
    let p3_red = b"XYZ \0\0\0\0\0\0\x83\xDF\0\0\x3D\xBF\xFF\xFF\xFF\xBB";
    let formula = b"para\0\0\0\0\0\x03\0\0\0\x02\x66\x66\0\0\xF2\xA7\0\0\x0D\x59\0\0\x13\xD0\0\0\x0A\x5B";
    let table = b"curv\0\0\0\0\0\0\x04\0\0\0\0\x05\0\x0A\0\x0F\0\x14\0\x19";
    let linear = b"curv\0\0\0\0\0\0\0\x01\x01\0";
    let with = |parts: &[&[u8]]| {
        let profile = segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", &parts.concat()[..]].concat());
        let kept = strip(&[&[0xFF, 0xD8], &profile[..], &picture(600)].concat(), Format::Jpeg, StripScope::WholeFile);
        assert!(!kept.is_changed, "a profile stays");
        kept.has_non_srgb_profile
    };
    assert!(!with(&[red, formula]) && !with(&[table, red]));
    assert!(with(&[p3_red, formula]) && with(&[red, linear]) && with(&[formula]) && with(&[]));
}

#[test]
fn stray_bytes_after_metadata_are_removed() {
    let file = [&[0xFF, 0xD8], &metadata(0, 40)[..], b"stray", &picture(600)].concat();
    let kept = strip(&file, Format::Jpeg, StripScope::WholeFile);
    assert!(apply(&file, &kept) == [&[0xFF, 0xD8][..], &picture(600)].concat());
}

#[test]
fn file_ending_with_metadata_has_no_empty_range() {
    let jpeg = [&[0xFF, 0xD8], &metadata(0, 40)[..]].concat();
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"tEXt", b"a word")].concat();
    for (file, format, start) in [(jpeg, Format::Jpeg, 2), (png, Format::Png, 8)] {
        let ranges = strip(&file, format, StripScope::Header).ranges;
        assert!(matches!(&ranges[..], [range] if *range == (0..start)), "{format:?}: {ranges:?}");
    }
}

#[test]
fn file_that_changed_keeps_its_rest() {
    let file = [vec![0xFF, 0xD8], metadata(0, 40), picture(900_000)].concat();
    let mut strip = MetadataStripper::new(&inspect_as(&file, Format::Jpeg), StripScope::WholeFile);
    strip.supply(0, &file[..30]);
    assert_eq!(strip.next(), Step::Done);
    assert_eq!(strip.plan().bytes(), file.len() as u64);
}

fn report(width: u32, height: u32) -> Report {
    let (file, _) = png(&[(b"IDAT", true)], width, height);
    inspect(&file)
}

/// The plan for a photo, or the issues that cannot be fixed.
fn decide(report: &Report, options: &Options) -> Result<Plan, Vec<Issue>> {
    match report.unfixable_issues() {
        issues if issues.is_empty() => plan(report, options).map_err(|issue| vec![issue]),
        issues => Err(issues),
    }
}

#[test]
fn plan_strips_redraws_or_rejects() {
    let plain = Options::default();
    assert!(matches!(decide(&report(1600, 1200), &plain), Ok(Plan::Strip(placement)) if placement.is_identity()));
    assert!(matches!(decide(&report(1366, 768), &plain), Ok(Plan::Strip(_))), "one pixel off the ratio is accepted");
    assert!(matches!(decide(&report(1200, 1600), &plain), Ok(Plan::Redraw(Some(placement))) if placement.cropped));
    assert!(matches!(decide(&Report { orientation: 6, ..report(1600, 1200) }, &plain), Ok(Plan::Redraw(Some(_)))));
    let jpeg = Options { format: Some(Format::Jpeg), ..plain };
    assert!(matches!(decide(&report(1600, 1200), &jpeg), Ok(Plan::Redraw(Some(_)))));
    let same = Options { format: Some(Format::Png), quality: 0.3, ..plain };
    assert!(matches!(decide(&report(1600, 1200), &same), Ok(Plan::Strip(_))), "no change needed");
    assert!(matches!(decide(&inspect(b"RIFF\0\0\0\0WEBPVP8 "), &plain), Ok(Plan::Redraw(None))));
}

#[track_caller]
fn assert_rejected(report: &Report, options: &Options, code: IssueCode, words: &str) {
    let issues = decide(report, options).unwrap_err();
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [code]);
    assert!(issues[0].message.contains(words), "{}", issues[0].message);
}

#[test]
fn photo_that_cannot_be_fixed_is_rejected() {
    let crop = Options::default();
    let pad = Options { fit: Fit::Pad, ..crop };
    assert_rejected(&report(640, 400), &crop, IssueCode::ResolutionTooSmall, "has 640×400 pixels");
    assert_rejected(
        &report(600, 4000),
        &crop,
        IssueCode::ResolutionTooSmall,
        "has 600×450 pixels after cropping, but each side must have at least 512. Photos are never enlarged: choose a larger one, or pad",
    );
    assert_rejected(&report(300, 400), &pad, IssueCode::ResolutionTooSmall, "has 534×400 pixels after padding");
    assert_rejected(&report(30_000, 30_000), &crop, IssueCode::ResolutionTooLarge, "Scale it down");
    assert_rejected(&inspect(b""), &crop, IssueCode::EmptyFile, "empty");
    assert_rejected(&inspect(b"%PDF-1.7"), &crop, IssueCode::UnsupportedFormat, "PDF");
    assert_rejected(&inspect(b"\x89PNG\r\n\x1a\n"), &crop, IssueCode::Truncated, "is incomplete");
    assert!(matches!(decide(&report(400, 4000), &pad), Ok(Plan::Redraw(Some(placement))) if placement.padded));
}

#[test]
fn redrawn_png_stays_png_only_within_the_limit() {
    let plain = Options::default();
    let png = report(1600, 1200);
    assert_eq!(choose_format(&png, &plain), Format::Png);
    assert_eq!(choose_format(&Report { bytes: MAX_BYTES + 1, ..png.clone() }, &plain), Format::Jpeg);
    assert_eq!(
        choose_format(&Report { bytes: 4_000_001, ..png }, &Options { max_bytes: 4_000_000, ..plain }),
        Format::Jpeg
    );
    assert_eq!(choose_format(&inspect(b"GIF89a"), &plain), Format::Jpeg);
    assert_eq!(choose_format(&inspect(b"GIF89a"), &Options { format: Some(Format::Png), ..plain }), Format::Png);
}

#[test]
fn encodings_lower_the_quality_to_the_minimum() {
    let jpeg = |padded| list_encodings(Format::Jpeg, QUALITY, padded);
    let qualities: Vec<f64> = jpeg(false).iter().map(|attempt| attempt.quality).collect();
    assert!(qualities.is_sorted_by(|a, b| a > b) && qualities.len() == 6);
    assert_eq!((qualities[0], qualities[5]), (QUALITY, 0.5));
    assert!(jpeg(false).iter().all(|attempt| attempt.fill && attempt.format == Format::Jpeg));
    assert_eq!(list_encodings(Format::Jpeg, 0.3, false).len(), 1);
    // A PNG that is too large becomes a JPEG. The PNG gets a white background only with padding.
    for padded in [false, true] {
        let mut tried = list_encodings(Format::Png, QUALITY, padded);
        assert_eq!(tried.remove(0), Encoding { format: Format::Png, quality: QUALITY, fill: padded });
        assert_eq!(tried, jpeg(padded));
    }
}
