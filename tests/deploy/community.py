"""A community's repository with the workflows of deploy/static/, and what runs their steps: as GitHub and GitLab do,
for as much of both as these files use. What they use beyond that is an error."""
import contextlib
import json
import pathlib
import re
import shutil
import tempfile

import yaml
from rig import must, run

STATIC = pathlib.Path(__file__).parent.parent.parent / "deploy/static"
DATA = """\
community: { name: Example, zone: America/Los_Angeles, start: 2026-01-05, duration: 1h }
sigs:
  - dir: sig-node
    name: Node
    meetings:
      - { description: Regular meeting, cadence: "CADENCE" }
"""
# A cargo that compiles nothing: it notes what it is asked and puts the program where it was told to.
CARGO = """#!/bin/sh
set -eu
echo "$* $(cat "$4/which")" >>"$NOTED"
mkdir -p "$6/bin"
ln -sf "$BINARY" "$6/bin/sigcal"
"""
# A gh that notes what it is asked, and answers what the test has it answer.
GH = """#!/usr/bin/python3
import json, os, pathlib, shutil, sys
work, asked = pathlib.Path(os.environ["WORK"]), sys.argv[1:]
with open(work / "gh", "a") as noted:
    noted.write(json.dumps(asked) + "\\n")
if asked[:2] == ["run", "download"]:
    assert asked[2:] == ["4711", "--name", "sigcal-diff", "--dir", "report"], asked
    os.mkdir("report")
    shutil.copy(work / "artifact", "report/comment.md")
elif "--jq" in asked:
    print((work / ("pulls" if any(word.endswith("/pulls") for word in asked) else "known")).read_text(), end="")
elif "body=@body.md" in asked:
    shutil.copy("body.md", work / "body")
"""


def read(path):
    return path.read_text()


class Done:
    """What running some steps came to."""

    def __init__(self):
        self.code, self.out, self.uses = 0, "", []

    def said(self, word=""):
        lines = [line for line in self.out.splitlines() if word in line]
        return lines[-1][:160] if lines else "nothing"


class Community:
    def __init__(self, work, binary, cadence, pages):
        self.work, self.binary, self.pages = work, binary, pages
        self.folder, self.text = work / "community", work / "community.yaml"
        names = ["github-actions.yml", "github-comment.yml", "gitlab-ci.yml"]
        self.calendars, self.comments, self.gitlab = (yaml.safe_load(read(STATIC / name)) for name in names)
        for path in [self.folder / ".sigcal", work / "bin", work / "home", work / "sigcal"]:
            path.mkdir(parents=True)
        for name, text in [("cargo", CARGO), ("gh", GH)]:
            (work / "bin" / name).write_text(text)
            (work / "bin" / name).chmod(0o755)
        for script in STATIC.glob("*.sh"):
            shutil.copy(script, self.folder / ".sigcal")
        # The repository of sigcal, whose first commit is not its newest.
        (work / "sigcal/which").write_text("first")
        revision = self.committed(work / "sigcal", "first")
        (work / "sigcal/which").write_text("second")
        self.committed(work / "sigcal", "second")
        self.env = {"HOME": str(work / "home"), "PATH": f"{work}/bin:/usr/local/bin:/usr/bin:/bin", "WORK": str(work),
                    "NOTED": str(work / "noted"), "BINARY": binary, "LANG": "C.UTF-8"}
        self.given = {"SIGCAL_REPOSITORY": f"file://{work}/sigcal", "SIGCAL_REVISION": revision}
        self.text.write_text(DATA.replace("CADENCE", cadence))
        shutil.copy(self.text, self.folder)
        must(binary, "lock", "community.yaml", "--at", "2026-01-05T00:00:00Z", cwd=self.folder)
        self.committed(self.folder, "what is served")
        self.git("init", "-q", "--bare", "-b", "main", str(work / "hub.git"))
        self.push()
        shutil.copytree(self.folder, work / "before", ignore=shutil.ignore_patterns(".git"))

    def committed(self, folder, message):
        if not (folder / ".git").exists():
            self.git("init", "-q", "-b", "main", folder=folder)
        self.git("add", "-A", folder=folder)
        self.git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", message, folder=folder)
        return self.git("rev-parse", "HEAD", folder=folder)

    def git(self, *words, folder=None):
        return must("git", *words, cwd=folder or self.folder)

    def sigcal(self, *words):
        return run(self.binary, *map(str, words), cwd=self.folder)

    def main(self):
        """The repository as it is on main, and where that is without git."""
        self.git("checkout", "-q", "--force", "main")
        self.git("clean", "-qfdx")
        return self.work / "before"

    def propose(self, old, new, lock):
        self.main()
        self.propose_files({"community.yaml": read(self.text).replace(old, new)}, lock)

    def propose_files(self, files, lock=False):
        """A pull request as it is checked out on GitHub: merged, with main as the first parent."""
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        self.git("checkout", "-q", "-B", "edit")
        for path, text in files.items():
            (self.folder / path).write_text(text)
        if lock:
            must(self.binary, "lock", "community.yaml", cwd=self.folder)
        self.committed(self.folder, "an edit")
        self.git("checkout", "-q", "--detach", "main")
        self.git(*name, "merge", "-q", "--no-ff", "-m", "merged", "edit")

    @contextlib.contextmanager
    def edited_on_main(self, edit):
        self.main()
        before = self.git("rev-parse", "HEAD")
        edit(self.folder)
        if self.git("status", "--porcelain"):
            self.committed(self.folder, "an edit on main")
        self.push()
        yield
        self.main()
        self.git("reset", "-q", "--hard", before)
        self.push()

    def push(self):
        """What GitHub has on main."""
        self.git("push", "-q", "--force", f"file://{self.work}/hub.git", "main")

    def moved_on_hub(self):
        """Somebody else pushes."""
        with tempfile.TemporaryDirectory() as other:
            self.git("clone", "-q", f"file://{self.work}/hub.git", other, folder=self.work)
            pathlib.Path(other, "README").write_text("another commit\n")
            self.committed(pathlib.Path(other), "another")
            self.git("push", "-q", "origin", "main", folder=other)

    def changed(self):
        return self.git("status", "--porcelain", "--untracked-files=no")

    def on_hub(self, *words):
        return self.git("--git-dir", str(self.work / "hub.git"), *words)

    def note(self, done, shell, script, env):
        ran = run(*shell, script, cwd=self.folder, env=self.env | env)
        done.out += ran.stdout + ran.stderr
        done.code = done.code or ran.returncode

    def sh(self, script, *words, **env):
        given = self.env | self.given | {"SIGCAL_DATA": "community.yaml", "SIGCAL_LOCKED_BY": "author"}
        return run(script, *map(str, words), cwd=self.folder, env=given | env)

    def built(self):
        noted = self.work / "noted"
        return noted.read_text().splitlines() if noted.exists() else []

    def steps(self, steps, env, known):
        """The steps of a job of GitHub: each of `run` by `bash -e`, those of `uses` noted."""
        done, path, summary = Done(), self.work / "path", self.work / "summary"
        path.write_text("")
        summary.write_text("")

        known = known | {f"env.{name}": value for name, value in env.items()}

        def value(expression):
            return next((known[word] for word in map(str.strip, expression[1].split("||")) if known[word]), "")
        for step in steps:
            assert step.get("if") in (None, "always()"), step
            assert step.keys() <= {"if", "id", "uses", "with", "run", "env"}, step
            if done.code and "if" not in step:
                continue
            if "uses" in step:
                done.uses.append(step)
                continue
            own = {k: re.sub(r"\$\{\{(.+?)\}\}", value, v) for k, v in (env | step.get("env", {})).items()}
            own["PATH"] = ":".join([*reversed(path.read_text().split()), self.env["PATH"]])
            self.note(done, ["bash", "-ec"], step["run"],
                     own | {"GITHUB_PATH": str(path), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_REF_NAME": "main"})
        return done

    def job(self, name, **given):
        job = self.calendars["jobs"][name]
        return self.steps(job["steps"], self.calendars["env"] | self.given | given,
                          {"steps.pages.outputs.base_url": self.pages, "github.token": "a token",
                           "github.server_url": f"file://{self.work}", "github.repository": "hub.git"})

    def gitlab_job(self, name, **given):
        """A job of GitLab: one shell for all of its lines, which stops at the first that fails."""
        done, job = Done(), self.gitlab[name]
        lines = self.gitlab["default"]["before_script"] + job["script"]
        self.note(done, ["bash", "-ec"], "\n".join(lines), self.gitlab["variables"] | self.given | given)
        return done

    def comment(self, report, head, pulls, known):
        for name, text in [("artifact", report), ("pulls", pulls), ("known", known), ("gh", ""), ("body", "")]:
            (self.work / name).write_text(text)
        self.main()
        shutil.rmtree(self.folder / "report", ignore_errors=True)
        job = self.comments["jobs"]["comment"]
        owner, branch = head["head"].split(":")
        event = "github.event.workflow_run"
        return self.steps(job["steps"], {k: self.of_event(v, {
            "github.token": "none", "github.repository": "group/community", f"{event}.id": "4711",
            f"{event}.head_repository.owner.login": owner, f"{event}.head_branch": branch})
            for k, v in job["env"].items()}, {})

    @staticmethod
    def of_event(text, known):
        return re.sub(r"\$\{\{(.+?)\}\}", lambda found: known[found[1].strip()], str(text))

    def gh_calls(self):
        return [json.loads(line) for line in (self.work / "gh").read_text().splitlines()]

    def body(self):
        return (self.work / "body").read_text()
