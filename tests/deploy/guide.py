#!/usr/bin/env python3
"""The operating guide is true: what it names is there, what is there it names, and its commands print what it shows.

    tests/deploy/guide.py target/release/sigcal

Its pages are operating.md, runbooks.md and threats.md. Each metric of a server and each alert of deploy/kubernetes has
a line in them, and no other has; flags, files, tests and places that are linked to exist. Then everything behind `$ ` in
their console blocks is run, in one shell and in order, and what it prints is compared: a line `…` stands for lines that
are left out, and `…` in a line for some of it. What only looks is repeated until it sees that, for at most ten seconds.
"""
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "load"))
import rig
from rig import Server, arguments, claim, end, free_port, get, run

rig.PACKAGES |= {"prlimit": "util-linux", "diff": "diffutils"}
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = {name: (DOCS / name).read_text() for name in ("operating.md", "runbooks.md", "threats.md")}
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
# Where the guide has servers; here they are on free ports.
PORTS = ("8080", "8081")
LOOKS = ("curl ", "tail ", "grep ", "diff ", "echo | ")
PATIENCE = 10


def prose(text):
    return FENCED.sub("", text)


def spans(text):
    return re.findall(r"`([^`\n]+)`", prose(text))


def rows(text, first):
    """What stands in backticks in the first column of the tables whose first column is called so."""
    found, inside = [], False
    for line in text.splitlines():
        if not line.startswith("| "):
            inside = False
        elif line.startswith(f"| {first} |"):
            inside = True
        elif inside and not line.startswith("| ---"):
            found += re.match(r"\| `(\w+)` \|", line).groups()
    return found


def agree(what, told, there):
    lacks, invents = sorted(set(there) - set(told)), sorted(set(told) - set(there))
    figure = f"not in the guide {lacks}, nowhere else {invents}" if lacks or invents else f"{len(told)}, each once"
    claim(what, figure, not lacks and not invents and told and len(told) == len(set(told)))


def metrics(binary):
    with Server(binary) as server:
        exposed = get(server.port, "/metrics")[2].decode()
    suffixes = {"counter": "_total", "info": "_info"}
    there = [name + suffixes.get(kind, "") for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", exposed, re.M)]
    agree("metrics", rows(PAGES["operating.md"], "metric"), there)
    named = {name for text in PAGES.values() for name in re.findall(r"\bsigcal_[a-z_]+", text)}
    strange = sorted(named - set(there))
    claim("metrics that are named elsewhere in it", strange or f"{len(named)}", named and not strange)


def alerts():
    told = rows(PAGES["operating.md"], "alert")
    files = [file.read_text() for file in (ROOT / "deploy" / "kubernetes").rglob("*.yaml")]
    there = [name for text in files if "kind: PrometheusRule" in text for name in re.findall(r"- alert: (\w+)", text)]
    agree("alerts", told, there)
    named = {name for text in PAGES.values() for name in re.findall(r"\bSigcal[A-Z]\w+", text)}
    claim("alerts that are named elsewhere in it", sorted(named - set(there)) or len(named), named <= set(there))


def flags(binary):
    helped = lambda *words: run(binary, *words, "--help").stdout
    commands = re.findall(r"^  (\w+)  ", helped().partition("Commands:")[2], re.M)
    there = set(re.findall(r"--[a-z][a-z-]*", "".join([helped(), *(helped(command) for command in commands)])))
    ours = [span for text in PAGES.values() for span in spans(text) if span.startswith(("--", "sigcal "))]
    named = {flag for span in ours for flag in re.findall(r"--[a-z][a-z-]*", span)}
    claim("flags", sorted(named - there) or ", ".join(sorted(named)), named and named <= there)
    called = {span.split()[1] for span in ours if re.match(r"sigcal [a-z]", span)}
    claim("commands", sorted(called - set(commands)) or ", ".join(sorted(called)), called and called <= set(commands))


def places():
    """Files that are named, tests in them, and where links lead."""
    paths, tests, missing = set(), set(), []
    for page, text in PAGES.items():
        last = None
        for span in spans(text):
            if re.fullmatch(r"(docs|tests|src|deploy|data|fuzz|\.ci)/[\w./-]*|deny\.toml|Cargo\.(lock|toml)", span):
                last = span
                paths.add(span)
                if not (ROOT / span).exists():
                    missing.append(f"{page}: {span}")
            elif re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", span) and not span.startswith("sigcal_") and last:
                tests.add(span)
                if not re.search(rf"\b(fn|def) {span}\b", (ROOT / last).read_text()):
                    missing.append(f"{page}: {span} in {last}")
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(text)):
            name, _, anchor = target.partition("#")
            to = DOCS / (name or page)
            heads = re.findall(r"^#+ (.+)$", to.read_text() if to.exists() else "", re.M)
            if not to.exists() or (anchor and anchor not in {head.lower().replace(" ", "-") for head in heads}):
                missing.append(f"{page}: {target}")
    figure = missing or f"{len(paths)} paths, {len(tests)} tests"
    claim("files, tests and links", figure, not missing and paths and tests)


class Shell:
    """bash, which keeps what it started, as that of an operator does."""

    def __init__(self, folder, programs):
        keep = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": f"{programs}:{os.environ['PATH']}"}
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER")
               for part, value in (("NAME", "Operator"), ("EMAIL", "operator@example.org"))}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self.process = subprocess.Popen(["bash", "--norc"], cwd=folder, env=keep | who, start_new_session=True, **pipes)

    def run(self, command):
        """What it prints on both of its outputs."""
        self.process.stdin.write(f"eval {shlex.quote(command)} 2>&1; printf '\\nended\\x01\\n'\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == "ended\x01\n":
                break
            lines.append(line)
        else:
            sys.exit(f"the shell ended at {command}")
        return "".join(lines).rstrip("\n").splitlines()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # It, and what it started and has not stopped.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def matches(printed, shown):
    """Whether lines are as they are shown, with `…` for some of a line or for some lines."""
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def steps(text):
    """Each command of the console blocks, the lines that it is shown to print, and its line in the page."""
    for block in FENCED.finditer(text):
        indent, language, inside = block.groups()
        if language != "console":
            continue
        number = text[: block.start()].count("\n") + 2
        for line in inside.splitlines():
            line = line.removeprefix(indent)
            if line.startswith("$ "):
                yield (last := (line[2:], [], number))
            else:
                last[1].append(line)
            number += 1


def console(binary):
    here = {port: str(free_port()) for port in PORTS}
    put = lambda text: re.sub(r"(127\.0\.0\.1:)(\d+)", lambda m: m[1] + here.get(m[2], m[2]), text)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as programs:
        for name in ("sigcal", "sigcal-new"):
            pathlib.Path(programs, name).symlink_to(pathlib.Path(binary).resolve())
        data = [inside for _, language, inside in FENCED.findall(PAGES["operating.md"]) if language == "yaml"]
        pathlib.Path(folder, "community.yaml").write_text(data[0])
        with Shell(folder, programs) as shell:
            for page, text in PAGES.items():
                if not (all_steps := list(steps(text))):
                    continue
                wrong = [said for step in all_steps if (said := compared(shell, page, *step, put))]
                claim(f"commands of {page}", "".join(wrong) or len(all_steps), not wrong)


def compared(shell, page, command, shown, number, put):
    until, wants = time.monotonic() + PATIENCE, [put(line) for line in shown]
    while not matches(printed := shell.run(put(command)), wants):
        if not command.startswith(LOOKS) or time.monotonic() > until:
            return "\n".join([f"\n{page}:{number}: $ {command}", *printed, "  is shown as", *wants])
        time.sleep(0.1)
    return None


def main():
    asked = arguments(__doc__, "bash", "curl", "git", "diff", "openssl", "faketime", "prlimit")
    metrics(asked.binary)
    alerts()
    flags(asked.binary)
    places()
    console(asked.binary)
    end()


if __name__ == "__main__":
    main()
