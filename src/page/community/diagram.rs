//! The groups of a community and how they belong together, drawn: SIGs by category on one side, working groups on the other,
//! and a line to each SIG that is behind one.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::directory::{Group, Kind, Lang};
use crate::page::Source;
use crate::page::card::color;
use crate::page::messages::messages;

/// A drawing. Lengths are in its own units.
pub(super) struct Diagram {
    pub width: usize,
    pub height: usize,
    pub headings: Vec<Heading>,
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
}

/// The name of a category, or of a kind.
pub(super) struct Heading {
    pub x: usize,
    pub y: usize,
    pub text: String,
    /// The path of its page.
    pub path: Option<String>,
    pub color: usize,
}

/// A group.
pub(super) struct Node {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub text: String,
    pub path: String,
    pub color: usize,
}

/// A SIG behind a working group.
pub(super) struct Line {
    pub path: String,
    pub says: String,
    pub color: usize,
}

/// From the top of a node to that of the next, and how high it is.
const STEP: usize = 30;
const HIGH: usize = 24;
/// A category begins so far below the one before.
const GAP: usize = 14;
/// Between the two sides.
const BETWEEN: usize = 320;
/// A column of a letter.
const COLUMN: usize = 8;

fn width(text: &str) -> usize {
    text.width() * COLUMN + 18
}

impl Diagram {
    pub(super) fn new(source: Source<'_>, lang: Lang) -> Diagram {
        let m = messages(lang);
        let groups: Vec<&Group> = source.community.groups.iter().filter(|group| !group.gone).collect();
        let sigs = |key: Option<&str>| {
            let of = move |group: &&&Group| group.kind == Kind::Sig && group.category.as_deref() == key;
            groups.iter().filter(of).copied().collect::<Vec<_>>()
        };
        let categories = source.community.categories.iter();
        let categories = categories.map(|category| {
            (
                category.name.get(lang).to_owned(),
                Some(format!("category/{}", category.key)),
                sigs(Some(&category.key)),
            )
        });
        let homeless = if source.community.categories.is_empty() { m.sigs } else { m.other_sigs };
        let sides = categories.chain([(homeless.to_owned(), Some(Kind::Sig.path().to_owned()), sigs(None))]);
        let mut drawing = Diagram { width: 0, height: 0, headings: vec![], nodes: vec![], lines: vec![] };
        // Where a line begins at each SIG.
        let mut ends: BTreeMap<&str, (usize, usize, String, usize)> = BTreeMap::new();
        let mut y = 20;
        let mut left = 0;
        for (name, path, members) in sides.filter(|(_, _, members)| !members.is_empty()) {
            let color = color(members.first().copied(), source);
            left = left.max(width(&name));
            drawing.headings.push(Heading { x: 0, y, text: name, path, color });
            y += 12;
            for group in members {
                let text = group.title(lang);
                let node = Node { x: 0, y, width: width(&text), text, path: group.slug.clone(), color };
                left = left.max(node.width);
                ends.insert(&group.slug, (node.width, y + HIGH / 2, node.text.clone(), color));
                drawing.nodes.push(node);
                y += STEP;
            }
            y += GAP;
        }
        drawing.height = y;
        drawing.right(&groups, &ends, left + BETWEEN, lang, source);
        drawing
    }

    /// The groups that are no SIGs, each as near as can be to the middle of those behind it.
    fn right(
        &mut self,
        groups: &[&Group],
        ends: &BTreeMap<&str, (usize, usize, String, usize)>,
        x: usize,
        lang: Lang,
        source: Source<'_>,
    ) {
        let m = messages(lang);
        let mut y = 20;
        let mut right = x;
        for (kind, heading) in [(Kind::Wg, m.wgs), (Kind::Ug, m.ugs), (Kind::Committee, m.committees)] {
            let mut members: Vec<(Option<usize>, &Group)> = groups
                .iter()
                .filter(|group| group.kind == kind)
                .map(|group| {
                    let behind: Vec<usize> = group
                        .stakeholders
                        .iter()
                        .filter_map(|slug| Some(ends.get(slug.as_str())?.1))
                        .collect();
                    let middle = behind.iter().sum::<usize>().checked_div(behind.len());
                    (middle, *group)
                })
                .collect();
            if members.is_empty() {
                continue;
            }
            members.sort_by_key(|(middle, group)| (middle.is_none(), *middle, group.slug.as_str()));
            self.headings.push(Heading {
                x,
                y,
                text: heading.to_owned(),
                path: Some(kind.path().to_owned()),
                color: 0,
            });
            y += 12;
            let mut left = members.len();
            for (middle, group) in members {
                // Those that follow have still to have room.
                let lowest = self.height.saturating_sub(left * STEP);
                y = y.max(middle.unwrap_or(0).min(lowest).saturating_sub(HIGH / 2));
                let text = group.title(lang);
                for slug in &group.stakeholders {
                    let Some((from, at, name, color)) = ends.get(slug.as_str()) else { continue };
                    let (to, bend) = (y + HIGH / 2, BETWEEN / 2);
                    self.lines.push(Line {
                        path: format!("M{from} {at}C{} {at} {} {to} {x} {to}", x - bend, x - bend),
                        says: format!("{name} – {text}"),
                        color: *color,
                    });
                }
                let node = Node {
                    x,
                    y,
                    width: width(&text),
                    text,
                    path: group.slug.clone(),
                    color: color(Some(group), source),
                };
                right = right.max(x + node.width);
                self.nodes.push(node);
                y += STEP;
                left -= 1;
            }
            y += GAP + 12;
        }
        self.width = right + 4;
        self.height = self.height.max(y);
    }
}
