//! `sigcal week --grid`, where nothing is a terminal: as wide as COLUMNS says.

use super::program::{Outcome, command};

fn grid(columns: Option<&str>, rest: &[&str]) -> Outcome {
    let week = ["week", "--grid", "--zone", "Asia/Shanghai", "--date", "2026-10-26"];
    let mut command = command(&[&week, rest].concat());
    command.envs(columns.map(|columns| ("COLUMNS", columns)));
    let done = command.output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

fn drawn(columns: Option<&str>, rest: &[&str]) -> String {
    let Outcome { code, out, err } = grid(columns, rest);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    out
}

#[test]
fn the_shipped_community_in_columns_that_fill_the_width() {
    assert_eq!(drawn(Some("140"), &[]), "Kubernetes: week 44, 2026-10-26 to 2026-11-01, Asia/Shanghai
Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 21 of the meetings shown are at another hour for you from then on

        │Mon 26 Oct       │Tue 27 Oct       │Wed 28 Oct       │Thu 29 Oct       │Fri 30 Oct       │Sat 31 Oct       │Sun 1 Nov
────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────
00:00   │                 │                 │SIG Autoscaling: │SIG Scheduling:  │SIG Auth: Regular│SIG Multicluster:│
        │                 │                 │ Regular meeting¹│ Regular meeting¹│ meeting¹        │ Regular meeting¹│
        │                 │                 │SIG API          │                 │SIG Serving:     │SIG Node: Regular│
        │                 │                 │ Machinery: Reg…¹│                 │ Regular meeting¹│ meeting¹        │
────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────
01:00   │                 │                 │                 │SIG Cluster      │SIG Cluster API: │SIG Apps: Regular│
        │                 │                 │                 │ Lifecycle: Reg…¹│ Regular meeting¹│ meeting¹        │
        │                 │                 │                 │                 │                 │SIG Testing:     │
        │                 │                 │                 │                 │                 │ Regular meeting¹│
────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────
02:00   │                 │                 │                 │                 │                 │SIG Serverless:  │
        │                 │                 │                 │                 │                 │ Regular meeting¹│
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
04:00   │                 │                 │SIG Release:     │                 │                 │                 │
        │                 │                 │ Regular meeting¹│                 │                 │                 │
────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────
05:00   │                 │SIG Security:    │                 │SIG Network:     │SIG Storage:     │                 │
        │                 │ Regular meeting¹│                 │ Regular meeting¹│ Regular meeting¹│                 │
────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────┼─────────────────
06:00   │                 │                 │SIG Cloud        │                 │                 │SIG Windows:     │
        │                 │                 │ Provider: Regu…¹│                 │                 │ Regular meeting¹│
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
23:00   │                 │                 │SIG              │SIG Docs: Regular│                 │                 │
        │                 │                 │ Instrumentatio…¹│ meeting¹        │                 │                 │
        │                 │                 │SIG AI/ML:       │                 │                 │                 │
        │                 │                 │ Regular meeting¹│                 │                 │                 │

¹ from 1 Nov 1 h later for you
");
}

#[test]
fn the_same_in_chinese() {
    assert_eq!(drawn(Some("120"), &["--lang", "zh"]), "Kubernetes：第 44 周，2026-10-26 至 2026-11-01，Asia/Shanghai
11月1日（周日）America/Los_Angeles 调整时钟：02:00 变为 01:00；此后所示会议中有 21 个对你改变时间

        │周一 10-26     │周二 10-27     │周三 10-28     │周四 10-29     │周五 10-30     │周六 10-31     │周日 11-1
────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────
00:00   │               │               │SIG 自动扩缩容:│SIG 调度: 例会¹│SIG 认证授权:  │SIG 多集群: 例 │
        │               │               │ 例会¹         │               │ 例会¹         │ 会¹           │
        │               │               │SIG API 机制:  │               │SIG 服务化: 例 │SIG 节点: 例会¹│
        │               │               │ 例会¹         │               │ 会¹           │               │
────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────
01:00   │               │               │               │SIG 集群生命周 │SIG 集群 API:  │SIG 应用: 例会¹│
        │               │               │               │ 期: 例会¹     │ 例会¹         │SIG 测试: 例会¹│
────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────
02:00   │               │               │               │               │               │SIG Serverless:│
        │               │               │               │               │               │ 例会¹         │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
04:00   │               │               │SIG 发布: 例会¹│               │               │               │
────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────
05:00   │               │SIG 安全: 例会¹│               │SIG 网络: 例会¹│SIG 存储: 例会¹│               │
────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────┼───────────────
06:00   │               │               │SIG 云提供商:  │               │               │SIG Windows: 例│
        │               │               │ 例会¹         │               │               │ 会¹           │
┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
23:00   │               │               │SIG 可观测性:  │SIG 文档: 例会¹│               │               │
        │               │               │ 例会¹         │               │               │               │
        │               │               │SIG AI/ML: 例  │               │               │               │
        │               │               │ 会¹           │               │               │               │

¹ 11月1日起对你将晚 1 小时
");
    assert_eq!(drawn(None, &["--lang", "zh"]), drawn(Some("120"), &["--lang", "zh"]));
    assert_eq!(drawn(Some("wide"), &["--lang", "zh"]), drawn(Some("120"), &["--lang", "zh"]));
}

#[test]
fn where_it_is_too_narrow_it_says_so_and_prints_the_list() {
    let only = ["--only", "sig-node"];
    let list = "Kubernetes: week 44, 2026-10-26 to 2026-11-01, Asia/Shanghai
Clocks change in America/Los_Angeles on Sun 1 Nov: 02:00 becomes 01:00; 1 of the meetings shown is at another hour for you from then on

Sat 2026-10-31
  00:00–01:00  SIG Node: Regular meeting  (Fri 09:00 Pacific time, from 1 Nov 01:00 instead of 00:00 for you)
";
    assert_eq!(
        grid(Some("98"), &only),
        Outcome {
            code: Some(0),
            out: list.to_owned(),
            err: "sigcal: a grid needs 99 columns and there are 98; this is the list\n".to_owned()
        }
    );
    assert!(drawn(Some("99"), &only).contains('┼'));
    let chinese = grid(Some("10"), &["--lang", "zh", "--only", "sig-node"]);
    assert_eq!(chinese.err, "sigcal: 网格需要 99 列，这里只有 10 列；改为列表\n");
}
