//! How to subscribe to a calendar: every way there is, and what to expect of each.

use qrcodegen::{QrCode, QrCodeEcc};

use super::{Links, Source};
use crate::directory::Lang;

/// How long an address may be that a phone's camera still reads from a screen.
const QR_OCTETS: usize = 300;

/// The ways to one calendar.
pub(super) struct Panel {
    pub w: &'static Words,
    pub links: Links,
    /// What the file is called that is saved.
    pub file: String,
    /// The address to copy, whole where the host is known.
    pub address: String,
    pub qr: Option<Qr>,
}

/// A QR code as an SVG path.
pub(super) struct Qr {
    pub size: i32,
    pub path: String,
}

/// What a panel says.
pub(super) struct Words {
    pub app: &'static str,
    pub app_hint: &'static str,
    pub google: &'static str,
    pub google_hint: &'static str,
    pub outlook: &'static str,
    pub outlook_hint: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub address: &'static str,
    pub address_hint: &'static str,
    pub download: &'static str,
    pub download_hint: &'static str,
    pub qr: &'static str,
}

const EN: Words = Words {
    app: "Open in your calendar program",
    app_hint: "Apple Calendar, Outlook and Thunderbird subscribe to it and look for changes as often as you tell them to.",
    google: "Add to Google Calendar",
    google_hint: "Google looks for changes by itself, sometimes only once in a day.",
    outlook: "Add to Outlook on the web",
    outlook_hint: "Outlook looks for changes every few hours, sometimes later.",
    copy: "Copy the address",
    copied: "Copied",
    address: "Address of the calendar",
    address_hint: "For every other program: add a calendar from the internet, by this address.",
    download: "Download the file once",
    download_hint: "A file is a copy. It does not follow changes.",
    qr: "With a phone: point its camera here",
};

const ZH: Words = Words {
    app: "用日历程序打开",
    app_hint: "Apple 日历、Outlook 和 Thunderbird 会订阅它，并按你设定的频率检查更新。",
    google: "添加到 Google 日历",
    google_hint: "Google 会自行检查更新，有时一天只有一次。",
    outlook: "添加到网页版 Outlook",
    outlook_hint: "Outlook 每隔几小时检查一次更新，有时更晚。",
    copy: "复制地址",
    copied: "已复制",
    address: "日历地址",
    address_hint: "其他程序：选择“从互联网添加日历”，填入此地址。",
    download: "下载文件（一次性）",
    download_hint: "文件只是副本，不会随之后的变更更新。",
    qr: "用手机：将相机对准这里",
};

impl Panel {
    /// Of the calendar at a path without its ending, perhaps with a question: `sig-node`, `custom?only=sig-node,sig-auth`.
    pub(super) fn new(source: Source<'_>, feed: &str, lang: Lang) -> Panel {
        let (path, question) =
            feed.split_once('?').map_or((feed, None), |(path, question)| (path, Some(question)));
        let calendar = source.catalog.calendar(path);
        let name = calendar.map_or(source.community.name.get(lang), |calendar| calendar.name.get(lang));
        let in_lang = match lang {
            Lang::En => None,
            Lang::Zh => Some("lang=zh"),
        };
        let words: Vec<&str> = question.into_iter().chain(in_lang).collect();
        let query = if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) };
        let links = Links::of(source.base, path, name, &query);
        let whole = source.base.and_then(|base| base.url_of(&format!("{path}.ics"))).map(|url| url + &query);
        let address = whole.or_else(|| links.webcal.clone()).unwrap_or_else(|| links.feed.clone());
        let qr = links.webcal.as_deref().filter(|url| url.len() <= QR_OCTETS).and_then(qr);
        let file = format!("{}.ics", path.replace('/', "-"));
        Panel {
            w: match lang {
                Lang::En => &EN,
                Lang::Zh => &ZH,
            },
            links,
            file,
            address,
            qr,
        }
    }
}

fn qr(text: &str) -> Option<Qr> {
    use std::fmt::Write;
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).ok()?;
            if run > 0 {
                write!(path, "M{x} {y}h{run}v1h-{run}z").ok()?;
            }
            x += run.max(1);
        }
    }
    Some(Qr { size: code.size(), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_in_runs_that_hold_its_dark_squares() {
        let address = "webcal://calendar.example.org/sig-node.ics";
        let code = QrCode::encode_text(address, QrCodeEcc::Low).expect("it is short");
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        let drawn = qr(address).expect("it is short");
        let runs = drawn.path.split('M').skip(1);
        let lengths = runs.filter_map(|run| run.split(['h', 'v']).nth(1)?.parse::<usize>().ok());
        assert_eq!((drawn.size, lengths.sum::<usize>()), (code.size(), dark));
    }
}
