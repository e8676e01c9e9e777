//! The page on serving: its settings and its metrics are those of the program.

use super::{Table, asked, quoted};

const SERVING: &str = include_str!("../../docs/serving.md");

#[test]
fn every_setting_and_every_metric_is_in_its_table() {
    let first = |column: &str| -> Vec<String> {
        let tables = Table::all(SERVING, column);
        let rows = tables.iter().flat_map(|table| &table.rows);
        rows.map(|row| quoted(row[0]).expect("a name in backticks").to_owned()).collect()
    };
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_sigcal")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.expect("the program starts").stdout).expect("UTF-8");
    let arguments = help.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
    let names = arguments.map(|rest| format!("--{}", rest.split([' ', '[', '=']).next().unwrap_or_default()));
    let settings: Vec<String> = names.filter(|name| name != "--config" && name != "--help").collect();
    assert_eq!(first("setting"), settings);
    let scraped = String::from_utf8(asked("/metrics").1).expect("UTF-8");
    let told = scraped.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let named = told.map(|line| match line.split_once(' ').expect("a name and a type") {
        (name, "counter") => format!("{name}_total"),
        (name, "info") => format!("{name}_info"),
        (name, _) => name.to_owned(),
    });
    assert_eq!(first("metric"), named.collect::<Vec<_>>());
}
