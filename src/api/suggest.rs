//! The value that a near miss probably meant.

/// Of fewer letters, what they begin could be anything.
const SHORTEST_BEGINNING: usize = 4;

/// The candidate closest to `given`: spelled alike but for case and separators, or a few typing errors away; else one that
/// `given` is the beginning of, such as `timeoutMs` without its unit.
#[must_use]
pub fn closest<'a>(given: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let given = normalise(given);
    let mut fewest = (given.len() / 4).clamp(1, 3) + 1;
    let mut closest = None;
    for &candidate in candidates {
        let errors = distance(&given, candidate.as_bytes());
        if errors < fewest {
            (fewest, closest) = (errors, Some(candidate));
        }
    }
    closest.or_else(|| begun(&given, candidates))
}

/// The first candidate that begins with `given`, where that is more than a few letters.
fn begun<'a>(given: &[u8], candidates: &[&'a str]) -> Option<&'a str> {
    let begins =
        |candidate: &&&str| candidate.as_bytes().get(..given.len()).is_some_and(|b| b.eq_ignore_ascii_case(given));
    candidates.iter().find(begins).filter(|_| given.len() >= SHORTEST_BEGINNING).copied()
}

/// Cut to a length no option reaches, so that hostile input costs nothing.
fn normalise(text: &str) -> Vec<u8> {
    let mut normal = Vec::new();
    for byte in text.trim().bytes().take(64) {
        normal.push(if byte == b' ' { b'-' } else { byte.to_ascii_lowercase() });
    }
    normal
}

/// Typing errors between two words: letters added, lost, replaced or swapped with their neighbour.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last = vec![0];
    for count in 1..=b.len() {
        last.push(count);
    }
    let mut previous_a = 0;
    for (i, &letter_a) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut previous_b = 0;
        for (j, &letter_b) in b.iter().enumerate() {
            let at = |cells: &[usize], k: usize| cells.get(k).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, j) + usize::from(letter_a != letter_b);
            let mut cost = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && letter_a == previous_b && letter_b == previous_a {
                cost = cost.min(at(&before_last, j - 1) + 1);
            }
            row.push(cost);
            previous_b = letter_b;
        }
        before_last = std::mem::replace(&mut last, row);
        previous_a = letter_a;
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used)]
    use super::*;
    use crate::api::options::{EXTERIOR_STYLES, INTERIOR_STYLES};
    use proptest::prelude::*;

    #[test]
    fn names_what_was_meant() {
        let closest = |given| closest(given, &INTERIOR_STYLES.values());
        assert_eq!(closest("japanese-zenn"), Some("japanese-zen"));
        assert_eq!(closest("Japanese Zen"), Some("japanese-zen"));
        assert_eq!(closest("rutsic"), Some("rustic"));
        assert_eq!(closest("bold-brutalist"), None);
        assert_eq!(closest(""), None);
    }

    #[test]
    fn names_what_was_begun() {
        let options = ["timeoutMs", "maxRetries", "maxConcurrentRenders"];
        assert_eq!(closest("timeout", &options), Some("timeoutMs"));
        assert_eq!(closest("MaxConcurrent", &options), Some("maxConcurrentRenders"));
        assert_eq!(closest("max", &options), None);
    }

    proptest! {
        #[test]
        fn a_lost_letter_is_found_again(index in 0..EXTERIOR_STYLES.values().len(), at in any::<prop::sample::Index>()) {
            let value = EXTERIOR_STYLES.values()[index];
            let mut typed = value.to_owned();
            typed.remove(at.index(value.len()));
            let found = closest(&typed, &EXTERIOR_STYLES.values()).unwrap();
            prop_assert!(distance(typed.as_bytes(), found.as_bytes()) <= 1);
        }

        #[test]
        fn any_text_is_answered(text in ".{0,200}") {
            let _ = closest(&text, &EXTERIOR_STYLES.values());
        }
    }
}
