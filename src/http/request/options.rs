//! The options of a feed, from the words of a query and back.

use chrono::TimeDelta;
use form_urlencoded::Serializer;

use super::Refusal;
use super::refusal::{nearest, nearest_in_words, quoted};
use crate::directory::{Lang, parse_duration};
use crate::feed::{Format, Options, Selection};

/// What every feed may be asked, and what a selection may be asked beside.
const EVERY_FEED: [&str; 4] = ["lang", "alarm", "cancelled", "tentative"];
const SELECTION: [&str; 2] = ["only", "category"];

/// How a feed is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedQuery {
    /// The format, by the path's ending.
    pub format: Format,
    /// The language.
    pub lang: Lang,
    /// What is to be other than in everybody's feed.
    pub options: Options,
}

/// The options in a query. `value` is the last one of a key that is not empty.
pub(in crate::http) fn options(value: impl Fn(&str) -> Option<String>) -> Result<Options, Refusal> {
    let hide = |key: &str| value(key).map_or(Ok(false), |word| hides(key, &word));
    Ok(Options {
        alarm: value("alarm").map(|word| alarm(&word)).transpose()?,
        hide_cancelled: hide("cancelled")?,
        hide_tentative: hide("tentative")?,
    })
}

/// Whether a feed is asked for nothing but what feeds can do. A key that is like none of theirs is not ours
/// (`nocache=1`); to pass over one that is nearly theirs would be to serve another calendar than was asked for.
pub(super) fn check_keys<'q>(selects: bool, keys: impl Iterator<Item = &'q str>) -> Result<(), Refusal> {
    let known = || EVERY_FEED.into_iter().chain(SELECTION.into_iter().filter(|_| selects));
    for key in keys.filter(|key| !known().any(|known| known == *key)) {
        if let Some(nearest) = known().find(|known| nearly(key, known)) {
            let (en, zh) = nearest_in_words(Some(nearest));
            let (key, known) = (quoted(key), known().map(quoted).collect::<Vec<_>>());
            return Err(Refusal::bad_request(
                format!("{key} is no option of feeds{en}; they have {}", known.join(", ")),
                format!("订阅源没有 {key} 选项{zh}；可用的有 {}", known.join("、")),
            ));
        }
    }
    Ok(())
}

/// Whether a key is a slip or another form of a known one: `alarms`, `canceled`, `Lang`.
fn nearly(key: &str, known: &str) -> bool {
    let key: String = key.chars().take(40).collect::<String>().to_lowercase();
    let slips = if known.len() > 4 { 2 } else { 1 };
    let longer = key.starts_with(known) || (key.len() > 4 && known.starts_with(&key));
    longer || strsim::damerau_levenshtein(&key, known) <= slips
}

fn alarm(word: &str) -> Result<TimeDelta, Refusal> {
    let minutes = |text: &str| parse_duration(text).filter(|long| long.num_seconds() % 60 == 0);
    let bounded = |long: &TimeDelta| *long <= Options::LONGEST_ALARM;
    match minutes(word) {
        Some(long) if bounded(&long) => Ok(long),
        long => {
            let (what, what_zh) = match long {
                Some(_) => ("is longer than 4 weeks before an event", "早于会议 4 周以上"),
                None => ("is no time before an event, in whole minutes", "不是会议前的整分钟数"),
            };
            // `10`, `-10m` and `PT10M` are what other programs write.
            let bare = word.to_lowercase();
            let bare = bare.trim_start_matches(['-', 'p', 't']);
            let meant = [bare.to_owned(), format!("{bare}m")];
            let nearest = match long {
                Some(_) => Some("4w"),
                None => {
                    meant.iter().map(String::as_str).find(|meant| minutes(meant).is_some_and(|m| bounded(&m)))
                }
            };
            let (en, zh) = nearest_in_words(nearest);
            let word = quoted(word);
            Err(Refusal::bad_request(
                format!("alarm: {word} {what}{en}; write it as `10m`, `1h30m` or `2d`"),
                format!("alarm：{word} {what_zh}{zh}；请写成 `10m`、`1h30m` 或 `2d` 的形式"),
            ))
        }
    }
}

fn hides(key: &str, word: &str) -> Result<bool, Refusal> {
    match word.to_ascii_lowercase().as_str() {
        "show" => Ok(false),
        "hide" => Ok(true),
        other => {
            let (en, zh) = nearest_in_words(nearest(other, ["show", "hide"]));
            let word = quoted(word);
            Err(Refusal::bad_request(
                format!("{key}: {word} is neither `show` nor `hide`{en}"),
                format!("{key}：{word} 既不是 `show` 也不是 `hide`{zh}"),
            ))
        }
    }
}

/// The query that asks for this, with its question mark; nothing where a plain path does. The same feed has one query.
pub(in crate::http) fn written(selection: &Selection, query: &FeedQuery) -> String {
    let mut pairs = Serializer::new(String::new());
    for (key, words) in [("only", &selection.only), ("category", &selection.categories)] {
        if !words.is_empty() {
            pairs.append_pair(key, &words.join(","));
        }
    }
    if let Some(alarm) = query.options.alarm {
        pairs.append_pair("alarm", &format!("{}m", alarm.num_minutes()));
    }
    for (key, hide) in
        [("cancelled", query.options.hide_cancelled), ("tentative", query.options.hide_tentative)]
    {
        if hide {
            pairs.append_pair(key, "hide");
        }
    }
    if query.lang == Lang::Zh {
        pairs.append_pair("lang", "zh");
    }
    let pairs = pairs.finish();
    if pairs.is_empty() { pairs } else { format!("?{pairs}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, word: &str) -> Result<Options, String> {
        let value = |asked: &str| (asked == key).then(|| word.to_owned());
        options(value).map_err(|refusal| refusal.sentence.en)
    }

    #[test]
    fn a_reminder_is_a_duration_up_to_four_weeks() {
        for (word, minutes) in [
            ("10m", 10),
            ("0m", 0),
            ("1h30m", 90),
            ("1.5h", 90),
            ("2d", 2880),
            ("4w", 40_320),
            ("10 分钟", 10),
        ] {
            let alarm = read("alarm", word).expect("a duration").alarm;
            assert_eq!(alarm, Some(TimeDelta::minutes(minutes)), "{word}");
        }
        let write = "; write it as `10m`, `1h30m` or `2d`";
        for (word, said) in [
            ("10", "is no time before an event, in whole minutes; the nearest is `10m`"),
            ("-10m", "is no time before an event, in whole minutes; the nearest is `10m`"),
            ("PT1H", "is no time before an event, in whole minutes; the nearest is `1h`"),
            ("soon", "is no time before an event, in whole minutes"),
            ("0.3m", "is no time before an event, in whole minutes"),
            ("29d", "is longer than 4 weeks before an event; the nearest is `4w`"),
        ] {
            assert_eq!(read("alarm", word), Err(format!("alarm: `{word}` {said}{write}")));
        }
    }

    #[test]
    fn what_is_hidden_is_said_in_one_of_two_words() {
        assert!(read("cancelled", "Hide").expect("a word").hide_cancelled);
        assert_eq!(read("tentative", "show"), Ok(Options::default()));
        let said = "cancelled: `hidden` is neither `show` nor `hide`; the nearest is `hide`";
        assert_eq!(read("cancelled", "hidden"), Err(said.to_owned()));
        assert_eq!(read("tentative", "1"), Err("tentative: `1` is neither `show` nor `hide`".to_owned()));
    }

    #[test]
    fn a_key_that_is_nearly_an_option_is_named_and_others_are_not_ours() {
        let check =
            |key: &'static str| check_keys(false, [key].into_iter()).map_err(|refusal| refusal.sentence.en);
        for key in
            ["nocache", "x", "_", "v", "t", "utm_source", "fbclid", "cache", "calendar", "token", "ts", "z"]
        {
            assert_eq!(check(key), Ok(()), "{key}");
        }
        for (key, nearest) in [
            ("alarms", "alarm"),
            ("Alarm", "alarm"),
            ("alarm[]", "alarm"),
            ("alram", "alarm"),
            ("canceled", "cancelled"),
            ("cancel", "cancelled"),
            ("tentativ", "tentative"),
            ("language", "lang"),
        ] {
            let said = format!(
                "`{key}` is no option of feeds; the nearest is `{nearest}`; they have `lang`, `alarm`, `cancelled`, `tentative`"
            );
            assert_eq!(check(key), Err(said));
        }
        assert!(
            check_keys(true, ["ony"].into_iter()).is_err() && check_keys(false, ["ony"].into_iter()).is_ok()
        );
    }

    #[test]
    fn the_same_feed_has_one_query() {
        let selection = Selection { only: vec!["a".into(), "b c".into()], categories: vec!["运".into()] };
        assert_eq!(written(&selection, &FeedQuery::default()), "?only=a%2Cb+c&category=%E8%BF%90");
        assert_eq!(written(&Selection::default(), &FeedQuery::default()), "");
        let options =
            Options { alarm: Some(TimeDelta::hours(1)), hide_cancelled: true, hide_tentative: true };
        let query = FeedQuery { format: Format::JCal, lang: Lang::Zh, options };
        assert_eq!(
            written(&Selection::default(), &query),
            "?alarm=60m&cancelled=hide&tentative=hide&lang=zh"
        );
    }
}
