//! `allow`: what may be found in a meeting and is meant; and which checks there are to allow.

use super::value::text;
use crate::directory::keys::{self, Keys, wrong_shape};
use crate::directory::node::{Node, Scalar};
use crate::directory::report::{Report, meant};
use crate::directory::{Allowance, Extent, Other, Place, check_named, is_never_served};

/// A meeting's allowances.
pub(super) fn read(keys: &Keys<'_>, report: &mut Report) -> Vec<Allowance> {
    let items = keys.items("allow");
    // Most meetings allow nothing: there is no need to know where they end.
    if items.is_empty() {
        return vec![];
    }
    let meeting = keys.node.extent();
    items.iter().filter_map(|item| allowance(item, meeting, report)).collect()
}

fn allowance(node: &Node, meeting: Extent, report: &mut Report) -> Option<Allowance> {
    if node.scalar().is_some() {
        wrong_shape(node, "an allowance", "a mapping, as `{ check: overlap, reason: … }`", report);
        return None;
    }
    let keys = Keys::of(node, &keys::ALLOWANCE, report)?;
    let reason = text(&keys, "reason", report);
    let (written, with) = (keys.scalar("check", report), keys.scalar("with", report));
    let written = written.filter(|_| !reason.is_empty());
    let Some(written) = written else {
        let missing = if keys.get("check").is_none() { "check" } else { "reason" };
        report.error(
            "missing-key",
            &node.place,
            format!("an allowance without `{missing}` allows nothing"),
            "write it as `{ check: overlap, reason: the same people, in alternate weeks }`",
        );
        return None;
    };
    let check = check(written, report)?;
    can_be_allowed(check, &written.place, report).then(|| Allowance {
        check,
        with: with.map(|scalar| Other::read(&scalar.text)),
        reason,
        place: written.place.clone(),
        meeting,
    })
}

/// The check that a name stands for.
pub(super) fn check(written: &Scalar, report: &mut Report) -> Option<&'static str> {
    check_named(&written.text)
        .map_err(|nearest| {
            report.warning(
                "unknown-check",
                &written.place,
                format!("no check is called `{}`", written.text),
                &meant(nearest, "write the name that stands before what it finds, as `overlap`"),
            );
        })
        .ok()
}

/// Whether a check's findings can be allowed, or be less than errors. It is said where they cannot.
pub(super) fn can_be_allowed(check: &'static str, place: &Place, report: &mut Report) -> bool {
    let cannot = is_never_served(check);
    if cannot {
        report.warning(
            "not-allowable",
            place,
            format!("what `{check}` finds is not served, and stays an error"),
            "mend what it finds, and remove this",
        );
    }
    !cannot
}
