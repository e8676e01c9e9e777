//! Who leads a group: each person once, with every role.

use super::messages::messages;
use crate::directory::{Group, Lang, Person};

/// The people who lead a group, as `Ada Lovelace (R&D; chair, tech lead)`. Who just leads it has no role beside that.
pub(super) fn leads(group: &Group, lang: Lang) -> Vec<String> {
    let mut people: Vec<(&Person, Vec<&'static str>)> = Vec::new();
    for person in &group.leads {
        let role = role(person.role, lang);
        match people.iter_mut().find(|(known, _)| is_same(known, person)) {
            Some((_, roles)) => roles.extend(role),
            None => people.push((person, role.into_iter().collect())),
        }
    }
    people.iter().map(|(person, roles)| told(person, roles, lang)).collect()
}

/// Whether two entries are of one person: of one name, and not of two companies.
fn is_same(one: &Person, other: &Person) -> bool {
    let name =
        |person: &Person| person.name.en.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let companies = one.company.as_ref().zip(other.company.as_ref());
    name(one) == name(other) && companies.is_none_or(|(one, other)| one == other)
}

fn role(role: &str, lang: Lang) -> Option<&'static str> {
    match role {
        "chair" => Some(lang.pick("chair", "主席")),
        "tech lead" => Some(lang.pick("tech lead", "技术负责人")),
        _ => None,
    }
}

fn told(person: &Person, roles: &[&str], lang: Lang) -> String {
    let m = messages(lang);
    let name = person.name.get(lang);
    let roles = Some(roles.join(m.list_separator)).filter(|roles| !roles.is_empty());
    let beside: Vec<String> = person.company.iter().cloned().chain(roles).collect();
    m.aside(name, &beside.join(m.semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::load;

    #[test]
    fn a_person_with_two_roles_stands_once_with_both() {
        let text = "sigs: [{ dir: sig-a, name: A, meetings: [], leadership: {\
                    chairs: [{ name: Ada, company: R&D }, { name: { en: Grace, zh: 格蕾丝 } }, { name: Eve, company: X }],\
                    tech_leads: [{ name: ada }, { name: Alan }, { name: Eve, company: Y }], leads: [{ name: Grace }, { name: Edsger }] } }]";
        let community = load(text).community.expect("the test's own file is readable");
        let told = |lang| leads(&community.groups[0], lang);
        assert_eq!(
            told(Lang::En),
            [
                "Ada (R&D; chair, tech lead)",
                "Grace (chair)",
                "Eve (X; chair)",
                "Alan (tech lead)",
                "Eve (Y; tech lead)",
                "Edsger",
            ]
        );
        assert_eq!(told(Lang::Zh)[..2], ["Ada（R&D；主席、技术负责人）", "格蕾丝（主席）"]);
    }
}
