package dev.duplex.conformance.sockjs;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The transports by which a client receives over HTTP, and what each puts around a frame.
enum Transport {
    XHR("POST", "/xhr", "application/javascript;charset=UTF-8", "", "\n"),
    JSONP("GET", "/jsonp?c=cb", "application/javascript;charset=UTF-8", "/**/cb(", ");\r\n"),
    XHR_STREAMING("POST", "/xhr_streaming", "application/javascript;charset=UTF-8", "", "\n"),
    EVENTSOURCE("GET", "/eventsource", "text/event-stream", "data: ", "\r\n\r\n"),
    HTMLFILE(
            "GET",
            "/htmlfile?c=cb",
            "text/html;charset=UTF-8",
            "<script>\np(",
            ");\n</script>\r\n");

    /// Those whose responses go on after a frame.
    static final Set<Transport> STREAMS = EnumSet.of(XHR_STREAMING, EVENTSOURCE, HTMLFILE);

    private static final String HTMLFILE_HEAD =
            """
            <!doctype html>
            <html><head>
              <meta http-equiv="X-UA-Compatible" content="IE=edge" />
              <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
            </head><body><h2>Don't panic!</h2>
              <script>
                document.domain = document.domain;
                var c = parent.cb;
                c.start();
                function p(d) {c.message(d);};
                window.onload = function() {c.stop();};
              </script>\
            """;

    private final String method;
    private final String suffix;
    private final String contentType;
    private final String before;
    private final String after;

    Transport(String method, String suffix, String contentType, String before, String after) {
        this.method = method;
        this.suffix = suffix;
        this.contentType = contentType;
        this.before = before;
        this.after = after;
    }

    String method() {
        return method;
    }

    /// What follows the session's URL.
    String suffix() {
        return suffix;
    }

    /// Of its responses, without spaces.
    String contentType() {
        return contentType;
    }

    boolean streams() {
        return STREAMS.contains(this);
    }

    /// The bytes of a frame, with nothing escaped but what must be.
    String wrapped(String frame) {
        return before + (literal() ? Json.quoted(frame) : frame) + after;
    }

    /// The frame in what came.
    String unwrapped(String came) {
        Matcher matcher =
                Pattern.compile(
                                Pattern.quote(before) + "(.*)" + Pattern.quote(after),
                                Pattern.DOTALL)
                        .matcher(came);
        if (!matcher.matches()) {
            throw new AssertionError(this + ": not one frame: " + came);
        }
        return literal() ? Json.string(matcher.group(1)) : matcher.group(1);
    }

    /// Whether this is what a streaming transport begins with.
    boolean isPrelude(String came) {
        return switch (this) {
            case XHR_STREAMING -> came.equals("h".repeat(2048) + "\n");
            case EVENTSOURCE -> came.equals("\r\n");
            case HTMLFILE -> came.strip().equals(HTMLFILE_HEAD) && came.length() > 1024;
            case XHR, JSONP -> throw new IllegalStateException(this + " has no prelude");
        };
    }

    /// Whether frames are JavaScript's string literals.
    private boolean literal() {
        return this == JSONP || this == HTMLFILE;
    }
}
