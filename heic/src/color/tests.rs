#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const P3: (u16, u16) = (12, 13);

#[test]
fn colors_in_srgb_need_no_conversion() {
    for (primaries, transfer) in [(1, 13), (1, 1), (2, 2), (1, 6)] {
        assert!(Conversion::from_nclx(primaries, transfer).is_none(), "{primaries} {transfer}");
    }
}

#[test]
fn display_p3_is_converted_and_clipped() {
    let conversion = Conversion::from_nclx(P3.0, P3.1).unwrap();
    assert_eq!(conversion.convert([0, 0, 0]), [0, 0, 0]);
    assert_eq!(conversion.convert([1023, 1023, 1023]), [255, 255, 255]);
    assert_eq!(conversion.convert([1023, 0, 0]), [255, 0, 0]);
    // sRGB red in Display P3 is 0.9175, 0.2003, 0.1386.
    let [red, green, blue] = conversion.convert([939, 205, 142]);
    assert!(red >= 254 && green <= 3 && blue <= 3, "{red} {green} {blue}");
}

#[test]
fn gray_stays_gray_in_every_color_space() {
    for (primaries, transfer) in [(4, 4), (5, 5), (6, 8), (9, 16), (9, 18), (12, 1)] {
        let Some(conversion) = Conversion::from_nclx(primaries, transfer) else { continue };
        let mut last = 0;
        for code in 0..1024 {
            let [red, green, blue] = conversion.convert([code; 3]);
            assert!(red.abs_diff(green) <= 1 && green.abs_diff(blue) <= 1, "{primaries} {transfer} {code}");
            assert!(green >= last);
            last = green;
        }
        assert!(last >= 250, "{primaries} {transfer}: white is {last}");
    }
}

/// An ICC profile with these tags.
fn profile(space: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut icc = vec![0; 128];
    icc[16..20].copy_from_slice(space);
    icc.extend((tags.len() as u32).to_be_bytes());
    let mut offset = 132 + 12 * tags.len();
    for (name, content) in tags {
        icc.extend(*name);
        icc.extend((offset as u32).to_be_bytes());
        icc.extend((content.len() as u32).to_be_bytes());
        offset += content.len();
    }
    icc.extend(tags.iter().flat_map(|(_, content)| content));
    icc
}

fn fixed(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| ((value * 65536.0) as i32).to_be_bytes()).collect()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), fixed(&values)].concat()
}

fn gamma(value: u16) -> Vec<u8> {
    [b"curv\0\0\0\0\0\0\0\x01", &value.to_be_bytes()[..]].concat()
}

fn srgb_primaries(curve: &[u8]) -> Vec<(&'static [u8; 4], Vec<u8>)> {
    vec![
        (b"rXYZ", xyz([0.4361, 0.2225, 0.0139])),
        (b"gXYZ", xyz([0.3851, 0.7169, 0.0971])),
        (b"bXYZ", xyz([0.1431, 0.0606, 0.7141])),
        (b"rTRC", curve.to_vec()),
        (b"gTRC", curve.to_vec()),
        (b"bTRC", curve.to_vec()),
    ]
}

#[test]
fn icc_profile_of_srgb_needs_no_conversion() {
    let parameters = fixed(&[2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045]);
    let curve = [b"para\0\0\0\0\0\x03\0\0".to_vec(), parameters].concat();
    assert!(Conversion::from_icc(&profile(b"RGB ", &srgb_primaries(&curve))).is_none());
}

#[test]
fn icc_curves_of_each_kind_are_followed() {
    let points: Vec<u8> = (0..=4_u16).flat_map(|point| (point * point * 4095).to_be_bytes()).collect();
    let table = [b"curv\0\0\0\0\0\0\0\x05", &points[..]].concat();
    let para =
        |kind: u8, values: &[f64]| [&[b'p', b'a', b'r', b'a', 0, 0, 0, 0, 0, kind, 0, 0][..], &fixed(values)].concat();
    // The linear light of middle gray.
    for (curve, light) in [
        (gamma(256), 0.5),
        (gamma(512), 0.25),
        (b"curv\0\0\0\0\0\0\0\0".to_vec(), 0.5),
        (table, 0.25),
        (para(0, &[2.0]), 0.25),
        (para(1, &[2.0, 1.0, 0.25]), 0.5625),
        (para(2, &[2.0, 1.0, 0.0, 0.1]), 0.35),
        (para(4, &[2.0, 1.0, 0.0, 0.5, 0.9, 0.0, 0.1]), 0.35),
    ] {
        let conversion = Conversion::from_icc(&profile(b"RGB ", &srgb_primaries(&curve))).unwrap();
        let expected = (encode_srgb(light) * 255.0).round() as u8;
        for value in conversion.convert([512; 3]) {
            assert!(value.abs_diff(expected) <= 2, "{value} instead of {expected}");
        }
        let gray = Conversion::from_icc(&profile(b"GRAY", &[(b"kTRC", curve)])).unwrap();
        assert!(gray.convert([512; 3])[0].abs_diff(expected) <= 2);
    }
}

proptest! {
    #[test]
    fn any_profile_is_read_or_ignored(bytes in proptest::collection::vec(any::<u8>(), 0..400), gray in any::<bool>()) {
        let space = if gray { b"GRAY" } else { b"RGB " };
        let names: [&[u8; 4]; 7] = [b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC"];
        for kind in [&b"curv"[..], b"para", b"XYZ ", b""] {
            let tags: Vec<_> = names.iter().map(|name| (*name, [kind, &bytes].concat())).collect();
            let file = profile(space, &tags);
            if let Some(conversion) = Conversion::from_icc(&file) {
                conversion.convert([-5, 700, 9999]);
            }
            Conversion::from_icc(file.get(..file.len() / 2).unwrap());
        }
        Conversion::from_icc(&bytes);
    }
}
