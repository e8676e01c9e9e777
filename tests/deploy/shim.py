"""A server's answers, which get old sooner than it says."""
import http.client
import http.server
import re
import threading


class Shim(http.server.ThreadingHTTPServer):
    """Between a cache and a server: says other lifetimes than the server does, for nobody waits for ten minutes; notes
    what it was asked; and answers late where it is told to."""

    daemon_threads = True

    def __init__(self, server, **lifetimes):
        super().__init__(("127.0.0.1", 0), Handler)
        self.fails = False
        self.upstream, self.lifetimes, self.asked = server, lifetimes, []
        self.go_on = threading.Event()
        self.go_on.set()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def die(self):
        """As if it had never been: it listens no more, and its server is killed."""
        self.upstream.process.kill()
        self.upstream.process.wait()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """A connection that ends is none of our business."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.go_on.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    # A connection for each request: one that is kept would outlive its server.
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        if not self.path.startswith("/readyz"):
            self.server.go_on.wait(20)
            if self.server.fails:
                self.server.asked.append((self.path, dict(self.headers), 500))
                self.send_error(500)
                return
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream.port, timeout=5)
        skip = {"connection", "host"}
        connection.putrequest(self.command, self.path, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in skip:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        self.server.asked.append((self.path, dict(self.headers), answer.status))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() == "cache-control":
                for word, seconds in self.server.lifetimes.items():
                    value = re.sub(rf"\b{word.replace('_', '-')}=\d+", f"{word.replace('_', '-')}={seconds}", value)
            if name.lower() != "connection":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass
