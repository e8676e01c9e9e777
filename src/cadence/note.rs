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
    ($($(#[$doc:meta])* $name:ident = $text:literal, $assumes:literal;)*) => {
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

            /// Whether such a note makes an exact reading an assumed one.
            pub fn assumes(self) -> bool {
                match self { $(NoteCode::$name => $assumes,)* }
            }
        }
    };
}

codes! {
    /// No date says which week an every-N-weeks cadence falls in.
    NoAnchor = "no-anchor", true;
    /// No zone was named.
    NoZone = "no-zone", true;
    /// Standard-time letters (`PST`) are read as the place's wall clock, summer time included.
    StandardTimeYearRound = "standard-time-year-round", true;
    /// Summer-time letters (`PDT`) are read as the place's wall clock, standard time included.
    SummerTimeYearRound = "summer-time-year-round", true;
    /// Letters that mean several zones, settled by the community's `zones` or by a second zone in the text.
    ZoneSettled = "zone-settled", false;
    /// Letters that mean several zones.
    AmbiguousZone = "ambiguous-zone", true;
    /// A second zone's time is the same instant.
    SameInstant = "same-instant", false;
    /// A second zone's time is not the same instant; the first leads.
    TimesDisagree = "times-disagree", true;
    /// A lone weekday is read as every week.
    WeeklyImplied = "weekly-implied", true;
    /// The position in the month is taken from the start date.
    PositionFromStart = "position-from-start", true;
    /// `1st week's Thursday` is read as the first Thursday.
    NthWeek = "nth-week", true;
    /// Odd and even weeks are counted as ISO weeks.
    IsoWeeks = "iso-weeks", true;
    /// Several slots take turns.
    Alternation = "alternation", true;
    /// The cadence refers to another meeting.
    RelativeToOther = "relative-to-other", true;
    /// Several rules in one text.
    SeveralRules = "several-rules", true;
    /// A weekday or date is excepted.
    Exception = "exception", true;
    /// The cadence changed; the later state is read.
    ChangedOverTime = "changed-over-time", true;
    /// The text itself calls the time tentative.
    SaidTentative = "said-tentative", true;
    /// am or pm beside a 24-hour time.
    RedundantMeridiem = "redundant-meridiem", true;
    /// `second Thursday` may be every other Thursday or the month's second.
    AmbiguousPosition = "ambiguous-position", true;
    /// Monthly without a position.
    NoPosition = "no-position", true;
    /// Two frequencies, weekdays or times contradict each other.
    Contradiction = "contradiction", true;
    /// A word that may be a misspelling; it was not corrected.
    NearestWord = "nearest-word", true;
    /// The text says that there is no fixed time.
    NoFixedTime = "no-fixed-time", true;
    /// A count per period (`once a week`) names no day.
    CountOnly = "count-only", true;
    /// Two UTC times for summer and winter are one wall-clock time.
    SeasonalUtc = "seasonal-utc", false;
    /// The start date is not on the cadence's weekday.
    StartOffWeekday = "start-off-weekday", true;
    /// Nothing in the text was understood as a cadence.
    NotUnderstood = "not-understood", true;
}
