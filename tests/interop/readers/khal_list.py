"""The real thing in small: vdirsyncer subscribes to the server's address, khal lists what it then has on disk.

The FILE argument is the feed's URL here. vdirsyncer makes UIDs of its own, so titles stand in their place."""
import datetime as dt
import os
import subprocess
import sys
import tempfile
from pathlib import Path

url, first, last = sys.argv[1:4]
programs = Path(sys.executable).parent
SEPARATOR = "\x1f"


def run(program, *arguments, home):
    local = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    local |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "VDIRSYNCER_CONFIG": str(home / "vdirsyncer")}
    done = subprocess.run([programs / program, *arguments], env=local, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    complaint = [line for line in done.stderr.splitlines() if line.lower().startswith(("error", "critical", "warning"))]
    if done.returncode or complaint:
        sys.exit(f"{program}: exit status {done.returncode}: {done.stderr}")
    return done.stdout


with tempfile.TemporaryDirectory() as folder:
    home = Path(folder)
    (home / "calendar").mkdir()
    (home / "vdirsyncer").write_text(f"""
[general]
status_path = "{home}/status"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
""")
    (home / "khal").write_text(f"""
[calendars]
[[feed]]
path = {home}/calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M:%S
longdatetimeformat = %Y-%m-%d %H:%M:%S
[sqlite]
path = {home}/khal.db
[default]
default_calendar = feed
""")
    run("vdirsyncer", "discover", home=home)
    run("vdirsyncer", "sync", home=home)
    fields = SEPARATOR.join(["", "{all-day}", "{start-long-full}", "{end-long-full}", "{title}"])
    listed = run("khal", "-c", str(home / "khal"), "list", "--day-format", "", "--format", fields, first, last, home=home)
    # What lasts over midnight is listed on both days.
    for line in dict.fromkeys(listed.splitlines()):
        if not line.startswith(SEPARATOR):
            continue
        _, all_day, start, end, title = line.split(SEPARATOR)
        if all_day == "True":
            start, end = start[:10], (dt.date.fromisoformat(end[:10]) + dt.timedelta(days=1)).isoformat()
            print(title, start, end, sep="\t")
        else:
            print(title, start.replace(" ", "T") + "Z", end.replace(" ", "T") + "Z", sep="\t")
