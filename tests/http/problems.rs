//! The pages that say why something is not there: the heading by what kind of trouble it is, the sentence and the remedy, each in
//! the visitor's language.

use super::client::Client;
use super::community::Running;

/// The heading of a page and the sentence below it, in the language of the page.
fn told(page: &str, lang: &str) -> (String, String) {
    assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{page}");
    let main = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
    assert!(!main.contains(" lang="), "nothing in it is in another language: {main}");
    let between = |from: &str, to: &str| {
        let text = main.split(from).nth(1).and_then(|rest| rest.split(to).next()).expect("it is there");
        text.replace("&#38;", "&")
    };
    (between("<h1>", "</h1>"), between("<p class=\"mission\">", "</p>"))
}

/// What is asked, the status, and what is said in English and in Chinese.
const TROUBLES: [(&str, u16, [&str; 2]); 14] = [
    (
        "/sig-nod",
        404,
        [
            "nothing is at `sig-nod`; the nearest is `sig-node`; /groups lists every calendar",
            "`sig-nod` 处没有内容，最接近的是 `sig-node`；全部日历见 /groups",
        ],
    ),
    (
        "/sig-nod.ics",
        404,
        [
            "nothing is at `sig-nod.ics`; the nearest is `sig-node.ics`; /groups lists every calendar",
            "`sig-nod.ics` 处没有内容，最接近的是 `sig-node.ics`；全部日历见 /groups",
        ],
    ),
    (
        "/custom.ics?only=sig-nod",
        404,
        [
            "`sig-nod` is no group here; the nearest is `sig-node`; /groups lists them",
            "这里没有名为 `sig-nod` 的小组，最接近的是 `sig-node`；全部列表见 /groups",
        ],
    ),
    (
        "/week?only=node",
        400,
        [
            "`node` is no group here; the nearest is `sig-node`; /groups lists them",
            "这里没有名为 `node` 的小组，最接近的是 `sig-node`；全部列表见 /groups",
        ],
    ),
    (
        "/week?category=operation",
        400,
        [
            "`operation` is no category here; the nearest is `operations`; /groups lists them",
            "这里没有名为 `operation` 的领域，最接近的是 `operations`；全部列表见 /groups",
        ],
    ),
    (
        "/week?date=tomorrow",
        400,
        [
            "date: `tomorrow` is no date from 1970 to 2199; write it like `2026-11-23`",
            "date：`tomorrow` 不是 1970 年至 2199 年间的日期；请写成 `2026-11-23` 的形式",
        ],
    ),
    (
        "/week?zone=Europe/Berln",
        400,
        [
            "zone: `Europe/Berln` is no zone of the IANA database; the nearest is `Europe/Berlin`",
            "zone：`Europe/Berln` 不是 IANA 数据库中的时区，最接近的是 `Europe/Berlin`",
        ],
    ),
    (
        "/week?zone=qqqq",
        400,
        [
            "zone: `qqqq` is no zone of the IANA database; a zone is written like `Europe/Berlin`",
            "zone：`qqqq` 不是 IANA 数据库中的时区；时区写作 `Europe/Berlin`",
        ],
    ),
    (
        "/week?kind=sig",
        400,
        [
            "kind: `sig` is none of `sigs`, `wgs`, `ugs` and `committees`; the nearest is `sigs`",
            "kind：`sig` 不是 `sigs`、`wgs`、`ugs`、`committees` 之一，最接近的是 `sigs`",
        ],
    ),
    ("/week?h=13", 400, ["h: `13` is neither `12` nor `24`", "h：`13` 既不是 `12` 也不是 `24`"]),
    ("/week?q=a&q=b", 400, ["q: a text to find stands once", "q：要查找的文字只能出现一次"]),
    (
        "/all.ics?alarm=10",
        400,
        [
            "alarm: `10` is no time before an event, in whole minutes; the nearest is `10m`; write it as `10m`, `1h30m` or `2d`",
            "alarm：`10` 不是会议前的整分钟数，最接近的是 `10m`；请写成 `10m`、`1h30m` 或 `2d` 的形式",
        ],
    ),
    (
        "/all.ics?cancelled=hid",
        400,
        [
            "cancelled: `hid` is neither `show` nor `hide`; the nearest is `hide`",
            "cancelled：`hid` 既不是 `show` 也不是 `hide`，最接近的是 `hide`",
        ],
    ),
    (
        "/custom.ics",
        400,
        [
            "a selection names groups or categories: /custom.ics?only=sig-node,sig-network&category=operations; /all.ics holds every group",
            "选择要写明小组或领域：/custom.ics?only=sig-node,sig-network&category=operations；/all.ics 包含所有小组",
        ],
    ),
];

/// The heading by status.
fn heading(status: u16) -> [&'static str; 2] {
    match status {
        404 => ["That is not here", "这里没有该内容"],
        503 => ["Not at the moment", "暂时无法响应"],
        _ => ["That was not understood", "无法理解该请求"],
    }
}

#[test]
fn what_is_wrong_is_said_in_the_language_of_the_visitor() {
    let running = Running::new();
    let mut client = Client::new(running.addr);
    for (target, status, said) in TROUBLES {
        for (n, (accepted, tag)) in [("en", "en"), ("zh-CN,zh;q=0.9", "zh-CN")].into_iter().enumerate() {
            let page = client.ask("GET", target, &[("Accept", "text/html"), ("Accept-Language", accepted)]);
            assert_eq!(page.status, status, "{target}");
            assert_eq!(
                told(page.text(), tag),
                (heading(status)[n].to_owned(), said[n].to_owned()),
                "{target}"
            );
            // What the address says goes before what the browser prefers.
            let (mark, word) = (if target.contains('?') { '&' } else { '?' }, ["en", "zh"][n]);
            let other = [("Accept", "text/html"), ("Accept-Language", ["zh", "en"][n])];
            let page = client.ask("GET", &format!("{target}{mark}lang={word}"), &other);
            assert_eq!(told(page.text(), tag).1, said[n], "{target}");
        }
        // Programs are told the same in a line of English.
        let line = client.ask("GET", target, &[("Accept-Language", "zh")]);
        assert_eq!((line.status, line.text().trim_end()), (status, said[0]), "{target}");
    }
}

#[test]
fn a_language_that_is_none_is_answered_in_the_one_that_is_preferred() {
    let running = Running::new();
    let headers = [("Accept", "text/html"), ("Accept-Language", "zh")];
    let page = Client::new(running.addr).ask("GET", "/week?lang=fr", &headers);
    let said = "lang：这些日历没有 `fr` 这种语言，只有 `en` 和 `zh`";
    assert_eq!((page.status, told(page.text(), "zh-CN").1.as_str()), (400, said));
    let wrong = Client::new(running.addr).ask("POST", "/week", &headers);
    let said = "日历只可读取，不能用 `POST`；请用 GET, HEAD, OPTIONS";
    assert_eq!((wrong.status, told(wrong.text(), "zh-CN").1.as_str()), (405, said));
}
