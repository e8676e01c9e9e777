//! The configuration file, in YAML: each key is read as the argument of the same name.

use std::error::Error;
use std::fmt;

use clap::{Args, Command, FromArgMatches};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DefaultMessageFormatter, Location, MessageFormatter, Spanned};

use super::Settings;

/// The settings in a file's text, or what is wrong in it and where: `file:line:col: …`.
pub(super) fn settings(text: &str, name: &str) -> Result<Settings, String> {
    let at = |location: Option<&Location>, what: &str| match location {
        Some(location) => format!("{name}:{}:{}: {what}", location.line(), location.column()),
        None => format!("{name}: {what}"),
    };
    let keys: Keys = serde_saphyr::from_str(text).map_err(|error| {
        let why =
            DefaultMessageFormatter.format_message(error.without_snippet()).replace(char::is_control, " ");
        at(error.location().as_ref(), &why)
    })?;
    let command = Settings::augment_args(Command::new("sigcal").no_binary_name(true));
    let mut arguments = Vec::new();
    for (key, words) in keys.0 {
        let known = command.get_arguments().any(|known| known.get_id() == key.value.as_str());
        if !known {
            let all: Vec<_> = command.get_arguments().map(|known| known.get_id().as_str()).collect();
            let what = format!("`{}` is no setting; there are {}", key.value, all.join(", "));
            return Err(at(Some(&key.defined), &what));
        }
        let words: Vec<String> = words
            .value
            .0
            .iter()
            .map(|word| format!("--{}={word}", key.value.replace('_', "-")))
            .map(|argument| {
                // One at a time, so that the place of one that is wrong is known.
                let read = command.clone().try_get_matches_from([&argument]);
                let why = |error: clap::Error| {
                    error.source().map_or_else(|| error.kind().to_string(), ToString::to_string)
                };
                read.map_err(|error| at(Some(&words.defined), &format!("{}: {}", key.value, why(error))))?;
                Ok(argument)
            })
            .collect::<Result<_, String>>()?;
        arguments.extend(words);
    }
    let read = command.try_get_matches_from(arguments).and_then(|read| Settings::from_arg_matches(&read));
    read.map_err(|error| at(None, &error.kind().to_string()))
}

/// The keys of a mapping and what they say, with their places.
#[derive(Default)]
struct Keys(Vec<(Spanned<String>, Spanned<Words>)>);

/// One word, or a list of them.
struct Words(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Keys, D::Error> {
        struct Mapping;
        impl<'de> Visitor<'de> for Mapping {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("settings, as `listen: 127.0.0.1:8080`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Keys::default();
                while let Some(entry) = map.next_entry()? {
                    keys.0.push(entry);
                }
                Ok(keys)
            }

            /// A file with comments alone.
            fn visit_unit<E>(self) -> Result<Keys, E> {
                Ok(Keys::default())
            }
        }
        deserializer.deserialize_any(Mapping)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_bool<E>(self, word: bool) -> Result<Words, E> {
                Ok(Words(vec![word.to_string()]))
            }

            fn visit_u64<E>(self, word: u64) -> Result<Words, E> {
                Ok(Words(vec![word.to_string()]))
            }

            fn visit_i64<E>(self, word: i64) -> Result<Words, E> {
                Ok(Words(vec![word.to_string()]))
            }

            fn visit_f64<E>(self, word: f64) -> Result<Words, E> {
                Ok(Words(vec![word.to_string()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Words, A::Error> {
                let mut words = Words(Vec::new());
                while let Some(more) = seq.next_element::<Words>()? {
                    words.0.extend(more.0);
                }
                Ok(words)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_is_wrong_is_named_with_its_place() {
        let said = |text| settings(text, "c.yaml").expect_err("wrong");
        assert!(
            said("listen: 8080\n").starts_with("c.yaml:1:9: listen: `8080` is no address and port; write")
        );
        let base = said("# ours\nbase_url: ftp://x\n");
        assert!(base.starts_with("c.yaml:2:11: base_url: `ftp://x` is no address"), "{base}");
        let unknown = said("lisen: 127.0.0.1:80\n");
        assert!(
            unknown.starts_with("c.yaml:1:1: `lisen` is no setting; there are listen, base_url, "),
            "{unknown}"
        );
        assert!(
            said("drain_delay: soon\n").starts_with("c.yaml:1:14: drain_delay: `soon` is no length of time")
        );
        assert!(said("log_format: [text, xml]\n").contains("`xml` is none of `text`, `json`"));
        assert!(said("base_url: [http://a, http://b]\n").starts_with("c.yaml: "));
        for broken in ["[1]\n", "a: [\n"] {
            assert!(said(broken).starts_with("c.yaml:"), "{}", said(broken));
        }
    }

    #[test]
    fn settings_are_words_and_lists_of_them() {
        let text = "listen: [0.0.0.0:80, 'tls:[::]:443']\nbase_url: https://x.org\naccess_log: true\ntrusted_proxy: unix\nlog_addresses: off\n";
        let read = settings(text, "c").expect("sound");
        assert_eq!((read.listen.len(), read.trusted_proxy.len()), (2, 1));
        assert_eq!((read.access_log, read.base_url.is_some()), (Some(true), true));
        assert_eq!(read.log_addresses, Some(crate::http::Addresses::Off));
        assert!(settings("# nothing yet\n", "c").expect("sound").listen.is_empty());
    }
}
