#!/usr/bin/env python3
"""Writes docs/capacity.md and docs/capacity.svg: what a community of a size takes. `--help` lists what it assumes.

    deploy/scale/capacity.py
    deploy/scale/capacity.py --gigabyte 0.02 --peak 4 --folder /tmp

The figures of one server are in measured.json; `tests/deploy/capacity.py BINARY --measure` measures them anew.
"""
import argparse
import json
import pathlib
import textwrap

import model
import plot

HERE = pathlib.Path(__file__).resolve().parent
MEASURED = HERE / "measured.json"
SIZES = [10**n for n in range(3, 9)]
# Seconds that sigcal lets caches keep a feed (s-maxage); hours that its feeds ask to be left alone (REFRESH-INTERVAL).
FRESH, REFRESH = 600, 4

# What nobody measured. Each is an option.
ASSUMED = {
    "peak": (5, "how many times as many requests come in the busiest minute: programs like whole hours"),
    "changes": (8, "how often a month a feed changes"),
    "chain": (2500, "octets of a public authority's certificates, beside the server's own, for each connection"),
    "million": (0.5, "price of a million requests that a CDN answers"),
    "gigabyte": (0.05, "price of a gigabyte (10^9 octets) that leaves"),
    "core": (20, "price of a core for a month"),
}

SOURCES = [
    "A. Dangel, [iCal and Google Calendar Sync](https://adangel.org/2024/12/15/ical-and-google-calendar-sync) (2024): "
    "from an access log, where it calls itself `Google-Calendar-Importer`",
    "freispace, [Understanding calendar update intervals]"
    "(https://freispace-docs.statichost.page/docs/calendars/synch-problems.md)",
    "Carly, [Google Calendar ICS Subscription Refresh Rate]"
    "(https://www.usecarly.com/blog/google-calendar-ics-refresh-rate)",
    "Calfeed, [How often Apple and Google refresh](https://calfeed.ai/learn/ics-refresh-rate-apple-google)",
    "AddEvent, [Subscription Calendar Update Frequency]"
    "(https://help.addevent.com/docs/subscription-calendar-update-frequency)",
    "Caltrics, [How frequently are internet calendars refreshed?]"
    "(https://caltrics.previewsite.co.uk/knowledge-base/refresh-frequency-of-caltrics-internet-calendars/)",
    "MoonCal, [How often does Google Calendar refresh?]"
    "(https://usemooncal.com/en/guides/google-calendar-ics-refresh) (2026)",
    "Microsoft, \\[MS-OXCICAL\\] 2.1.3.1.1.15: “a suggested iCalendar file download frequency”, which an import "
    "“SHOULD” ignore; people who tried it write that Outlook heeds it",
    "Thunderbird, `accountSetup.js`: `calendar.getProperty(\"refreshInterval\") || 30`",
    "ICSx⁵, `AppAccount.kt`: `DEFAULT_SYNC_INTERVAL = 24*3600L`",
    "ICSx⁵, [FAQ](https://github.com/bitfireAT/icsx5-website/blob/main/faq.md): it uses ETag and Last-Modified",
    "Twocal, [Why Google Calendar takes up to 24 hours]"
    "(https://twocal.app/p/google-calendar-ics-refresh-delay/) (2026)",
]


def short(number):
    """Three digits, which is more than anybody knows here."""
    for unit, word in ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")):
        if number >= unit:
            return f"{number / unit:.3g}{word}"
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def table(heads, rows, words=()):
    """Numbers are put to the right, and columns of words to the left."""
    lines = [heads, ["---" if n in {0, *words} else "---:" for n in range(len(heads))], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def filled(text, indent=""):
    return textwrap.fill(text, 118, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def month(mix, octets, given):
    """Octets that a subscriber takes in a month: where programs say what they have, and where none does."""
    asked = model.per_second(mix) * model.MONTH
    new = sum(part / 100 * min(given["changes"], model.MONTH / program.seconds)
              for part, program in zip(model.MIXES[mix], model.PROGRAMS))
    feed, same = octets["/all.ics gzip"], octets["/all.ics 304"]
    connection = asked * (octets["handshake"] + given["chain"])
    return new * feed + (asked - new) * same + connection, asked * feed + connection


def cost(subscribers, mix, measured, given):
    """What it takes: requests, octets, cores; directly, and behind caches."""
    asked = subscribers * model.per_second(mix)
    least, most = (subscribers * octets for octets in month(mix, measured["octets"], given))
    cores = asked * given["peak"] * measured["micros"]["a 304, on a new connection by TLS"] / 1e6
    passed = model.formula(subscribers, mix, FRESH)
    whole = max(1, -(-cores // 1))
    direct = least / 1e9 * given["gigabyte"] + whole * given["core"]
    cached = asked * model.MONTH / 1e6 * given["million"] + least / 1e9 * given["gigabyte"] + given["core"]
    return {"asked": asked, "least": least, "most": most, "cores": cores, "passed": passed,
            "direct": direct, "cached": cached}


def page(measured, given):
    octets, micros = measured["octets"], measured["micros"]
    text = (HERE / "capacity.template.md").read_text()
    mixes = {mix: model.per_second(mix) for mix in model.MIXES}
    costs = {n: cost(n, "mixed", measured, given) for n in SIZES}
    parts = {
        "programs": table(["program", "asks each", "who says so", "asks whether there is news"], [
            [p.name, f"{p.seconds / 3600:g} h", p.known, p.conditional] for p in model.PROGRAMS], {2, 3}),
        "mixes": table(["of a hundred subscribers", *model.MIXES], [
            *([program.name, *(mix[n] for mix in model.MIXES.values())] for n, program in enumerate(model.PROGRAMS)),
            ["requests of one subscriber in a day", *(f"{rate * model.DAY:.1f}" for rate in mixes.values())]]),
        "polls": table(["subscribers", *model.MIXES, f"all heed {REFRESH} h", "mixed, Google once per address"], [
            [short(n), *(short(n * rate) for rate in mixes.values()), short(n / REFRESH / 3600),
             short(n * mixes["mixed"] - (n * model.MIXES["mixed"][0] / 100 - min(n, model.ADDRESSES))
                   / model.PROGRAMS[0].seconds)] for n in SIZES]),
        "octets": table(["octets of an answer, head and body", "all.ics", "sig-node.ics"], [
            [coding, *(f"{octets[f'{path} {coding}']:,}" for path in ("/all.ics", "/sig-node.ics"))]
            for coding in ("identity", "gzip", "br", "zstd", "304")]),
        "core": table(["answer", "processor time", "of one core, each second"], [
            [name, f"{time:.0f} µs", short(1e6 / time)] for name, time in micros.items()]),
        "cdn": table(["subscribers", "requests/s", "passed on/s, simulated", "by the formula", "kept off"], [
            simulated(n) for n in SIZES]),
        "cost": table(["subscribers", "requests a month", "GB a month", "GB, were every answer whole",
                       "cores at the peak", "passed on/s by a CDN", "price without a CDN", "with one"], [
            [short(n), short(c["asked"] * model.MONTH), short(c["least"] / 1e9), short(c["most"] / 1e9),
             short(c["cores"]), short(c["passed"]), short(c["direct"]), short(c["cached"])] for n, c in costs.items()]),
        "assumed": table(["option", "value", "what"], [
            [f"`--{name}`", f"{given[name]:g}", what] for name, (_, what) in ASSUMED.items()], {2}),
        "sources": "\n".join(filled(f"{n}. {source}.", "   ") for n, source in enumerate(SOURCES, 1)),
        "machine": measured["machine"], "how": filled(f"How: {measured['how']}."),
        "handshake": f"{octets['handshake']:,}",
        "places": model.PLACES, "addresses": model.ADDRESSES, "fresh": FRESH, "refresh": REFRESH,
        "ceiling": f"{model.PLACES * model.ADDRESSES / FRESH:.1f}",
    }
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", str(part))
    return text


def simulated(subscribers):
    """Where the log of a day has more than some millions of lines, the formula alone."""
    asked, formula = subscribers * model.per_second("mixed"), model.formula(subscribers, "mixed", FRESH)
    passed = "–"
    if subscribers <= 100_000:
        passed = short(model.misses(model.log(subscribers, "mixed"), FRESH) / model.DAY)
    return [short(subscribers), short(asked), passed, short(formula), f"{(1 - formula / asked) * 100:.4g} %"]


def drawn(measured):
    lines = {mix: [(n, n * model.per_second(mix)) for n in plot.steps(SIZES)] for mix in model.MIXES}
    lines["mixed, passed on by caches"] = [(n, model.formula(n, "mixed", FRESH)) for n in plot.steps(SIZES)]
    core = 1e6 / measured["micros"]["a 304, on a new connection by TLS"]
    return plot.drawing(lines, SIZES, {"one core, new connections by TLS": core}, powers=(-2, 5), across="subscribers",
                        up="requests each second", title="Requests each second, by subscribers")


def made(**given):
    measured = json.loads(MEASURED.read_text())
    given = {name: value for name, (value, _) in ASSUMED.items()} | given
    return {"capacity.md": page(measured, given), "capacity.svg": drawn(measured)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, (value, what) in ASSUMED.items():
        parser.add_argument(f"--{name}", type=float, default=value, help=f"{what} ({value:g})")
    parser.add_argument("--folder", type=pathlib.Path, default=HERE.parent.parent / "docs", help="where they go (docs)")
    given = vars(parser.parse_args())
    folder = given.pop("folder")
    for name, text in made(**given).items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
