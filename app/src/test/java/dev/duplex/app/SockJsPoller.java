package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A session of a SockJS client that knows the transports of `XMLHttpRequest` only, in the protocol's own
/// words: frames are `o`, `h`, `a[…]`, `c[code,"reason"]`, one a line.
public final class SockJsPoller {
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final Served served;
    private final String url;
    private final String origin;

    /// @param path the endpoint's
    public SockJsPoller(Served served, String path, String origin) {
        this.served = served;
        this.url = path + "/000/session" + SESSIONS.incrementAndGet();
        this.origin = origin;
    }

    private HttpRequest request(String transport, String body) {
        return served.request(url + transport)
                .header("Origin", origin)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /// Begins the session: the first poll gets an open frame.
    ///
    /// @return the whole answer
    public HttpResponse<String> open() throws Exception {
        HttpResponse<String> opened =
                served.http().send(request("/xhr", ""), BodyHandlers.ofString());
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo("o\n");
        return opened;
    }

    /// The next frame.
    public String poll() throws Exception {
        HttpResponse<String> answer =
                served.http().send(request("/xhr", ""), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith("\n");
        return answer.body().strip();
    }

    /// Begins a streamed response.
    ///
    /// @return its lines, as they come
    public Stream<String> stream() throws Exception {
        HttpResponse<Stream<String>> answer =
                served.http().send(request("/xhr_streaming", ""), BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /// Sends one message.
    ///
    /// @param text of characters that JSON takes as they are
    public void send(String text) throws Exception {
        assertThat(trySend(text).statusCode()).isEqualTo(204);
    }

    /// Sends one message, whatever comes of it.
    public HttpResponse<String> trySend(String text) throws Exception {
        return served.http()
                .send(request("/xhr_send", "[\"" + text + "\"]"), BodyHandlers.ofString());
    }
}
