#!/usr/bin/env python3
"""The bill of materials that deploy/sbom writes has every crate that is built in, and no other that is for tests; made
again, it is the same.

    tests/deploy/sbom.py target/static/sigcal
"""
import json
import pathlib
import re
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/load"))
from rig import arguments, claim, end, must, tell  # noqa: E402


def parts(folder):
    boms = [folder / "a.json", folder / "b.json"]
    for bom in boms:
        must(ROOT / "deploy/sbom", bom)
    same = boms[0].read_bytes() == boms[1].read_bytes()
    claim("two bills of materials are one", same, same and str(ROOT) not in boms[0].read_text())
    bom = json.loads(boms[0].read_text())
    host = re.search(r"^host: (.*)", must("rustc", "-vV"), re.M)[1]
    tree = ["cargo", "tree", "--locked", "--edges=normal", "--target", host, "--prefix=none", "--format={p}"]
    tree = must(*tree, cwd=ROOT)
    built = {tuple(line.split()[:2]) for line in tree.splitlines() if line and not line.startswith("sigcal ")}
    listed = {(part["name"], "v" + part["version"]) for part in bom["components"]}
    claim("crates in it that are built in", f"{len(listed & built)} of {len(built)}", built <= listed)
    # What is there for a feature that only tests ask for is listed, too: the list may be long, and not short.
    tell("crates in it that only tests have built in", ", ".join(name for name, _ in sorted(listed - built)))
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    tests = set(manifest["dev-dependencies"]) - set(manifest["dependencies"])
    others = sorted(tests & {name for name, _ in listed})
    claim("programs in it that are for tests", others, not others and tests)
    told = ("licenses", "hashes", "purl")
    bare = [part["name"] for part in bom["components"] if not all(part.get(name) for name in told)]
    claim("crates without a licence, a hash or a package URL", bare, not bare)
    form = (bom["bomFormat"], bom["specVersion"])
    claim("its form", " ".join(form), form == ("CycloneDX", "1.5"))


def main():
    arguments(__doc__, "cargo-cyclonedx")
    with tempfile.TemporaryDirectory() as folder:
        parts(pathlib.Path(folder))
    end()


if __name__ == "__main__":
    main()
