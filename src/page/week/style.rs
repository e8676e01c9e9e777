//! Where things are drawn, as classes of the style sheet: a page may hold no style of its own.

use std::fmt::Write;

use super::day::MOST;
use super::lanes::COLUMNS;

/// The rules of every class that a drawing may have.
pub(in crate::page) fn style() -> String {
    let mut rules = String::new();
    let mut rule = |text: std::fmt::Arguments<'_>| {
        rules.write_fmt(text).expect("a text takes everything that is written to it");
    };
    // A day has up to 26 hours.
    for row in 0..=26 * 12 {
        rule(format_args!(".a{row}{{grid-row-start:{}}}", row + 1));
        rule(format_args!(".f{row}{{grid-row-end:span {row}}}"));
    }
    for column in 0..COLUMNS {
        rule(format_args!(".c{column}{{grid-column-start:{}}}", column + 1));
        rule(format_args!(".w{0}{{grid-column-end:span {0}}}", column + 1));
    }
    for rows in (0..=26 * 12).step_by(6) {
        rule(format_args!(".r{rows}{{--rows:{rows}}}"));
    }
    for parts in 7..=7 * MOST {
        rule(format_args!(".n{parts}{{--parts:{parts}}}"));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::week::axis::Axis;
    use crate::page::week::lanes::place;

    #[test]
    fn every_class_that_is_given_has_a_rule() {
        let style = style();
        let axis = Axis::new([(0, 24 * 60)].into_iter(), None);
        for class in place(&[axis.rows((0, false), (1440, false), false)])[0].class().split(' ') {
            assert!(style.contains(&format!(".{class}{{")), "{class}");
        }
    }
}
