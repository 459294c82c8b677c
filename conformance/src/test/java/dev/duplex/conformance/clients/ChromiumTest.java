package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.browserkit.Chromium;
import dev.duplex.conformance.LogWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Chromium's native `WebSocket`, driven by Playwright. Each test is one script in a page that the
/// server itself serves.
@ExtendWith(LogWatch.class)
@Timeout(120)
class ChromiumTest {
    /// The parts that the scripts are made of.
    private static final String PRELUDE =
            """
            const open = (path, protocols = []) => new Promise((resolve, reject) => {
                const socket = new WebSocket(location.origin.replace('http', 'ws') + path, protocols);
                socket.binaryType = 'arraybuffer';
                socket.inbox = [];
                socket.waiting = [];
                socket.onmessage = event => socket.waiting.length ? socket.waiting.shift()(event.data) : socket.inbox.push(event.data);
                socket.closed = new Promise(over => socket.onclose = event => over([event.code, event.reason, event.wasClean]));
                socket.next = () => socket.inbox.length ? Promise.resolve(socket.inbox.shift()) : new Promise(got => socket.waiting.push(got));
                socket.onopen = () => resolve(socket);
                socket.onerror = () => reject(new Error('refused'));
            });
            """;

    private final Server server = ClientServers.start(false, Origins.same());

    private final Page page = Chromium.shared().newPage();

    @AfterEach
    void close() {
        page.close();
        server.close();
    }

    private Object run(String script) {
        page.navigate("http://localhost:" + server.port() + "/page");
        return page.evaluate("async () => {" + PRELUDE + script + "}");
    }

    @Test
    @DisplayName("text and binary of many sizes come back as they went, compressed where that pays")
    void echoes() {
        assertThat(
                        run(
                                """
                                const socket = await open('/echo');
                                for (const text of ['', 'Hello', 'κόσμε 👩‍👩‍👧‍👦', 'x'.repeat(65536), 'µ'.repeat(500000)]) {
                                    socket.send(text);
                                    if (await socket.next() !== text) return 'text of ' + text.length;
                                }
                                for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
                                    const bytes = new Uint8Array(size).map((_, i) => i * 7 + (i >> 8));
                                    socket.send(bytes);
                                    const echo = new Uint8Array(await socket.next());
                                    if (echo.length !== size || echo.some((value, i) => value !== bytes[i])) return 'binary of ' + size;
                                }
                                return socket.extensions;
                                """))
                .asString()
                .startsWith("permessage-deflate");
    }

    @Test
    @DisplayName("with context takeover too")
    void echoesWithTakeover() {
        assertThat(
                        run(
                                """
                                const socket = await open('/takeover');
                                for (let i = 0; i < 50; i++) {
                                    const text = ('round ' + i + ' ').repeat(i * 100);
                                    socket.send(text);
                                    if (await socket.next() !== text) return 'round ' + i;
                                }
                                return 'all';
                                """))
                .isEqualTo("all");
    }

    @Test
    @DisplayName("a thousand messages keep their order")
    void keepsTheOrder() {
        assertThat(
                        run(
                                """
                                const socket = await open('/echo');
                                for (let i = 0; i < 1000; i++) socket.send('message ' + i);
                                for (let i = 0; i < 1000; i++) if (await socket.next() !== 'message ' + i) return 'message ' + i;
                                return 'all';
                                """))
                .isEqualTo("all");
    }

    @Test
    @DisplayName("closing, from either side, is clean, with code and reason")
    void closes() {
        assertThat(
                        run(
                                """
                                const mine = await open('/echo');
                                mine.close(4000, 'because é');
                                const theirs = await open('/bye');
                                return JSON.stringify([(await mine.closed)[0], (await mine.closed)[2], ...await theirs.closed]);
                                """))
                .isEqualTo("[4000,true,4001,\"bye é\",true]");
    }

    @Test
    @DisplayName("subprotocols; none in common is refused by the browser")
    void agreesOnASubprotocol() {
        assertThat(
                        run(
                                """
                                const agreed = (await open('/chat', ['v0', 'v1'])).protocol;
                                const none = await open('/chat', ['other']).then(() => 'opened', error => error.message);
                                return agreed + ' ' + none;
                                """))
                .isEqualTo("v1 refused");
    }

    @Test
    @DisplayName("a page of another origin is refused")
    void refusesOtherOrigins() {
        try (Server other = ClientServers.start(false, Origins.same())) {
            page.navigate("http://localhost:" + other.port() + "/page");
            Object result =
                    page.evaluate(
                            "port => new Promise(done => { const s = new WebSocket('ws://localhost:' + port + '/echo');"
                                    + " s.onopen = () => done('opened'); s.onclose = event => done('closed ' + event.code); })",
                            server.port());
            assertThat(result).isEqualTo("closed 1006");
        }
    }
}
