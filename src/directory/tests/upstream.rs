//! Files as kubernetes/community has them.

use super::lines;
use crate::directory::{Kind, load};

/// Made up, with every key that upstream's `sigs.yaml` has.
const SIGS_YAML: &str = r#"
sigs:
  - dir: sig-example
    name: Example
    mission_statement: >
      Covers examples
      of all kinds.

    charter_link: charter.md
    label: example
    leadership:
      chairs:
        - github: ada
          name: Ada
          company: Analytical Engines, Inc.
          email: ada@example.org
      tech_leads:
        - github: grace
          name: Grace
      emeritus_leads:
        - github: alan
          name: Alan
    meetings:
      - description: Regular Meeting
        day: Thursday
        time: 9:00
        tz: PT (Pacific Time)
        frequency: biweekly
        url: https://example.org/join
        archive_url: https://example.org/notes
        recordings_url: https://example.org/recordings
        calendar_url: https://example.org/calendar
    contact:
      slack: sig-example
      mailing_list: https://groups.google.com/forum/#!forum/kubernetes-sig-example
      private_mailing_list: leads@example.org
      teams:
        - name: sig-example-misc
          description: General Discussion
      liaison:
        github: edsger
        name: Edsger
    subprojects:
      - name: sample
        description: Samples
        owners:
          - https://example.org/OWNERS
        leads:
          - github: ada
            name: Ada
        contact:
          slack: sample
        meetings:
          - description: Sample Meeting
            day: Monday
            time: "10:00"
            utc: UTC
            frequency: weekly
workinggroups:
  - dir: wg-sample
    name: Sample
    stakeholder_sigs:
      - Example
      - EXAMPLE
usergroups: []
committees: []
gb_rep:
  github: barbara
  name: Barbara
"#;

#[test]
fn every_key_of_upstream_is_known() {
    assert_eq!(lines(&load(SIGS_YAML)), Vec::<String>::new());
}

#[test]
fn what_upstream_says_is_taken_over() {
    let community = load(SIGS_YAML).community.expect("a community");
    let sig = &community.groups[0];
    assert_eq!(
        (sig.kind, sig.slug.as_str(), sig.mission.en.as_str()),
        (Kind::Sig, "sig-example", "Covers examples of all kinds.")
    );
    let leads: Vec<_> =
        sig.leads.iter().map(|lead| (lead.name.en.as_str(), lead.role, lead.company.as_deref())).collect();
    assert_eq!(leads, [("Ada", "chair", Some("Analytical Engines, Inc.")), ("Grace", "tech lead", None)]);
    assert_eq!(community.groups[1].stakeholders, ["sig-example"]);
    let meetings: Vec<_> =
        community.meetings.iter().map(|m| (m.group, m.subproject.as_deref(), m.key.as_str())).collect();
    assert_eq!(
        meetings,
        [(Some(0), None, "Regular Meeting"), (Some(0), Some("sample"), "sample/Sample Meeting")]
    );
}

#[test]
fn an_unquoted_time_is_the_text_that_was_written() {
    for time in ["9:00", "'9:00'", "\"9:00\"", "540", "09:30:00", "0x10", "1e3", "on"] {
        let text = format!("events:\n- name: E\n  frequency: weekly\n  time: {time}\n");
        let community = load(&text).community.expect("a community");
        let crate::directory::Timing::Written(reading) = &community.meetings[0].timing else {
            panic!("{time}")
        };
        assert_eq!(reading.text, format!("weekly | {}", time.trim_matches(['\'', '"'])));
    }
}

#[test]
fn the_oldest_form_has_a_time_in_utc() {
    for utc in ["9:00", "\"09:00\"", "9:00 UTC"] {
        let text = format!(
            "community: {{ zone: America/Los_Angeles }}\nevents:\n- {{ name: E, day: Tuesday, frequency: weekly, utc: {utc} }}\n"
        );
        let loaded = load(&text);
        assert_eq!(lines(&loaded), Vec::<String>::new());
        let community = loaded.community.expect("a community");
        let crate::directory::Timing::Written(reading) = &community.meetings[0].timing else {
            panic!("{utc}")
        };
        let cadence = &reading.cadences[0];
        let time = cadence.clock.map(|clock| clock.time.to_string());
        let zone = cadence.zone.map(|zone| zone.tzid());
        assert_eq!((time.as_deref(), zone), (Some("09:00:00"), Some("UTC")), "{utc}");
    }
}
