//! String functions that add less wasm than `format!` and those of the standard library.

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

/// Splits a text at the first separator, an ASCII character.
#[must_use]
pub fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Removes every repetition of `end` from the end of a text.
#[must_use]
pub fn trim_end<'a>(mut text: &'a str, end: &str) -> &'a str {
    while let Some(rest) = text.strip_suffix(end) {
        text = rest;
    }
    text
}

/// Parses decimal digits.
#[must_use]
pub fn parse_integer(digits: &str) -> Option<u32> {
    let mut number: Option<u32> = None;
    for byte in digits.bytes() {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number = Some(number.unwrap_or_default().checked_mul(10)?.checked_add(digit)?);
    }
    number
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
    }

    #[test]
    fn text_is_split_at_the_first_separator() {
        assert_eq!(split_once("ä.b.c", b'.'), Some(("ä", "b.c")));
        assert_eq!((split_once(".", b'.'), split_once("", b'.')), (Some(("", "")), None));
        assert_eq!((trim_end("a//", "/"), trim_end("/", "/"), trim_end("", "/")), ("a", "", ""));
    }

    #[test]
    fn only_digits_are_an_integer() {
        assert_eq!((parse_integer("007"), parse_integer("4294967295")), (Some(7), Some(u32::MAX)));
        for invalid in ["", "4294967296", "-1", "1.5", "1 ", "ä"] {
            assert_eq!(parse_integer(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn separator_stands_between_the_parts() {
        assert_eq!((join(&["a"], ", "), join(&["a", "", "b"], ", ")), ("a".to_owned(), "a, , b".to_owned()));
    }
}
