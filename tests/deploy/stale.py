"""What a cache has to do with what is too old: answers that are fresh for a second, servers that are slow, fail, or are dead."""
import time

from origins import publish
from rig import claim, get, until


def stale_while_revalidating(port, shims, data):
    """What is too old is answered at once, while the server takes its time; then it is the new."""
    ask = lambda: get(port, "/all.ics", timeout=5)
    old = ask()[2]
    publish(data, 15)
    assert until(lambda: all(get(s.upstream.port, "/all.ics")[2] != old for s in shims)), "the server reads it anew"
    for shim in shims:
        shim.go_on.clear()
    # It was kept for a second.
    came = until(lambda: ask()[1]["X-Cache"] in ("STALE", "UPDATING"))
    began = time.monotonic()
    answer = ask()
    took = time.monotonic() - began
    claim("stale at once, while it is fetched anew", f"{answer[1]['X-Cache']} in {took * 1000:.0f} ms",
          came and answer[0] == 200 and answer[2] == old and took < 1)
    asked = sum(len(shim.asked) for shim in shims)
    for shim in shims:
        shim.go_on.set()
    came = until(lambda: ask()[2] != old)
    claim("then the new", "yes" if came else "no", came and b"T150000" in ask()[2])
    # That one was fetched; when it is too old again, it is asked whether it is still so.
    again = until(lambda: ask() and any(status == 304 and path == "/all.ics" for shim in shims
                                        for path, _, status in shim.asked[-50:]))
    claim("what is the same is not sent again", "304 to the cache" if again else f"{asked} requests", again)


def too_old(port, shims):
    """Older than it may be while it is fetched anew: who asks waits for the new."""
    path = "/sig-docs.ics"
    for shim in shims:
        shim.lifetimes |= {"s_maxage": 1, "stale_while_revalidate": 1}
    get(port, path)
    fetched = time.monotonic()
    # There is nothing to await but time: a request would have it fetched anew.
    time.sleep(max(0, fetched + 3.2 - time.monotonic()))
    before = sum(len(shim.asked) for shim in shims)
    answer = get(port, path)
    after = sum(len(shim.asked) for shim in shims)
    claim("what is older than stale-while-revalidate is waited for", answer[1]["X-Cache"],
          answer[0] == 200 and after > before and answer[1]["X-Cache"] not in ("HIT", "STALE", "UPDATING"))


def failing(port, shims, seconds=7):
    """Every server says that it is ready, and answers with errors."""
    path = "/all.ics"
    for shim in shims:
        shim.asked.clear()
    # Once more with the lifetimes that are said now.
    assert until(lambda: get(port, path) and any(seen[0] == path for shim in shims for seen in shim.asked))
    body = get(port, path)[2]
    for shim in shims:
        shim.fails = True
        shim.asked.clear()
    wrong, count, began = [], 0, time.monotonic()
    while time.monotonic() < began + seconds:
        answer, count = get(port, path), count + 1
        if answer[0] != 200 or answer[2] != body:
            wrong.append(answer[0])
        time.sleep(0.01)
    errors = sum(status == 500 for shim in shims for _, _, status in shim.asked)
    claim("every server fails, and feeds go on",
          f"{count} answers, {errors} errors behind, wrong: {wrong[:5] or 'none'}", not wrong and errors > 3)
    for shim in shims:
        shim.fails = False


def gone(port, shims, data):
    """A calendar that is there no more."""
    path = "/sig-node.ics"
    get(port, path)
    data.write_text(data.read_text().replace("  - { dir: sig-node", "  - { dir: sig-nodes"))
    assert until(lambda: all(get(shim.upstream.port, path)[0] == 404 for shim in shims)), "the server reads it anew"
    asked = lambda: any(seen[0] == path and seen[2] == 404 for shim in shims for seen in shim.asked)
    until(lambda: get(port, path) and asked())
    came = until(lambda: get(port, path)[0] == 404)
    claim("a calendar that is there no more is so in front, too", get(port, path)[0], came)


def dead(port, shims, seconds=4):
    """Every server is killed; feeds go on."""
    paths = ["/all.ics", "/sig-docs.ics"]
    bodies = [get(shims[0].upstream.port, path)[2] for path in paths]
    assert until(lambda: [get(port, path)[2] for path in paths] == bodies), "what is kept is what the servers have"
    for shim in shims:
        shim.die()
    counts, began, wrong = {}, time.monotonic(), []
    while time.monotonic() < began + seconds:
        for path, body in zip(paths, bodies):
            answer = get(port, path)
            counts[answer[1]["X-Cache"]] = counts.get(answer[1]["X-Cache"], 0) + 1
            if answer[0] != 200 or answer[2] != body:
                wrong.append(answer[0])
        time.sleep(0.02)
    claim("every server is killed, and feeds go on", f"{counts}, of these wrong: {wrong[:5] or 'none'}",
          not wrong and sum(counts.values()) > 50 and counts.get("STALE", 0) > 20)
    tag = get(port, paths[0])[1]["ETag"]
    claim("who has it is told so", "304", get(port, paths[0], {"If-None-Match": tag})[0] == 304)
    status = get(port, "/sig-node.ics")[0]
    claim("what nobody asked for before is not there", status, status in (502, 503, 504))
