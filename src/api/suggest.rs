//! Suggestions for misspelled values and names.

/// A shorter prefix would match too many candidates.
const MIN_PREFIX: usize = 4;

/// The candidate closest to `given`, ignoring case and separators, with up to a few typos. Without one, the first candidate
/// that starts with `given`, such as `timeoutMs` for `timeout`.
#[must_use]
pub fn find_closest<'a>(given: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let given = normalize(given);
    let mut fewest = (given.len() / 4).clamp(1, 3) + 1;
    let mut closest = None;
    for &candidate in candidates {
        let errors = distance(&given, candidate.as_bytes());
        if errors < fewest {
            (fewest, closest) = (errors, Some(candidate));
        }
    }
    closest.or_else(|| find_completion(&given, candidates))
}

/// The first candidate that starts with `given`, if `given` is long enough.
fn find_completion<'a>(given: &[u8], candidates: &[&'a str]) -> Option<&'a str> {
    let begins =
        |candidate: &&&str| candidate.as_bytes().get(..given.len()).is_some_and(|b| b.eq_ignore_ascii_case(given));
    candidates.iter().find(begins).filter(|_| given.len() >= MIN_PREFIX).copied()
}

/// Lowercases the text, with dashes for spaces. No option has 64 characters, so more are cut off.
fn normalize(text: &str) -> Vec<u8> {
    let mut normal = Vec::new();
    for byte in text.trim_ascii().bytes().take(64) {
        normal.push(if byte == b' ' { b'-' } else { byte.to_ascii_lowercase() });
    }
    normal
}

/// The edit distance: letters added, removed, replaced, or swapped with their neighbor.
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
    fn misspelled_value_finds_its_option() {
        let find = |given| find_closest(given, &INTERIOR_STYLES.values());
        assert_eq!(find("japanese-zenn"), Some("japanese-zen"));
        assert_eq!(find("Japanese Zen"), Some("japanese-zen"));
        assert_eq!(find("rutsic"), Some("rustic"));
        assert_eq!(find("bold-brutalist"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn prefix_finds_its_option() {
        let options = ["timeoutMs", "maxRetries", "maxConcurrentRenders"];
        assert_eq!(find_closest("timeout", &options), Some("timeoutMs"));
        assert_eq!(find_closest("MaxConcurrent", &options), Some("maxConcurrentRenders"));
        assert_eq!(find_closest("max", &options), None);
    }

    proptest! {
        #[test]
        fn value_without_one_letter_finds_a_close_option(index in 0..EXTERIOR_STYLES.values().len(), at in any::<prop::sample::Index>()) {
            let value = EXTERIOR_STYLES.values()[index];
            let mut typed = value.to_owned();
            typed.remove(at.index(value.len()));
            let found = find_closest(&typed, &EXTERIOR_STYLES.values()).unwrap();
            prop_assert!(distance(typed.as_bytes(), found.as_bytes()) <= 1);
        }

        #[test]
        fn any_text_never_panics(text in ".{0,200}") {
            let _ = find_closest(&text, &EXTERIOR_STYLES.values());
        }
    }
}
