"""What stands behind a cache in the tests of caches: servers of one small community."""
import contextlib

import rig
from rig import Server, get, until

rig.PACKAGES |= {"varnishd": "varnish varnish-modules"}
COMMUNITY = """\
community: {{ name: Example, zone: Europe/Berlin, start: 2026-01-01 }}
sigs:
  - {{ dir: sig-docs, name: Docs, meetings: [{{ description: Weekly, cadence: "every Tuesday {hour}:00 UTC" }}] }}
  - {{ dir: sig-node, name: Node, meetings: [{{ description: Weekly, cadence: "every Friday {hour}:00 UTC" }}] }}
"""


def publish(path, hour):
    new = path.with_suffix(".new")
    new.write_text(COMMUNITY.format(hour=hour))
    new.replace(path)


@contextlib.contextmanager
def servers(binary, data, count=2):
    """Servers of the same data, as they are."""
    with contextlib.ExitStack() as stack:
        given = [data, "--surrogate-key", "--base-url", "https://calendars.example.org", "--trusted-proxy", "127.0.0.1",
                 "--access-log", "--log-addresses", "full", "--drain-delay", "5s"]
        yield [stack.enter_context(Server(binary, *given)) for _ in range(count)]


def settled(servers):
    """Brotli and zstd are made beside the first answers; what is compared is asked for afterwards."""
    for server in servers:
        for coding in ("br", "zstd"):
            coded = lambda: get(server.port, "/all.ics", {"Accept-Encoding": coding})[1]["Content-Encoding"] == coding
            assert until(coded), f"the server has {coding}"
