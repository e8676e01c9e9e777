//! Who leads a group, and how to reach it.

use super::value::{is_web_address, plain, text};
use crate::directory::keys::{self, Keys};
use crate::directory::node::Node;
use crate::directory::report::Report;
use crate::directory::{Contact, Person};

/// The keys of a leadership and the role each one stands for.
const ROLES: [(&str, &str); 3] = [("chairs", "chair"), ("tech_leads", "tech lead"), ("leads", "lead")];

/// The people under `leadership`.
pub(super) fn leads(node: &Node, report: &mut Report) -> Vec<Person> {
    let Some(keys) = Keys::of(node, &keys::LEADERSHIP, report) else { return vec![] };
    let mut leads = Vec::new();
    for (key, role) in ROLES {
        leads.extend(keys.items(key).iter().filter_map(|node| person(node, role, report)));
    }
    leads
}

fn person(node: &Node, role: &'static str, report: &mut Report) -> Option<Person> {
    let keys = Keys::of(node, &keys::PERSON, report)?;
    let name = text(&keys, "name", report);
    if name.is_empty() {
        report.warning(
            "no-name",
            &node.place,
            format!("this {role} has no name and is left out"),
            "add `name:`",
        );
        return None;
    }
    Some(Person { name, company: plain(&keys, "company", report), role })
}

/// How to reach a group. A mailing list is an address of mail or of the web.
pub(super) fn contact(node: &Node, report: &mut Report) -> Contact {
    let Some(keys) = Keys::of(node, &keys::CONTACT, report) else { return Contact::default() };
    let slack = plain(&keys, "slack", report).map(|name| name.trim_start_matches('#').to_owned());
    let list = keys.scalar("mailing_list", report).filter(|scalar| {
        let known = is_web_address(&scalar.text) || is_mail_address(&scalar.text);
        if !known {
            report.warning(
                "not-a-url",
                &scalar.place,
                format!("`{}` is no address, and `mailing_list` is left out", scalar.text),
                "write a mail address, or a page with `https://`",
            );
        }
        known
    });
    Contact { slack, mailing_list: list.map(|scalar| scalar.text.clone()) }
}

fn is_mail_address(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let domain = |part: &str| {
        part.contains('.') && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    };
    text.split_once('@')
        .is_some_and(|(local, at)| !local.is_empty() && local.chars().all(allowed) && domain(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_is_one_name_at_one_domain() {
        assert!(is_mail_address("kubernetes-sig-node@googlegroups.com"));
        for text in ["javascript:alert(1)@x.org", "a@b", "a@b@c.org", "@b.org", "a b@c.org", "sig-node"] {
            assert!(!is_mail_address(text), "{text}");
        }
    }
}
