package dev.duplex.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;

/// What a browser does: keeps cookies, and sends them to every port of the host, by WebSocket too.
final class Browser implements AutoCloseable {
    /// Of the shop's pages, in the tests.
    static final String ORIGIN = "https://shop.example";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final int web;
    private final int duplex;

    /// @param web the port of the application
    /// @param duplex that of Duplex
    Browser(int web, int duplex) {
        this.web = web;
        this.duplex = duplex;
    }

    Browser loggedIn(String user) throws Exception {
        assertThat(get("/login").statusCode()).isEqualTo(200);
        HttpResponse<String> answer =
                send(
                        request("/login")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "username=" + user + "&password=" + user)));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("http://localhost:" + web + "/");
        // As a browser does: it comes with a new token against forged requests.
        assertThat(get("/").statusCode()).isEqualTo(200);
        return this;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(json(path).POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> put(String path, String json) throws Exception {
        return send(json(path).PUT(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + web + path))
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// The value of a cookie, or nothing.
    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /// Has a cookie from somewhere else.
    Browser withSession(String value) {
        HttpCookie cookie = new HttpCookie("SESSION", value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create("http://localhost:" + web), cookie);
        return this;
    }

    /// Opens a WebSocket as a page of the shop does, and no more.
    Peer open() {
        return open(ORIGIN, new Peer());
    }

    Peer open(String origin, Peer peer) {
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Origin", origin)
                        .buildAsync(
                                URI.create("ws://localhost:" + duplex + "/connection/websocket"),
                                peer)
                        .join();
        return peer.on(socket);
    }

    /// Connects as SDKs do.
    Peer connect() throws InterruptedException {
        Peer peer = open();
        assertThat(peer.ask("{\"id\":1,\"connect\":{}}"))
                .startsWith("{\"id\":1,\"connect\":{\"client\":");
        return peer;
    }

    /// A request of sockjs-client, at a session's URL on Duplex's port.
    String sockJs(String url, String body) throws Exception {
        return send(HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:" + duplex + "/connection/sockjs" + url))
                        .header("Origin", ORIGIN)
                        .POST(BodyPublishers.ofString(body)))
                .body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
