# One Varnish (7.1) before HAProxy. README.md says what each part is for, and how to start it.
vcl 4.1;

import std;

backend haproxy {
    .host = "127.0.0.1";
    .port = "8080";
    .connect_timeout = 1s;
    # Longer than HAProxy takes to try another replica, and yet another.
    .first_byte_timeout = 15s;
    .between_bytes_timeout = 5s;
    .probe = {
        .url = "/haproxy/ready";
        .interval = 1s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

sub vcl_recv {
    if (req.url ~ "^/(metrics|readyz)([?]|$)") {
        return (synth(404));
    }
    # A visitor says neither who nor where they are.
    unset req.http.Forwarded;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Proto;
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Nothing that sigcal says depends on these.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # Clients write the same in many ways, each of which would be kept for itself.
    set req.http.X-Codings = "";
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])br *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "br, ";
    }
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])zstd *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "zstd, ";
    }
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])gzip *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "gzip, ";
    }
    set req.http.Accept-Encoding = req.http.X-Codings + "identity";
    unset req.http.X-Codings;
    # Of Accept, JSON counts, and whether an error is to be a page; of languages, Chinese: all else is English.
    if (req.http.Accept-Language !~ "(?i)zh") {
        unset req.http.Accept-Language;
    }
    if (req.http.Accept !~ "(?i)json") {
        if (req.http.Accept ~ "(?i)text/html") {
            set req.http.Accept = "text/html";
        } else {
            unset req.http.Accept;
        }
    }
    # How long after its time an answer may be given while it is asked for anew: as sigcal says (stale-while-revalidate)
    # where somebody can be asked; as long as it is kept (stale-if-error) where nobody can, or asking gave nothing.
    set req.grace = 7d;
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 5m;
        if (req.url ~ "[.](ics|jcal[.]json|jscal[.]json|atom)([?]|$)") {
            set req.grace = 1h;
        }
    }
}

sub vcl_backend_response {
    # Whole or not at all: what breaks off on its way is asked for again.
    set beresp.do_stream = false;
    # This asks after something that is kept. It stays, instead of an error, or of what an older replica has.
    if (!bereq.uncacheable && bereq.http.If-None-Match) {
        if (beresp.status >= 500) {
            return (abandon);
        }
        if (bereq.http.If-Modified-Since && std.time(beresp.http.Last-Modified, std.real2time(0, now))
                < std.time(bereq.http.If-Modified-Since, std.real2time(0, now))) {
            std.log("older: " + beresp.http.Last-Modified + " after " + bereq.http.If-Modified-Since);
            return (abandon);
        }
    }
    if (beresp.status >= 500) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
    set beresp.grace = 0s;
    if (beresp.http.Cache-Control ~ "stale-if-error=[0-9]+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, ".*stale-if-error=([0-9]+).*", "\1s"), 0s);
    }
    set beresp.keep = 0s;
}

sub vcl_backend_error {
    if (bereq.retries == 0) {
        return (retry);
    }
    if (bereq.http.If-None-Match && !bereq.uncacheable) {
        return (abandon);
    }
    set beresp.http.Retry-After = "5";
}

sub vcl_synth {
    # Asking gave nothing, so what is kept is given after all.
    if (resp.status == 503 && req.restarts == 0) {
        return (restart);
    }
}
