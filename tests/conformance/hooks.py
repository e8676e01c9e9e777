"""Media types that schemathesis does not know how to read."""
import schemathesis


@schemathesis.deserializer("text/calendar")
def calendar(_context, response):
    return response.content.decode("utf-8")
