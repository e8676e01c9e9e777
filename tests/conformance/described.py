"""Whether the server answers as its /openapi.json says: `described.py BINARY [EXAMPLES [SEED]]`.

schemathesis makes requests from the description, right ones and wrong ones, and holds every answer against it. A few
examples of each operation, always the same, are for every day; by hand, some hundred with another seed find more.
"""
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "interop"))
from serving import Server, report  # noqa: E402

binary, examples, seed = (*sys.argv[1:], *["4", "1"][len(sys.argv) - 2:])
failed = False
# The shipped community by everything that schemathesis knows; one with words that are nobody's by what is random.
for data, phases in ([], "examples,coverage,fuzzing"), ([HERE.parent / "golden" / "community.yaml"], "examples,fuzzing"):
    server = Server(binary, *data)
    try:
        # Several workers parse at once, which CPython 3.11 takes ill now and then.
        command = [
            Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml", "--no-color", "run",
            f"{server.url}/openapi.json", "--phases", phases, "--max-examples", examples, "--seed", seed,
            "--workers", "1", "--generation-database", "none", "--generation-unique-inputs",
        ]
        told = subprocess.run(command, env=os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "NO_PROXY": "127.0.0.1"}, cwd=HERE, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    finally:
        server.stop()
    cases = [line.strip() for line in told.stdout.splitlines() if " generated, " in line]
    complaint = told.stdout if told.returncode or not cases else None
    report(f"schemathesis: {data[0].name if data else 'the shipped community'}: {''.join(cases[-1:])}", complaint)
    failed |= complaint is not None
sys.exit(failed)
