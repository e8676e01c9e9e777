#!/usr/bin/env python3
"""Do subscribers see an edit, and nothing else? `subscriber.py BINARY`, after `tests/run` has installed the programs.

A small community is locked and served, vdirsyncer subscribes to three of its feeds, and khal lists a window of ten
weeks in which the clocks change in Berlin (2026-10-25) and Los Angeles (2026-11-01). Then its data is edited, locked
and served again at the same address, several times over. What subscribers must see of each edit is written down below,
from the calendar and the clocks alone."""
import http.client
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

sys.dont_write_bytecode = True  # nothing of a run stays in the tree
import serving
from serving import Server, report

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / ".tools/venv"
# Both days are in it; every time that is listed is in UTC.
FIRST, LAST = "2026-09-28", "2026-12-06"
# The feeds that are subscribed to, and how the titles in them begin.
FEEDS = {"all": "SIG", "sig-docs": "SIG Docs", "sig-trails": "SIG Trails"}
DATA = """
community: { name: Example, start: 2026-08-03 }
sigs:
  - dir: sig-docs
    name: Docs
    meetings:
      - description: Regular meeting
        cadence: every Tuesday 9:00 Europe/Berlin
      - { description: Office hours, cadence: first Wednesday of the month 15:00 Asia/Kolkata, duration: 45m }
  - dir: sig-trails
    name: Trails
    meetings:
      - description: Regular call
        cadence: every other Monday 17:00 America/Los_Angeles
        start: 2026-08-10
"""
# Series, by the beginning of their titles and their DTSTART.
TUESDAYS, THURSDAYS, LONGER, EXTRA, HOURS, TRAILS = (
    "SIG Docs 20260804T090000", "SIG Docs 20261008T160000", "SIG Docs 20261210T160000", "SIG Docs 20261125T100000",
    "SIG Docs 20260805T150000", "SIG Trails 20260810T170000")


@dataclass
class Edit:
    name: str
    at: str
    edit: Callable
    new: set = field(default_factory=set)
    edited: set = field(default_factory=set)
    # What is listed before and not after, and the other way round.
    lines: str = ""
    # What descriptions say, by their day.
    says: dict = field(default_factory=dict)


EDITS = [
    # Berlin is two hours ahead of UTC until 10-25, then one; Los Angeles is seven behind until 11-01, then eight;
    # India is five and a half ahead.
    Edit("first lock", "2026-08-03T00:00:00Z", lambda data: data, new={TUESDAYS, HOURS, TRAILS}, lines="""
        + 2026-09-29 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-06 00:00-01:00 CONFIRMED SIG Trails: Regular call
        + 2026-10-06 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-07 09:30-10:15 CONFIRMED SIG Docs: Office hours
        + 2026-10-13 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-20 00:00-01:00 CONFIRMED SIG Trails: Regular call
        + 2026-10-20 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-27 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-03 01:00-02:00 CONFIRMED SIG Trails: Regular call
        + 2026-11-03 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-04 09:30-10:15 CONFIRMED SIG Docs: Office hours
        + 2026-11-10 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-17 01:00-02:00 CONFIRMED SIG Trails: Regular call
        + 2026-11-17 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-24 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-12-01 01:00-02:00 CONFIRMED SIG Trails: Regular call
        + 2026-12-01 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-12-02 09:30-10:15 CONFIRMED SIG Docs: Office hours
    """),
    # In the middle of a meeting, which stays.
    Edit("another weekday and hour", "2026-10-06T07:30:00Z",
         lambda data: data.replace("every Tuesday 9:00", "every Thursday 16:00"),
         new={THURSDAYS}, edited={TUESDAYS}, lines="""
        + 2026-10-08 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-10-13 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-15 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-10-20 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-22 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-10-27 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-29 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-11-03 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-05 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-11-10 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-12 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-11-17 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-19 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-11-24 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-26 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        - 2026-12-01 08:00-09:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-12-03 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
    """),
    # On the same day. Both that are moved are moved across a clock change, one of them to an earlier day.
    Edit("single dates", "2026-10-06T12:00:00Z",
         lambda data: data.replace("every Thursday 16:00 Europe/Berlin", """every Thursday 16:00 Europe/Berlin
        cancelled: [{ on: 2026-11-05, reason: no agenda }]
        skip: [{ on: 2026-11-12, reason: summit }]
        moved: [{ on: 2026-10-22, to: 2026-10-27 16:00, reason: the room is taken }]
        extra: [{ on: 2026-11-25 10:00, reason: release }]
         """).replace("start: 2026-08-10", """start: 2026-08-10
        moved: [{ on: 2026-11-02, to: 2026-10-30 17:00, reason: elections }]
         """),
         new={EXTRA}, edited={THURSDAYS, TRAILS}, lines="""
        - 2026-10-22 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-27 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-31 00:00-01:00 CONFIRMED SIG Trails: Regular call
        - 2026-11-03 01:00-02:00 CONFIRMED SIG Trails: Regular call
        - 2026-11-05 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-05 15:00-16:00 CANCELLED SIG Docs: Regular meeting
        - 2026-11-12 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-25 09:00-10:00 CONFIRMED SIG Docs: Regular meeting
    """, says={
        "2026-10-27": ("SIG Docs", "Moved from 2026-10-22 16:00 Central European time: the room is taken"),
        "2026-10-31": ("SIG Trails", "Moved from 2026-11-02 17:00 Pacific time: elections"),
        "2026-11-05": ("SIG Docs", "Cancelled: no agenda"),
        "2026-11-19": ("SIG Docs", "Does not take place on 2026-11-12 (summit)"),
        "2026-11-25": ("SIG Docs", "Extra meeting: release"),
    }),
    # The past and the extra meeting have the new title, too.
    Edit("another name", "2026-10-20T12:00:00Z",
         lambda data: data.replace("description: Regular meeting", """description: Weekly call
        formerly: Regular meeting
         """),
         edited={TUESDAYS, THURSDAYS, EXTRA}, lines="""
        - 2026-09-29 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-09-29 07:00-08:00 CONFIRMED SIG Docs: Weekly call
        - 2026-10-06 07:00-08:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-06 07:00-08:00 CONFIRMED SIG Docs: Weekly call
        - 2026-10-08 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-08 14:00-15:00 CONFIRMED SIG Docs: Weekly call
        - 2026-10-15 14:00-15:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-15 14:00-15:00 CONFIRMED SIG Docs: Weekly call
        - 2026-10-27 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-27 15:00-16:00 CONFIRMED SIG Docs: Weekly call
        - 2026-10-29 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-10-29 15:00-16:00 CONFIRMED SIG Docs: Weekly call
        - 2026-11-05 15:00-16:00 CANCELLED SIG Docs: Regular meeting
        + 2026-11-05 15:00-16:00 CANCELLED SIG Docs: Weekly call
        - 2026-11-19 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-19 15:00-16:00 CONFIRMED SIG Docs: Weekly call
        - 2026-11-25 09:00-10:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-25 09:00-10:00 CONFIRMED SIG Docs: Weekly call
        - 2026-11-26 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-11-26 15:00-16:00 CONFIRMED SIG Docs: Weekly call
        - 2026-12-03 15:00-16:00 CONFIRMED SIG Docs: Regular meeting
        + 2026-12-03 15:00-16:00 CONFIRMED SIG Docs: Weekly call
    """),
    # Its call of 11-02 was on 10-30 already, and stays.
    Edit("a group goes", "2026-10-31T12:00:00Z",
         lambda data: data.partition("  - dir: sig-trails")[0],
         edited={TRAILS}, lines="""
        - 2026-11-17 01:00-02:00 CONFIRMED SIG Trails: Regular call
        - 2026-12-01 01:00-02:00 CONFIRMED SIG Trails: Regular call
    """, says={"2026-10-31": ("SIG Trails", "Moved from 2026-11-02 17:00 Pacific time: elections")}),
    Edit("locked again", "2026-11-12T20:00:00Z", lambda data: data),
    Edit("what has passed goes from the file", "2026-11-13T12:00:00Z",
         lambda data: re.sub(r"\n +(cancelled|skip|moved): .*", "", data)),
    # After all that is listed, also the extra meeting, which was as long as the others then.
    Edit("another length", "2026-12-05T12:00:00Z",
         lambda data: data.replace("every Thursday 16:00 Europe/Berlin", """every Thursday 16:00 Europe/Berlin
        duration: 90m
         """),
         new={LONGER}, edited={THURSDAYS}),
]


@dataclass
class State:
    """What a subscriber has of a feed."""
    text: str = ""
    validators: dict = field(default_factory=lambda: {"ETag": "", "Last-Modified": ""})
    files: dict = field(default_factory=dict)
    listed: list = field(default_factory=list)
    # What the server answers to the validators of the state before, and to its own.
    answers: list = field(default_factory=list)


def run(home, program, *arguments):
    local = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    local |= {"LC_ALL": "C.UTF-8", "HOME": str(home), "VDIRSYNCER_CONFIG": str(home / "vdirsyncer")}
    done = subprocess.run([program, *arguments], env=local, stdin=subprocess.DEVNULL, text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode or re.search("^(error|critical|warning)", done.stderr, re.M | re.I):
        sys.exit(f"{program} {' '.join(arguments)}: exit status {done.returncode}: {done.stderr}")
    return done.stdout


def subscribe(home, url):
    """Tells vdirsyncer where the feeds are, and khal where vdirsyncer puts them."""
    (home / "vdirsyncer").write_text(f'[general]\nstatus_path = "{home}/status"\n' + "".join(f"""
[pair {name}]
a = "{name}_remote"
b = "{name}_local"
collections = null
[storage {name}_remote]
type = "http"
url = "{url}/{feed}.ics"
[storage {name}_local]
type = "filesystem"
path = "{home}/{feed}"
fileext = ".ics"
""" for feed in FEEDS for name in [feed.replace("-", "_")]))
    (home / "khal").write_text("[calendars]\n" + "".join(f"[[{feed}]]\npath = {home}/{feed}\n" for feed in FEEDS) + f"""
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
[default]
default_calendar = all
""")
    for feed in FEEDS:
        (home / feed).mkdir()
    run(home, VENV / "bin/vdirsyncer", "discover")


def synced(home):
    """What vdirsyncer has on disk after it has run, and what khal lists of it, by feed."""
    run(home, VENV / "bin/vdirsyncer", "sync")
    files = {feed: {path.name: (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
                    for path in (home / feed).iterdir()} for feed in FEEDS}
    line = "\x1e{calendar}\x1f{start-long-full}-{end-time-full} {status}{title}\x1f{description}"
    listed = run(home, VENV / "bin/khal", "-c", str(home / "khal"), "list", "--day-format", "", "--format", line,
                 FIRST, LAST)
    told = [one.split("\x1f") for one in listed.split("\x1e")[1:]]
    return files, {feed: [(line, description) for calendar, line, description in told if calendar == feed]
                   for feed in FEEDS}


def status(server, path, **headers):
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    code = connection.getresponse().status
    connection.close()
    return code


def answers(server, path, validators):
    return [status(server, path, If_None_Match=validators["ETag"]),
            status(server, path, If_Modified_Since=validators["Last-Modified"])]


def look(server, home, before):
    files, listed = synced(home)
    after = {}
    for feed in FEEDS:
        body, headers = server.get(f"/{feed}.ics")
        validators = {name: headers[name] for name in ("ETag", "Last-Modified")}
        old, new = (answers(server, f"/{feed}.ics", one) for one in (before[feed].validators, validators))
        after[feed] = State(body.decode(), validators, files[feed], listed[feed], [old, new])
    return after


def events(text):
    """The VEVENTs of a calendar by UID, first the one of the series."""
    by_uid = {}
    for event in re.findall(r"^BEGIN:VEVENT.*?^END:VEVENT", text, re.M | re.S):
        by_uid.setdefault(value(event, "UID"), []).append(event)
    return {uid: sorted(of, key=lambda event: "\nRECURRENCE-ID" in event) for uid, of in by_uid.items()}


def value(event, name):
    return re.search(rf"^{name}\b[^:]*:(.*?)\r?$", event, re.M).group(1)


def named(of):
    """As the constants above name a series."""
    return f"{value(of[0], 'SUMMARY').partition(':')[0]} {value(of[0], 'DTSTART')}"


def of_feed(names, feed):
    return sorted(name for name in names if name.startswith(FEEDS[feed]))


def compared(wanted, found, what):
    wanted, found = Counter(wanted), Counter(found)
    yield from (f"not {what}: {one}" for one in sorted((wanted - found).elements()))
    yield from (f"{what}, but not of the edit: {one}" for one in sorted((found - wanted).elements()))


def lists(edit, feed, before, after):
    old, new = (Counter(line for line, _ in state.listed) for state in (before, after))
    found = [f"- {line}" for line in (old - new).elements()] + [f"+ {line}" for line in (new - old).elements()]
    wanted = [line.strip() for line in edit.lines.splitlines() if f" {FEEDS[feed]}" in line]
    yield from compared(wanted, found, "seen")
    for start, (title, text) in edit.says.items():
        told = [description for line, description in after.listed if line.startswith(start)]
        if title.startswith(FEEDS[feed]) and not any(text in description for description in told):
            yield f"nothing on {start} says: {text}"


def uids(edit, feed, before, after):
    """Nobody's UID goes; SEQUENCE grows where something differs, and only there."""
    old, new = events(before.text), events(after.text)
    yield from (f"{named(old[uid])} has lost its UID" for uid in old.keys() - new.keys())
    yield from compared(of_feed(edit.new, feed), map(named, [new[uid] for uid in new.keys() - old.keys()]), "new")
    differing = [uid for uid in old.keys() & new.keys() if old[uid] != new[uid]]
    yield from compared(of_feed(edit.edited, feed), [named(old[uid]) for uid in differing], "edited")
    for uid in differing:
        for key in ("SEQUENCE", "LAST-MODIFIED"):
            was, now = ({value(event, key) for event in of[uid]} for of in (old, new))
            if not max(was) < min(now):
                yield f"the {key} of {named(new[uid])} does not grow: {was}, {now}"


def writes(edit, feed, before, after):
    """An edited event is another file to vdirsyncer; every other file is the same to the octet, and untouched."""

    def differing(these, those):
        return [named(*events(files[2].decode()).values()) for name, files in these.items() if those.get(name) != files]

    yield from compared(of_feed(edit.edited, feed), differing(before.files, after.files), "removed")
    yield from compared(of_feed(edit.edited | edit.new, feed), differing(after.files, before.files), "written")


def validates(edit, feed, before, after):
    concerned = bool(of_feed(edit.edited | edit.new, feed))
    expected = [[200, 200] if concerned else [304, 304], [304, 304]]
    if after.answers != expected:
        yield f"the old and new validators are answered with {after.answers}, not {expected}"
    for name in before.validators:
        if (before.validators[name] != after.validators[name]) != concerned:
            yield f"{name}: {before.validators[name]}, then {after.validators[name]}"
    if (before.text != after.text) != concerned:
        yield "the same octets" if concerned else "other octets"


CHECKS = {
    "khal lists exactly the edit": lists,
    "UIDs stay, and SEQUENCE and LAST-MODIFIED grow where something differs": uids,
    "vdirsyncer touches no other file": writes,
    "the server tells what differs by ETag and Last-Modified": validates,
}


def main(binary, home):
    community, lock = home / "community.yaml", home / "community.lock"
    data, locked, listen = DATA, None, "127.0.0.1:0"
    states = {feed: State() for feed in FEEDS}
    for edit in EDITS:
        earlier, data = data, edit.edit(data)
        community.write_text(data)
        run(home, binary, "lock", str(community), "--at", edit.at)
        before, locked = locked, lock.read_bytes()
        if before and data == earlier:
            report(f"{edit.name}: the lock file stays the same", None if before == locked else "    it does not")
        server = Server(binary, str(community), listen=listen)
        try:
            if listen.endswith(":0"):
                listen = server.url.removeprefix("http://")
                subscribe(home, server.url)
            before, states = states, look(server, home, states)
        finally:
            server.stop()
        for name, check in CHECKS.items():
            complaints = [f"    {feed}: {complaint}" for feed in FEEDS
                          for complaint in check(edit, feed, before[feed], states[feed])]
            report(f"{edit.name}: {name}", "\n".join(complaints) or None)


for program in ("vdirsyncer", "khal"):
    if not (VENV / "bin" / program).exists():
        sys.exit(f"no {program}; try: /usr/bin/python3 -m venv {VENV} && "
                 f"{VENV}/bin/pip install -r {HERE}/requirements.txt")
with tempfile.TemporaryDirectory() as folder:
    main(str(Path(sys.argv[1]).resolve()), Path(folder))
sys.exit(serving.failures > 0)
