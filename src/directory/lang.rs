//! The languages of a community, and what is said in them.

/// A language that texts may be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// Its word in addresses and on the command line.
    pub fn word(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// Its tag in documents (RFC 5646).
    pub fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }

    /// The one that it is not.
    pub fn other(self) -> Lang {
        self.pick(Lang::Zh, Lang::En)
    }

    /// One thing or another, by language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

/// A text in one or two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// In English, or in whatever language a plain text was written.
    pub en: String,
    /// In Chinese, where the file gives it.
    pub zh: Option<String>,
}

impl Text {
    /// The text in a language, or as it is where it was not translated.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.zh) {
            (Lang::Zh, Some(zh)) => zh,
            (Lang::Zh, None) | (Lang::En, _) => &self.en,
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_none()
    }
}

impl From<&str> for Text {
    fn from(en: &str) -> Text {
        Text { en: en.to_owned(), zh: None }
    }
}
