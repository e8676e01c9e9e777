//! What holds for the whole community.

use super::value::{date, text, text_of, url};
use super::{Settings, allow, duration::duration, exceptions};
use crate::directory::keys::{self, Keys, any_keys};
use crate::directory::node::{Node, Scalar};
use crate::directory::report::{Report, meant, nearest};
use crate::directory::{Category, Channel, Community, Levels, Setting};
use crate::time::Zone;

/// The community without its groups, and what it settles for them.
pub(super) fn read(node: &Node, report: &mut Report) -> (Community, Settings) {
    let Some(keys) = Keys::of(node, &keys::COMMUNITY, report) else { return Default::default() };
    let settings = settings(&keys, report);
    let community = Community {
        name: text(&keys, "name", report),
        zone: settings.zone,
        duration: duration(&keys, "duration", false, report),
        start: date(&keys, "start", report),
        url: url(&keys, "url", report),
        channels: keys.items("channels").iter().filter_map(|node| channel(node, report)).collect(),
        levels: levels(&keys, report),
        categories: categories(&keys, report),
        ..Community::default()
    };
    (community, settings)
}

fn settings(keys: &Keys<'_>, report: &mut Report) -> Settings {
    let mut settings = Settings {
        zone: keys.scalar("zone", report).and_then(|scalar| zone(scalar, report)),
        ..Settings::default()
    };
    for (phrase, node) in entries(keys, "zones", report) {
        let tzid = node.scalar();
        if tzid.is_none() {
            keys::wrong_shape(node, "what a zone phrase means", "the name of a zone", report);
        }
        if let Some(zone) = tzid.and_then(|scalar| zone(scalar, report)) {
            settings.zones.insert(phrase.text.to_uppercase(), zone);
        }
    }
    for (name, node) in entries(keys, "skip", report) {
        settings.skips.insert(name.text.clone(), exceptions::shared_skips(node, report));
    }
    settings
}

fn entries<'n>(keys: &Keys<'n>, key: &str, report: &mut Report) -> &'n [(Scalar, Node)] {
    keys.get(key).and_then(|node| any_keys(node, &format!("`{key}`"), report)).unwrap_or_default()
}

/// A zone of the IANA database by its name.
pub(super) fn zone(scalar: &Scalar, report: &mut Report) -> Option<Zone> {
    match Zone::named(&scalar.text) {
        Ok(zone) => Some(zone),
        Err(unknown) => {
            report.error(
                "unknown-zone",
                &scalar.place,
                format!("`{}` is no zone of the IANA database", unknown.name),
                &meant(unknown.meant(), "a zone is written like `Europe/Berlin`"),
            );
            None
        }
    }
}

fn channel(node: &Node, report: &mut Report) -> Option<Channel> {
    let keys = Keys::of(node, &keys::CHANNEL, report)?;
    Some(Channel {
        name: text(&keys, "name", report),
        purpose: text(&keys, "purpose", report),
        url: url(&keys, "url", report),
    })
}

fn categories(keys: &Keys<'_>, report: &mut Report) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::new();
    for (key, node) in entries(keys, "categories", report) {
        let name = text_of(node, "a category's name", report);
        if !super::group::is_slug(&key.text) {
            report.error(
                "bad-slug",
                &key.place,
                format!("`{}` cannot be a category's path", key.text),
                "use small letters, digits and `-` only, and give the category its name as the value",
            );
        } else if categories.iter().all(|known| known.key != key.text) {
            categories.push(Category { key: key.text.clone(), name });
        }
    }
    categories
}

/// How bad the findings of checks are.
fn levels(keys: &Keys<'_>, report: &mut Report) -> Levels {
    let mut levels = Levels::default();
    // Of a check that is set twice, the first is read.
    for (name, node) in entries(keys, "checks", report).iter().rev() {
        let check = allow::check(name, report);
        let Some(written) = node.scalar() else {
            keys::wrong_shape(node, "what becomes of a check", "a text", report);
            continue;
        };
        let setting = Setting::ALL.into_iter().find(|setting| setting.as_str() == written.text);
        match (check, setting) {
            (Some(check), Some(setting)) => {
                if setting != Setting::Deny {
                    allow::can_be_allowed(check, &written.place, report);
                }
                levels.set(check, setting);
            }
            (None, Some(_)) => {}
            (_, None) => report.warning(
                "bad-level",
                &written.place,
                format!(
                    "`{}` is nothing that a check can be set to, and `{}` stays as it is",
                    written.text, name.text
                ),
                &meant(
                    nearest(&written.text, Setting::ALL.map(Setting::as_str)),
                    "write `allow`, `note`, `warn` or `deny`",
                ),
            ),
        }
    }
    levels
}
