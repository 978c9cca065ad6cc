//! String functions without `format!`, which adds kilobytes of wasm, as do the standard library's `concat` and `join`.

/// Concatenates the parts.
#[must_use]
pub fn concat(parts: &[&str]) -> String {
    join(parts, "")
}

/// Joins the parts with a separator.
#[must_use]
pub fn join(parts: &[&str], separator: &str) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        text.push_str(part);
    }
    text
}

/// Returns the first characters of a text.
#[must_use]
pub fn truncate(text: &str, characters: usize) -> String {
    let mut start = String::new();
    for character in text.chars().take(characters) {
        start.push(character);
    }
    start
}

/// Formats an integer. `to_string` would pull in the formatting machinery.
#[must_use]
pub fn format_integer(number: u64) -> String {
    let (mut digits, mut rest) = (Vec::new(), number);
    loop {
        digits.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order() {
        assert_eq!((concat(&[]), concat(&["a", "", "é"])), (String::new(), "aé".to_owned()));
        for count in [0, 7, 10, 1024, u64::MAX] {
            assert_eq!(format_integer(count), count.to_string());
        }
        assert_eq!(truncate("äöü", 2), "äö");
        assert_eq!((join(&["a"], ", "), join(&["a", "", "b"], ", ")), ("a".to_owned(), "a, , b".to_owned()));
    }
}
