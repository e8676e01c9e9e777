//! Notes: what a reading supplied, interpreted or passed over, each with a stable code and its place.

use std::ops::Range;

/// Byte offsets into the text that was read.
pub type Span = Range<usize>;

/// Something a reader should know about how the text was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing; stable across releases.
    pub code: NoteCode,
    /// Where in the text, in bytes.
    pub span: Span,
    /// The sentence for a person, in English.
    pub message: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $assumes:literal, $en:literal, $zh:literal, $remedy:expr;)*) => {
        /// The kinds of notes. Their texts are part of the command line's contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum NoteCode { $($(#[$doc])* $name,)* }

        impl NoteCode {
            /// Every code, in the order of their table in the documentation.
            pub const ALL: &[NoteCode] = &[$(NoteCode::$name,)*];

            /// The code as it is printed: `no-anchor`.
            pub fn as_str(self) -> &'static str {
                match self { $(NoteCode::$name => $text,)* }
            }

            /// What such a note says to a subscriber, in English and in Chinese.
            pub fn meaning(self) -> (&'static str, &'static str) {
                match self { $(NoteCode::$name => ($en, $zh),)* }
            }

            /// How to settle what such a note is about. Nothing where nothing needs settling.
            pub fn remedy(self) -> Option<&'static str> {
                match self { $(NoteCode::$name => $remedy,)* }
            }

            /// Whether such a note makes an exact reading an assumed one.
            pub fn assumes(self) -> bool {
                match self { $(NoteCode::$name => $assumes,)* }
            }
        }
    };
}

codes! {
    /// No date says which week an every-N-weeks cadence falls in.
    NoAnchor = "no-anchor", true,
        "No date says which of the weeks is meant, so these dates are a guess.",
        "未说明从哪一周算起，以下日期为推定。",
        Some("add `start: <a date it met>` to settle it");
    /// No zone was named.
    NoZone = "no-zone", true,
        "No time zone is named; the community's own is taken.",
        "未注明时区，按社区默认时区计算。",
        Some("name the zone, as `PT` or `Europe/Berlin`");
    /// Standard-time letters (`PST`) are read as the place's wall clock, summer time included.
    StandardTimeYearRound = "standard-time-year-round", true,
        "The standard-time letters are read as the local wall clock all year.",
        "标准时间缩写按当地全年实际时间理解。",
        None;
    /// Summer-time letters (`PDT`) are read as the place's wall clock, standard time included.
    SummerTimeYearRound = "summer-time-year-round", true,
        "The summer-time letters are read as the local wall clock all year.",
        "夏令时缩写按当地全年实际时间理解。",
        None;
    /// Letters that mean several zones, settled by the community's `zones` or by a second zone in the text.
    ZoneSettled = "zone-settled", false,
        "The zone's letters are settled by the rest of the text.",
        "时区缩写由上下文确定。",
        None;
    /// Letters that mean several zones.
    AmbiguousZone = "ambiguous-zone", true,
        "The zone's letters mean several zones.",
        "时区缩写有多种含义。",
        Some("name the zone by a place, or settle its letters under `zones:` of the community");
    /// An offset that no clock keeps.
    ImpossibleOffset = "impossible-offset", true,
        "The zone that is named does not exist.",
        "所写的时区不存在。",
        Some("write an offset from UTC-12 to UTC+14, or a place");
    /// A time that no clock shows.
    ImpossibleTime = "impossible-time", true,
        "The time that is named does not exist.",
        "所写的时间不存在。",
        Some("write a time from 0:00 to 23:59, or `24:00` for the end of the day");
    /// A second zone's time is the same instant.
    SameInstant = "same-instant", false,
        "The other zones name the same instant.",
        "其他时区所写为同一时刻。",
        None;
    /// A second zone's time is not the same instant; the first leads.
    TimesDisagree = "times-disagree", true,
        "The times in several zones disagree; the first one is taken.",
        "各时区所写时间不一致，以第一个为准。",
        Some("keep one of the times, or correct the other");
    /// A lone weekday is read as every week.
    WeeklyImplied = "weekly-implied", true,
        "A weekday by itself is taken as every week.",
        "只写星期几，按每周理解。",
        None;
    /// The position in the month is taken from the start date.
    PositionFromStart = "position-from-start", true,
        "The days are taken from the start date.",
        "日期规律由起始日期推定。",
        None;
    /// `1st week's Thursday` is read as the first Thursday.
    NthWeek = "nth-week", true,
        "The nth week's weekday is taken as the nth such weekday of the month.",
        "“第几周的周几”按当月第几个周几理解。",
        None;
    /// Odd and even weeks are counted as ISO weeks.
    IsoWeeks = "iso-weeks", true,
        "Odd and even weeks are counted as ISO weeks.",
        "单双周按 ISO 周数计算。",
        None;
    /// Several slots take turns.
    Alternation = "alternation", true,
        "Several times take turns.",
        "几个时间轮流进行。",
        None;
    /// The cadence refers to another meeting.
    RelativeToOther = "relative-to-other", true,
        "It takes turns with another meeting.",
        "与另一会议交替进行。",
        Some("write out when it happens");
    /// Several rules in one text.
    SeveralRules = "several-rules", false,
        "The text states several rules.",
        "原文包含多条规律。",
        None;
    /// Dates bound several rules, or two of them share dates.
    SharedDates = "shared-dates", true,
        "Several rules of the announcement share dates.",
        "多条规律共用日期。",
        Some("list each as a meeting of its own, with its dates");
    /// A weekday or date is excepted.
    Exception = "exception", false,
        "Some dates are excepted.",
        "部分日期除外。",
        None;
    /// The cadence changed; the later state is read.
    ChangedOverTime = "changed-over-time", true,
        "The cadence changed; the later one is taken.",
        "规律有过变更，以最新的为准。",
        None;
    /// The text itself calls the time tentative.
    SaidTentative = "said-tentative", true,
        "The announcement itself calls this tentative.",
        "原文注明为暂定。",
        None;
    /// The text says that it does not happen.
    SaidStopped = "said-stopped", true,
        "The announcement says that it does not happen, now at least.",
        "原文注明已取消或暂停。",
        Some("write `TBD` while it does not happen, or take the remark out");
    /// am or pm beside a 24-hour time.
    RedundantMeridiem = "redundant-meridiem", false,
        "am or pm beside a 24-hour time is passed over.",
        "二十四小时制时间旁的上下午标记被忽略。",
        None;
    /// An end before the start, neither with am or pm, is taken to be after noon.
    EndAfterNoon = "end-after-noon", true,
        "The end is taken to be after noon.",
        "结束时间按午后理解。",
        Some("write `11:00-13:00`, or am and pm");
    /// `second Thursday` may be every other Thursday or the month's second.
    AmbiguousPosition = "ambiguous-position", true,
        "The text may mean every nth week or the nth of the month.",
        "可能指每几周，也可能指当月第几个。",
        Some("write `every other Thursday` or `second Thursday of the month`");
    /// Monthly without a position.
    NoPosition = "no-position", true,
        "Nothing says which week of the month.",
        "未说明是当月第几周。",
        Some("add the position, as `second Thursday of the month`");
    /// `last working day of the month`: a different weekday each month.
    NthWorkday = "nth-workday", true,
        "The first or last working day of a month is on another weekday each time, which a cadence cannot say.",
        "每月第几个或最后一个工作日，各月的星期几并不相同。",
        Some("write a weekday, as `last Friday of the month`, or say it as `rrule: FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1` (`1` is the first)");
    /// Two frequencies, weekdays or times contradict each other.
    Contradiction = "contradiction", true,
        "The text contradicts itself.",
        "原文自相矛盾。",
        Some("keep the one that is right");
    /// A word that may be a misspelling; it was not corrected.
    NearestWord = "nearest-word", true,
        "A word may be misspelled.",
        "有词可能拼写有误。",
        Some("correct the word");
    /// A bound, an exception or a number that could not be read as part of the cadence.
    PassedOver = "passed-over", true,
        "A part of the announcement could not be read.",
        "原文有部分内容未能理解。",
        Some("write it as `until 2026-06-30`, list dates under `skip:`, or take it out");
    /// The text says that there is no fixed time.
    NoFixedTime = "no-fixed-time", true,
        "No fixed time is stated.",
        "未注明固定时间。",
        None;
    /// A number alone, where an hour may be meant.
    BareNumber = "bare-number", true,
        "A number alone is not read as an hour.",
        "单独的数字不作为时间理解。",
        Some("write the hour as `9:00`, `9am` or `9 PT`");
    /// A count per period (`once a week`) names no day.
    CountOnly = "count-only", true,
        "A count names no day.",
        "只说明次数，未说明日期。",
        Some("name the weekdays");
    /// 24:00, 晚上12点 and `00:30 (+1)` are on the next day.
    NextDay = "next-day", true,
        "The time is one of the next day.",
        "所写时间属于次日。",
        None;
    /// Two UTC times for summer and winter are one wall-clock time.
    SeasonalUtc = "seasonal-utc", false,
        "Two UTC times for summer and winter are one wall-clock time.",
        "冬夏两个 UTC 时间对应同一当地时间。",
        None;
    /// The start date is not on the cadence's weekday.
    StartOffWeekday = "start-off-weekday", true,
        "The start date is on another weekday.",
        "起始日期与星期不符。",
        Some("correct `start:` or the weekday");
    /// Nothing in the text was understood as a cadence.
    NotUnderstood = "not-understood", true,
        "The text is not understood.",
        "无法理解原文。",
        Some("write it as `weekly Thursday 9:00 PT`");
}
