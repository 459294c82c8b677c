package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import dev.duplex.Origins;
import dev.duplex.browserkit.Chromium;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// npm's `sockjs-client` in Chromium, by each transport that it has there, from a page of the server's
/// own origin and from one of another site. What the pages do is in `src/test/pages`.
///
/// Not here: xdr-streaming and xdr-polling, which are made of `XDomainRequest`, an object that only
/// Internet Explorer 8 and 9 had. To the server they are xhr-streaming and xhr-polling. `htmlfile`
/// by itself is for pages of the same origin only; of another it is `iframe-htmlfile`. (In Chromium
/// both are made of iframes, where Internet Explorer had ActiveX.)
@ExtendWith(LogWatch.class)
@Timeout(120)
class SockJsChromiumTest {
    /// What is put into pages, before what checks something there.
    static final Path SHARED_CHECKS = Path.of("src/test/pages/checks.js");

    /// What is put into pages.
    static final Path CHECKS = Path.of("src/test/pages/sockjs-checks.js");

    /// The example leaves the client the little time that it gives a transport to open, by the time that /info took; not what is
    /// tested. Put before it, this gives it more.
    private static final String PATIENT =
            """
            const sooner = setTimeout;
            setTimeout = (task, millis, ...more) => sooner(task, millis > 200 ? 30000 : millis, ...more);
            """;

    private final Page page = Chromium.shared().newPage();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @AfterEach
    void close() {
        page.close();
    }

    /// Loads a page with the client of `server` and the checks in it.
    private void load(String url, SockJsServer server) {
        page.navigate(url);
        page.addScriptTag(new Page.AddScriptTagOptions().setUrl(server.url(SockJsServer.CLIENT)));
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(SHARED_CHECKS));
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(CHECKS));
    }

    /// A page of this server, under a name that makes it one of another site than `localhost`.
    private static String foreign(SockJsServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private Object speak(SockJsServer server, String transport) {
        return page.evaluate(
                "([base, transport]) => within(30, speak(base, transport))",
                List.of(server.url(""), transport));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "websocket",
                "xhr-streaming",
                "eventsource",
                "iframe-eventsource",
                "htmlfile",
                "iframe-htmlfile",
                "xhr-polling",
                "iframe-xhr-polling",
                "jsonp-polling"
            })
    @DisplayName("from a page of the same origin: text, sizes, order, closing by either side")
    void sameOrigin(String transport) {
        try (SockJsServer server =
                SockJsServer.start(options -> options.clientUrl(SockJsServer.CLIENT))) {
            load(server.url("/page"), server);
            assertThat(speak(server, transport)).isEqualTo("all");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "websocket",
                "xhr-streaming",
                "eventsource",
                "iframe-eventsource",
                "iframe-htmlfile",
                "xhr-polling",
                "iframe-xhr-polling",
                "jsonp-polling"
            })
    @DisplayName("from a page of another site that is allowed: the same")
    void otherOrigin(String transport) {
        try (SockJsServer other = SockJsServer.start();
                SockJsServer server =
                        SockJsServer.start(options ->
                                options.clientUrl(SockJsServer.CLIENT)
                                        .origins(Origins.of(foreign(other))))) {
            load(foreign(other) + "/page", server);
            assertThat(speak(server, transport)).isEqualTo("all");
        }
    }

    @Test
    @DisplayName("from any page, where any may connect: the transport is the client's own choice")
    void anyOrigin() {
        try (SockJsServer other = SockJsServer.start();
                SockJsServer server =
                        SockJsServer.start(options -> options.origins(Origins.any()))) {
            load(foreign(other) + "/page", server);
            assertThat(speakByAny(server)).isEqualTo("websocket");
        }
    }

    private Object speakByAny(SockJsServer server) {
        return page.evaluate("url => within(30, speakByAny(url))", server.url("/echo"));
    }

    @Test
    @DisplayName("a page of another site that is not allowed gets nothing, whatever it tries")
    void refusesOtherOrigins() {
        try (SockJsServer other = SockJsServer.start();
                SockJsServer server =
                        SockJsServer.start(options -> options.clientUrl(SockJsServer.CLIENT))) {
            load(foreign(other) + "/page", server);
            assertThat(
                            page.evaluate(
                                    "url => speakByAny(url).catch(error => error.message)",
                                    server.url("/echo")))
                    .isEqualTo("closed: 1002 Cannot connect to server");
            assertThat(page.evaluate("base => intrude(base)", server.url("")))
                    .isEqualTo(
                            "websocket refused, xhr refused, eventsource refused, jsonp refused");
        }
    }

    @Test
    @DisplayName("where the server has no WebSocket the client takes xhr-streaming")
    void fallsBack() {
        try (SockJsServer server = SockJsServer.start(options -> options.webSocket(false))) {
            load(server.url("/page"), server);
            assertThat(speakByAny(server)).isEqualTo("xhr-streaming");
        }
    }

    @ParameterizedTest(name = "WebSocket: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("the client's own example, pasted into a bare page, does what it says")
    void example(boolean webSocket) {
        List<ConsoleMessage> console = new ArrayList<>();
        // Not what the browser itself says there, of icons that it did not find.
        page.onConsoleMessage(message -> {
            if (message.type().equals("log")) {
                console.add(message);
            }
        });
        try (SockJsServer server = SockJsServer.start(options -> options.webSocket(webSocket))) {
            page.addInitScript(PATIENT);
            page.navigate(server.url("/bare.html"));
            page.waitForCondition(() -> console.size() >= 2);
            assertThat(page.evaluate("socket.transport"))
                    .isEqualTo(webSocket ? "websocket" : "xhr-streaming");
        }
        page.waitForCondition(() -> console.size() >= 3);
        assertThat(console.subList(0, 2))
                .extracting(ConsoleMessage::text)
                .containsExactly("open", "message Hello, world!");
        ConsoleMessage last = console.get(2);
        assertThat(last.args().getFirst().jsonValue()).isEqualTo("close");
        assertThat(last.args().get(1).getProperty("type").jsonValue()).isEqualTo("close");
        assertThat(last.args().get(1).getProperty("code").jsonValue()).isEqualTo(1001);
    }
}
