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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn parts_in_their_order() {
        assert_eq!((concat(&[]), concat(&["a", "", "é"])), (String::new(), "aé".to_owned()));
        assert_eq!((join(&["a"], ", "), join(&["a", "", "b"], ", ")), ("a".to_owned(), "a, , b".to_owned()));
    }
}
