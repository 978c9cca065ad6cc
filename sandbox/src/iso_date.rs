//! Formats dates.

const DAY_MS: i64 = 86_400_000;

/// Formats milliseconds since 1970 as `2026-01-02T03:04:05.678Z`.
pub fn format_iso(ms: f64) -> String {
    let ms = if ms.is_finite() { ms as i64 } else { 0 };
    let (day, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, date) = civil_date(day);
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// The Gregorian date of a day counted from 1970-01-01. Uses 400-year eras that start in March, which puts the leap day
/// last.
fn civil_date(day: i64) -> (i64, i64, i64) {
    let shifted = day.saturating_add(719_468);
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::format_iso;

    #[test]
    fn milliseconds_are_formatted_as_iso_dates() {
        assert_eq!(format_iso(0.0), "1970-01-01T00:00:00.000Z");
        assert_eq!(format_iso(951_827_696_789.0), "2000-02-29T12:34:56.789Z");
        assert_eq!(format_iso(1_767_225_599_999.0), "2025-12-31T23:59:59.999Z");
        assert_eq!(format_iso(-1.0), "1969-12-31T23:59:59.999Z");
        assert_eq!(format_iso(f64::NAN), "1970-01-01T00:00:00.000Z");
    }
}
