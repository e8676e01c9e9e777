#!/usr/bin/env python3
"""What a community takes grows with the number of its groups, and none of it with its square.

    tests/load/growth.py target/release/sigcal [--short]

Communities of 10 to 100,000 groups (in the short form, to 10,000) are checked, laid out for a week, and served: what each
takes of a processor and of memory, and how long a week's meetings are waited for. From one size to the next, ten times as
large, nothing is to take more than 30 times as much: with its square it would be 100. The long form draws docs/growth.svg,
and its figures are those of docs/performance.md. The communities are those of examples/large_community.rs.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "deploy" / "scale"))
sys.dont_write_bytecode = True
import plot
from rig import Server, arguments, claim, end, get, must, spread, tell

# What is measured, how it is written, and from what on it says something about how it grows.
FIGURES = {
    "check, s of a processor": ("{:.2f} s", 0.05),
    "week, s of a processor": ("{:.2f} s", 0.03),
    "serve until it answers, s of a processor": ("{:.2f} s", 0.1),
    "memory served, GB": ("{:.3f} GB", 0.03),
    "all.ics, MB": ("{:.2f} MB", 0.01),
    "all.ics in gzip, MB": ("{:.3f} MB", 0.01),
    "week.json, MB": ("{:.2f} MB", 0.01),
    "week.json for the first time, s": ("{:.4f} s", None),
    "week.json again, s": ("{:.4f} s", None),
}
DRAWN = [name for name in FIGURES if not name.endswith("MB")]
MOST = 30


def processor(*command):
    """The seconds of a processor that a command takes. That something is to be said of the data is no failure."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def waited(port, path, headers={}):
    """Seconds until the whole answer is there, and its octets."""
    began = time.monotonic()
    status, _, body = get(port, path, headers, timeout=60)
    if status != 200:
        sys.exit(f"{path} was answered {status}")
    return time.monotonic() - began, len(body)


def measured(binary, file):
    checked = processor(binary, "check", file)
    listed = processor(binary, "week", file, "--zone", "UTC", "--date", "2026-11-24", "--format", "tsv")
    with Server(binary, file, patience=120) as server:
        started = server.cpu()
        server.rest(300)
        week = "/week.json?date=2026-11-24"
        first, octets = waited(server.port, week)
        again = min(waited(server.port, week)[0] for _ in range(5))
        _, whole = waited(server.port, "/all.ics")
        _, gzip = waited(server.port, "/all.ics", {"Accept-Encoding": "gzip"})
        figures = [checked, listed, started, server.rss() / 1e9, whole / 1e6, gzip / 1e6, octets / 1e6, first, again]
    return dict(zip(FIGURES, figures, strict=True))


def main():
    asked = arguments(__doc__, "cargo")
    sizes = [10**n for n in range(1, 5 if asked.short else 6)]
    seen = {}
    with tempfile.TemporaryDirectory() as folder:
        for groups in sizes:
            file = pathlib.Path(folder, f"{groups}.yaml")
            example = ["cargo", "run", "--quiet", "--locked", "--example", "large_community", str(groups)]
            file.write_text(must(*example, cwd=ROOT))
            seen[groups] = measured(asked.binary, str(file))
            tell(f"{groups:,} groups", f"a file of {file.stat().st_size / 1e6:.3f} MB")
            for name, (form, _) in FIGURES.items():
                tell(f"  {name.rpartition(',')[0]}", form.format(seen[groups][name]))
    for name in [name for name, (_, least) in FIGURES.items() if least]:
        grows = [seen[10 * n][name] / seen[n][name] for n in sizes[:-1] if seen[n][name] >= FIGURES[name][1]] or [0]
        claim(f"{name.rpartition(',')[0]}, ten times as many groups", f"{spread(grows, '{:.1f}')} times as much; wanted {MOST} at most",
              max(grows) <= MOST)
    if not asked.short:
        lines = {name: [(n, seen[n][name]) for n in sizes] for name in DRAWN}
        said = {"title": "What a community takes, by its groups", "across": "groups", "up": "seconds, GB"}
        (ROOT / "docs" / "growth.svg").write_text(plot.drawing(lines, sizes, {}, powers=(-4, 2), **said))
    end()


if __name__ == "__main__":
    main()
