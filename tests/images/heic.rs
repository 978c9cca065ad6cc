//! HEIC photos: size, orientation, brands.

use crate::build::{FTYP, Widths, clap, heic, imir, irot, ispe, media_box, meta};
use crate::{assert_rejected, codes};
use reroom::api::IssueCode::{AspectRatio, ResolutionTooSmall, Truncated, UnsupportedFormat};
use reroom::photo::{Format, inspect};

#[test]
fn heic_photo_is_reported_as_displayed() {
    for id in [false, true] {
        for index in [false, true] {
            let widths = Widths { id, index };
            for (properties, orientation, size) in [
                (vec![ispe(1600, 1200)], 1, (1600, 1200)),
                (vec![ispe(1200, 1600), irot(3)], 6, (1600, 1200)),
                (vec![ispe(1600, 1200), irot(2)], 3, (1600, 1200)),
                (vec![ispe(1600, 1200), imir(1)], 2, (1600, 1200)),
                (vec![ispe(1600, 1200), imir(0)], 4, (1600, 1200)),
                (vec![ispe(1300, 1700), clap(1200, 1600), irot(1)], 8, (1600, 1200)),
            ] {
                let report = assert_rejected(&heic(&properties, widths, 100_000), UnsupportedFormat, "reroom/heic");
                assert_eq!((report.format, report.mime), (Format::Heic, Some("image/heic")));
                assert_eq!((report.orientation, report.width.zip(report.height)), (orientation, Some(size)));
                assert!(report.bytes_read < 66_000);
            }
        }
    }
}

#[test]
fn heic_is_told_from_heif_by_its_brands() {
    let meta = meta(&[ispe(1600, 1200)], Widths { id: false, index: false });
    for (brands, mime, name) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "image/heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic", "HEIC"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1", "image/heif", "HEIF"),
    ] {
        let report = assert_rejected(&[brands, &meta, &media_box(b"mdat", b"")].concat(), UnsupportedFormat, name);
        assert_eq!((report.format, report.mime), (Format::Heic, Some(mime)));
    }
}

#[test]
fn heic_boxes_are_found_anywhere_in_the_file() {
    let widths = Widths { id: false, index: false };
    let meta = meta(&[ispe(1600, 1200)], widths);
    let size = |bytes: &[u8]| inspect(bytes).width.zip(inspect(bytes).height);
    let after = [FTYP, &media_box(b"mdat", &vec![1; 300_000]), &meta].concat();
    assert_eq!(size(&after), Some((1600, 1200)));
    assert!(inspect(&after).bytes_read < 66_000);
    let wide = [b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x18 8 bytes", &meta[..]].concat();
    assert_eq!(size(&[FTYP, &wide].concat()), Some((1600, 1200)));
    let to_the_end = [FTYP, &meta, b"\0\0\0\0mdat and so on"].concat();
    assert_eq!(size(&to_the_end), Some((1600, 1200)));
    // Data of a camera that is not a box.
    assert_rejected(
        &[&heic(&[ispe(1600, 1200)], widths, 9), &b"SEFHv\x01\0\0SEFT"[..]].concat(),
        UnsupportedFormat,
        "HEIC",
    );
    let within = [FTYP, &media_box(b"meta", &[&meta[8..], &media_box(b"idat", b"tiles")].concat())].concat();
    assert_rejected(&within, UnsupportedFormat, "HEIC");
    // Without a size, for example a film.
    assert_eq!(size(&[FTYP, &media_box(b"moov", b"")].concat()), None);
    assert_eq!(size(&[FTYP, &media_box(b"meta", b"")].concat()), None);
    assert_eq!(size(&heic(&[ispe(0, 9)], widths, 9)), None);
    assert_eq!(size(&heic(&[irot(1)], widths, 9)), None);
}

#[test]
fn incomplete_heic_is_truncated() {
    let whole = heic(&[ispe(1600, 1200)], Widths { id: false, index: false }, 90_000);
    for cut in [1, 80_000, 90_001, 90_007, 90_008, 90_100] {
        let report = inspect(&whole[..whole.len() - cut]);
        assert_eq!(codes(&report), [UnsupportedFormat, Truncated]);
        assert!(report.issues[1].message.contains("HEIC is incomplete"));
        assert!(!report.unfixable_issues().is_empty());
    }
}

#[test]
fn heic_size_is_checked_like_any_other() {
    let issues = |width, height| codes(&inspect(&heic(&[ispe(width, height)], Widths { id: false, index: false }, 9)));
    assert_eq!(issues(4032, 3024), [UnsupportedFormat]);
    assert_eq!(issues(3024, 4032), [UnsupportedFormat, AspectRatio]);
    assert_eq!(issues(400, 300), [UnsupportedFormat, ResolutionTooSmall]);
    let huge = inspect(&heic(&[ispe(60_000, 45_000)], Widths { id: false, index: false }, 9));
    assert_eq!(huge.unfixable_issues().len(), 1, "{:?}", huge.issues);
}
