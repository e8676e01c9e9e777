//! Chinese.

use super::reads;

#[test]
fn weekly() {
    reads("每周五 10:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=FR 10:00 UTC"]);
    reads("每星期三下午两点半（北京时间）", &["exact", "FREQ=WEEKLY;BYDAY=WE 14:30 Asia/Shanghai"]);
    reads("北京时间，每周二、四晚上8点", &["exact", "FREQ=WEEKLY;BYDAY=TU,TH 20:00 Asia/Shanghai"]);
    reads("每周一至周五 上午9点30分 UTC+8", &["exact", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30 Etc/GMT-8"]);
    reads("每週三晚上 7:00 至 9:00（台北時間）", &["exact", "FREQ=WEEKLY;BYDAY=WE 19:00-21:00 Asia/Taipei"]);
    reads("每天凌晨 12 点半 UTC", &["exact", "FREQ=DAILY 00:30 UTC"]);
    reads("工作日 9:00 UTC", &["exact", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:00 UTC"]);
}

#[test]
fn every_other_week() {
    for text in [
        "双周周三 16:00 UTC",
        "每双周三 16:00 UTC",
        "隔周三 16:00 UTC",
        "每隔一周周三 16:00 UTC",
        "每两周的周三 16：00 UTC",
        "双周例会，周三下午4点 UTC",
        "每两周一次，周三 16:00 UTC",
    ] {
        reads(text, &["assumed: no-anchor", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 16:00 UTC"]);
    }
    reads("单周周三 16:00 UTC", &["assumed: iso-weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 16:00 UTC"]);
    reads(
        "2026年1月7日起，每两周周三 16:00 UTC",
        &["exact", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 16:00 UTC from 2026-01-07"],
    );
}

#[test]
fn odd_and_even_weeks_side_by_side() {
    reads(
        "单周周一、双周周三 10:00 UTC",
        &[
            "assumed: iso-weeks, several-rules",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 10:00 UTC",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 10:00 UTC",
        ],
    );
}

#[test]
fn monthly() {
    reads("每月第二个周三 02:00-04:00 UTC", &["exact", "FREQ=MONTHLY;BYDAY=2WE 02:00-04:00 UTC"]);
    reads("每个月的第一个和第三个周四 10点 UTC", &["exact", "FREQ=MONTHLY;BYDAY=1TH,3TH 10:00 UTC"]);
    reads("每月最后一个周五的上午，10点~12点 UTC", &["exact", "FREQ=MONTHLY;BYDAY=-1FR 10:00-12:00 UTC"]);
    reads("每月第四周的周三 9:00 UTC", &["assumed: nth-week", "FREQ=MONTHLY;BYDAY=4WE 09:00 UTC"]);
    reads("每月9日，19日，29日 10:15 UTC", &["exact", "FREQ=MONTHLY;BYMONTHDAY=9,19,29 10:15 UTC"]);
    reads("每个季度第一个周四下午3点 UTC", &["exact", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TH 15:00 UTC"]);
    reads("每季度最后一个周五 14:00 UTC", &["exact", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR 14:00 UTC"]);
    reads("每年三月第一个周一 9:00 UTC", &["exact", "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO 09:00 UTC"]);
    reads("单数月第二个周三 9:00 UTC", &["exact", "FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYDAY=2WE 09:00 UTC"]);
    reads("每月第三个周五", &["incomplete: no hour", "FREQ=MONTHLY;BYDAY=3FR"]);
}

#[test]
fn what_is_left_open_is_said() {
    reads(
        "每双周一次 UTC",
        &["incomplete: count-only, no-anchor, no hour, no weekday", "FREQ=WEEKLY;INTERVAL=2"],
    );
    reads("双周例会，时间待定", &["irregular: no-anchor, no-fixed-time"]);
    reads("议题触发", &["irregular: no-fixed-time"]);
    reads("每周日晚9:00-10:00", &["assumed: no-zone", "FREQ=WEEKLY;BYDAY=SU 21:00-22:00"]);
    reads(
        "双周例会，周二下午16:00（暂定）UTC",
        &["assumed: no-anchor, said-tentative", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 16:00 UTC"],
    );
}
