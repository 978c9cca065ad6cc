//! Compares a mask's size with its photo's, using the header of the mask's PNG.

use crate::api::{Issue, IssueCode};
use crate::text::{concat, format_integer};

/// The start of every base64 PNG: its signature, the header chunk's length and most of its name.
const START: &str = "iVBORw0KGgoAAAANSUhE";

/// Returns a `mask_size` issue if a base64 mask and its displayed photo differ in size. Masks that are not PNGs pass,
/// because the service may know their format.
#[must_use]
pub fn check_mask_size(mask: &str, (width, height): (u32, u32)) -> Option<Issue> {
    let (wide, high) = png_size(mask)?;
    if (wide, high) == (width, height) {
        return None;
    }
    let [wide, high, width, height] = [
        format_integer(wide.into()),
        format_integer(high.into()),
        format_integer(width.into()),
        format_integer(height.into()),
    ];
    let message = [
        "The mask is ",
        &wide,
        "×",
        &high,
        " pixels, but the displayed photo is ",
        &width,
        "×",
        &height,
        ". Pass width and height to encodeMask().",
    ];
    Some(Issue::new("mask", IssueCode::MaskSize, concat(&message)))
}

fn png_size(base64: &str) -> Option<(u32, u32)> {
    let digits = base64.strip_prefix(START)?.as_bytes().first_chunk::<12>()?;
    // Nine bytes: the last letter of the chunk's name, the width and the height.
    let bits = digits.iter().try_fold(0_u128, |bits, digit| Some(bits << 6 | u128::from(base64_value(*digit)?)))?;
    (bits >> 64 == u128::from(b'R')).then_some(((bits >> 32) as u32, bits as u32))
}

/// The six bits of a base64 digit.
fn base64_value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::expect_used, clippy::unwrap_used)]

    use super::*;

    /// The start of a PNG of this size, in base64.
    fn mask(width: u32, height: u32) -> String {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        let bits = size.iter().fold(u128::from(b'R'), |bits, byte| bits << 8 | u128::from(*byte));
        let digit = |place: u32| (0..=127).find(|digit| base64_value(*digit) == Some((bits >> (6 * place)) as u8 & 63));
        let digits: String = (0..12).rev().map(|place| char::from(digit(place).unwrap())).collect();
        [START, &digits, "CAYAAAA"].concat()
    }

    #[test]
    fn mask_of_the_photos_size_is_accepted() {
        for size in [(1, 1), (255, 3), (4096, 16), (4000, 3000)] {
            assert_eq!(check_mask_size(&mask(size.0, size.1), size), None);
        }
    }

    #[test]
    fn mask_of_another_size_is_rejected_with_both_sizes() {
        for (mask_size, photo) in [((300, 200), (300, 201)), ((300, 200), (301, 200)), ((300, 200), (200, 300))] {
            let issue = check_mask_size(&mask(mask_size.0, mask_size.1), photo).expect("an issue");
            assert_eq!((issue.path.as_str(), issue.code), ("mask", IssueCode::MaskSize));
            assert!(issue.message.contains("is 300×200 pixels"), "{}", issue.message);
        }
    }

    #[test]
    fn mask_that_is_no_png_is_accepted() {
        let cut: String = mask(9, 9).chars().take(31).collect();
        for text in
            ["", "iVBORw0KGgo=", "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMC", &cut, "iVBORw0KGgoAAAANSUhE·Z·Z·Z·Z·Z·Z"]
        {
            assert_eq!(check_mask_size(text, (9, 9)), None, "{text}");
        }
    }
}
