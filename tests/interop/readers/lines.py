"""What a reader prints: a line per occurrence, `UID start end`, instants in UTC, dates where it is all day."""
import datetime as dt
import sys

FILE, FROM, TO = sys.argv[1], *(dt.datetime.fromisoformat(day).replace(tzinfo=dt.timezone.utc) for day in sys.argv[2:4])


def written(moment):
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def tell(uid, start, end):
    print(uid, written(start), written(end), sep="\t")


def read():
    with open(FILE, encoding="utf-8", newline="") as feed:
        return feed.read()
