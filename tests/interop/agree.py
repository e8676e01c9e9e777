#!/usr/bin/env python3
"""Do calendar programs find in our feeds what `week` finds? `agree.py BINARY`, after `tests/run` has installed them.

Serves the shipped community, the golden one and one of exceptions, each from two processes of which one has another date, zone and
language: both must send the same octets and tags. Every program then reads one server's feeds and must find exactly
the occurrences that /week.json answers, week by week, from 2025-10 to 2027-12."""
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # nothing of a run stays in the tree
import serving
from serving import report

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent / ".tools"
PYTHON = str(TOOLS / "venv/bin/python")
FROM, TO = dt.date(2025, 10, 1), dt.date(2028, 1, 1)
# By UID; khal is asked on its own.
READERS = {
    "icalendar, recurring-ical-events": [PYTHON, "readers/recurring.py"],
    "Home Assistant's ical": [PYTHON, "readers/home_assistant.py"],
    "vobject, dateutil": [PYTHON, "readers/vobject_dateutil.py"],
    "ical.js": ["node", "readers/icaljs.mjs"],
    "node-ical": ["node", "readers/nodeical.mjs"],
    "libical": [str(TOOLS / "libical")],
}
# The same feed in the other formats.
JSON_READERS = {
    "ical.js": (".jcal.json", ["node", "readers/icaljs.mjs"]),
    "icalendar, recurring-ical-events": (".jcal.json", [PYTHON, "readers/jcal_icalendar.py"]),
    "RFC 8984 and dateutil": (".jscal.json", [PYTHON, "readers/jscalendar.py"]),
}
# A zone that no feed names, so that a time that leaks through the reader's own is 45 minutes odd; the newest zone
# data, not the system's.
ENVIRONMENT = os.environ | {"TZ": "Asia/Kathmandu", "PYTHONTZPATH": "", "PYTHONWARNINGS": "error::UserWarning"}
# What a wall-clock time in a gap or a fold means, programs read each in their own way, and libical loses its step for a
# week. This group of the golden community meets in such hours, and is compared in the months without a clock change.
GAPS = "sig-gaps"


class Server(serving.Server):
    def __init__(self, *data, **environment):
        super().__init__(BINARY, *data, **environment)
        self.gaps = set()

    def week(self, query):
        """What /week.json finds: (UID, title, start, end), as the readers write them."""
        found = set()
        self.by_status = {}
        monday = FROM - dt.timedelta(days=FROM.weekday())
        while monday < TO:
            week = json.loads(self.get(f"/week.json?zone=UTC&date={monday}{query}")[0])
            for one in week["occurrences"]:
                start, end = (one[key].replace("+00:00", "Z") for key in ("start", "end"))
                found.add((one["uid"], one["summary"], start, end))
                self.by_status[one["uid"], start, end] = one["status"]
                if one["group"] == GAPS:
                    self.gaps.add(one["uid"])
            monday += dt.timedelta(days=7)
        return {one for one in found if inside(one[2])}

    def certain(self, one):
        """Not in a month in which the clock changes, for the meetings in the hour that it skips or repeats."""
        return one[0] not in self.gaps or one[1][5:7] not in ("03", "04", "10", "11")

    def certain_week(self, **shown):
        """What the last week that was asked for found, without the statuses that are not shown."""
        found = {one for one, status in self.by_status.items() if shown.get(status, True) and inside(one[1])}
        return {one for one in found if self.certain(one)}


def inside(start):
    return FROM <= dt.date.fromisoformat(start[:10]) < TO


def differences(wanted, found):
    missing, extra = sorted(wanted - found), sorted(found - wanted)
    if not wanted:
        return "    nothing to compare"
    if not missing and not extra:
        return None
    shown = [f"    not found  {one}" for one in missing[:6]] + [f"    not ours   {one}" for one in extra[:6]]
    return "\n".join([f"    {len(missing)} not found, {len(extra)} not ours", *shown])


def ask(command, *arguments):
    """The lines of a reader that start inside, or its complaint."""
    done = subprocess.run([*command, *arguments, str(FROM), str(TO)], cwd=HERE, env=ENVIRONMENT,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    if done.returncode:
        return None, "    " + done.stderr.strip()[-2000:].replace("\n", "\n    ")
    # A first date that was moved is an event of its own, under the UID of its series and that date.
    lines = [tuple(re.sub(r"-\d{8}T\d{6}\t", "\t", line, count=1).split("\t")) for line in done.stdout.splitlines()]
    twice = len(lines) - len(set(lines))
    return {line for line in lines if inside(line[1])}, f"    {twice} told twice" if twice else None


def same_everywhere(name, server, other):
    feeds = re.findall(r'"(/[^"]+)\.ics"', server.get("/groups.json")[0].decode())
    feeds = [feed + ending for feed in feeds for ending in (".ics", ".jcal.json", ".jscal.json")]
    complaint = None if feeds else "    no feeds"
    for path in ["/all.ics", "/all.ics?lang=zh", "/groups.json", *feeds]:
        (one, tags), (two, others) = server.get(path), other.get(path)
        if one != two or tags["ETag"] != others["ETag"] or not tags["ETag"]:
            complaint = f"    {path} is not the same"
    report(f"{name}: the same octets and tags five years later, in another zone and language", complaint)


def agree(name, data, small, folder):
    server = Server(*data)
    other = Server(*data, faketime="2031-03-09 02:30:00", TZ="Pacific/Kiritimati", LC_ALL="zh_CN.UTF-8")
    try:
        same_everywhere(name, server, other)
        wanted = {(uid, start, end) for uid, _, start, end in server.week("")}
        readers = [(reader, ".ics", command) for reader, command in READERS.items()]
        readers += [(reader, ending, command) for reader, (ending, command) in JSON_READERS.items()]
        for reader, ending, command in readers:
            feed = Path(folder) / f"all{ending}"
            feed.write_bytes(server.get(f"/all{ending}")[0])
            found, complaint = ask(command, str(feed))
            report(f"{name}: {reader}, {ending}", complaint or differences(
                {one for one in wanted if server.certain(one)}, {one for one in found if server.certain(one)}))
        # Options leave out or add, and change nothing else; every program reads what it then gets.
        hidden = server.certain_week(cancelled=False, tentative=False)
        for reader, ending, command in readers:
            feed = Path(folder) / f"options{ending}"
            feed.write_bytes(server.get(f"/all{ending}?alarm=10m&cancelled=hide&tentative=hide")[0])
            found, complaint = ask(command, str(feed))
            report(f"{name}: {reader}, {ending} with options", complaint or differences(
                hidden, {one for one in found if server.certain(one)}))
        if server.gaps:
            print(f"  note  {name}: {GAPS} was not compared in the months of clock changes")
        wanted = {(title, start, end) for _, title, start, end in server.week(f"&only={small}")}
        found, complaint = ask([PYTHON, "readers/khal_list.py"], f"{server.url}/custom.ics?only={small}")
        report(f"{name}: vdirsyncer and khal, {small}", complaint or differences(wanted, found))
    finally:
        server.stop()
        other.stop()


BINARY = str(Path(sys.argv[1]).resolve())
with tempfile.TemporaryDirectory() as folder:
    agree("shipped", [], "sig-node,sig-architecture", folder)
    agree("golden", [str(HERE.parent / "golden/community.yaml")], "sig-weekly", folder)
    agree("exceptions", [str(HERE / "exceptions.yaml")], "sig-la,sig-berlin", folder)
sys.exit(serving.failures > 0)
