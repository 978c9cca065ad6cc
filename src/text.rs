//! Texts put together. `format!`, and `concat` and `join` of the standard library, cost kilobytes of wasm; these do not.

/// The parts one after the other.
#[must_use]
pub fn concat(parts: &[&str]) -> String {
    join(parts, "")
}

/// The parts with something between.
#[must_use]
pub fn join(parts: &[&str], between: &str) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        text.push_str(part);
    }
    text
}

/// The first so many characters.
#[must_use]
pub fn start(text: &str, characters: usize) -> String {
    let mut start = String::new();
    for character in text.chars().take(characters) {
        start.push(character);
    }
    start
}

/// A whole number in decimal digits. By hand, because `to_string` brings the machinery of formatting.
#[must_use]
pub fn number(number: u64) -> String {
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
    fn parts_in_their_order() {
        assert_eq!((concat(&[]), concat(&["a", "", "é"])), (String::new(), "aé".to_owned()));
        for count in [0, 7, 10, 1024, u64::MAX] {
            assert_eq!(number(count), count.to_string());
        }
        assert_eq!(start("äöü", 2), "äö");
        assert_eq!((join(&["a"], ", "), join(&["a", "", "b"], ", ")), ("a".to_owned(), "a, , b".to_owned()));
    }
}
