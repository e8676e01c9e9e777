//! Words in the fields that say nothing about when a meeting happens: people read them, and a sentence would lose them.

use crate::cadence::Reading;

/// The words of a reading that it knows nothing of. Short ones only join others, and are no loss.
pub(super) fn remarks(reading: &Reading) -> impl Iterator<Item = &str> {
    let words = reading.unknown.iter().filter_map(|span| reading.text.get(span.clone()));
    words.filter(|word| !word.is_ascii() || word.len() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cadence::{Context, read};

    #[test]
    fn what_people_write_about_when_has_no_remark_and_what_they_add_is_one() {
        let all = |field: &str| {
            let reading = read(field, Context::default());
            remarks(&reading).map(str::to_owned).collect::<Vec<_>>()
        };
        for field in [
            "every four weeks",
            "monthly - Wednesday, after the fourth Tuesday, every month",
            "biweekly starting Wednesday March 20, 2019",
            "monthly 2020 start date: Jan. 7th",
            "每月第二个周三",
            "PT (Pacific Time)",
            "北京时间",
        ] {
            assert_eq!(all(field), [""; 0], "{field}");
        }
        let zoom = "weekly, you must be signed into a free zoom account to join";
        assert_eq!(all(zoom), ["must", "signed", "into", "free", "zoom", "account", "join"]);
        assert_eq!(all("每周（需登录 Zoom）"), ["需", "登", "录", "Zoom"]);
    }
}
