"""How often subscribers ask, what they are answered, and what of it reaches the servers behind caches."""
import collections
import random

DAY, MONTH = 86_400, 30 * 86_400

Program = collections.namedtuple("Program", "name seconds known conditional")

# How often a program asks where nobody has set it otherwise, and who says so, by the number in SOURCES of capacity.py.
# Where they differ, one of the shorter was taken.
PROGRAMS = [
    Program("Google Calendar", 6 * 3600, "4–7 h in a log [1]; 8–12 h [2], 12–24 h [3]; nothing by Google", "not known"),
    Program("Apple Calendar", 3600, "as set by its user; hourly [4], 1–3 h [5], on iPhones 15 min [6] or daily [7]",
            "not known"),
    Program("Outlook.com, Microsoft 365", 3 * 3600, "about 3 h [2] [5] [6]", "not known"),
    Program("Outlook for Windows", 3600, "1–3 h [5], 15 min [6], daily [7]; it may heed `X-PUBLISHED-TTL` [8]",
            "not known"),
    Program("Thunderbird", 1800, "30 min, in its source [9]; while it runs, here always", "not known"),
    Program("ICSx⁵", 24 * 3600, "24 h, in its source [10]", "yes [11]"),
]

# Parts of a hundred, in the order of PROGRAMS. Assumed.
MIXES = {
    "mixed": (40, 30, 10, 8, 10, 2),
    "mostly Google": (80, 12, 4, 2, 1, 1),
    "mostly phones": (20, 70, 4, 2, 1, 3),
    "mostly desks": (15, 15, 15, 25, 30, 0),
}

# Of the simulation, and of the formula beside it. Assumed.
PLACES, ADDRESSES, SEED = 20, 59, 7


def per_second(mix):
    """How often one subscriber asks."""
    return sum(part / 100 / program.seconds for part, program in zip(MIXES[mix], PROGRAMS))


def popularity():
    """The address that the most subscribe to has twice as many as the second, three times as many as the third."""
    weights = [1 / n for n in range(1, ADDRESSES + 1)]
    return [weight / sum(weights) for weight in weights]


def formula(subscribers, mix, fresh, places=PLACES):
    """What reaches the server each second: a cache passes one on, and then the first one after its time."""
    asked = (subscribers * per_second(mix) * part / places for part in popularity())
    return sum(places * rate / (1 + rate * fresh) for rate in asked)


def log(subscribers, mix, seconds=DAY, places=PLACES):
    """The requests of a day, by cache and address. A subscriber has a program, and begins at some moment."""
    draw, requests = random.Random(SEED), collections.defaultdict(list)
    programs = cumulated([part / 100 for part in MIXES[mix]])
    addresses = cumulated(popularity())
    for _ in range(subscribers):
        every = PROGRAMS[chosen(programs, draw.random())].seconds
        kept = requests[int(draw.random() * places), chosen(addresses, draw.random())]
        at = draw.random() * every
        while at < seconds:
            kept.append(at)
            at += every
    return requests


def misses(requests, fresh):
    """How many of them the caches pass on. What is stale is given all the same, and asked for anew beside."""
    count = 0
    for times in requests.values():
        until = 0
        for at in sorted(times):
            if at >= until:
                count, until = count + 1, at + fresh
    return count


def cumulated(parts):
    return [sum(parts[:n]) for n in range(1, len(parts) + 1)]


def chosen(bounds, number):
    return next((n for n, bound in enumerate(bounds) if number < bound), len(bounds) - 1)
