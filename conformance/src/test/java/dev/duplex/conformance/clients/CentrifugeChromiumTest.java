package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.duplex.browserkit.Chromium;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.conformance.LogWatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// npm's `centrifuge` in Chromium, as its package ships it for browsers, with the browser's own `WebSocket`, `fetch` and
/// `EventSource`, and npm's `sockjs-client`. What the pages do is in `src/test/pages/centrifuge-checks.js`.
@ExtendWith(LogWatch.class)
@Timeout(120)
class CentrifugeChromiumTest {
    private static final Path CHECKS = Path.of("src/test/pages/centrifuge-checks.js");
    private static final int NUMBER_OF_CHECKS = 9;

    private final Page page = Chromium.shared().newPage();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @AfterEach
    void close() {
        page.close();
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, json",
        "websocket, protobuf",
        "sockjs, json",
        "http_stream, json",
        "http_stream, protobuf",
        "sse, json"
    })
    @DisplayName(
            "connects, publishes, recovers, reads history and presence, calls methods, is refused, unsubscribed, disconnected")
    void speaksWithIt(String transport, String encoding) {
        try (CentrifugeServer server = CentrifugeServer.startWithPages()) {
            page.navigate(server.url("/page"));
            script(server.url(SockJsServer.CLIENT));
            String client =
                    encoding.equals("protobuf") ? "centrifuge.protobuf.js" : "centrifuge.js";
            script(server.url("/packages/centrifuge/dist/" + client));
            page.addScriptTag(
                    new Page.AddScriptTagOptions().setPath(SockJsChromiumTest.SHARED_CHECKS));
            page.addScriptTag(new Page.AddScriptTagOptions().setPath(CHECKS));
            assertThat(
                            page.evaluate(
                                    "([base, transport, encoding]) => within(60, checkCentrifuge(base, transport, encoding))",
                                    List.of(server.url(""), transport, encoding)))
                    .isEqualTo(NUMBER_OF_CHECKS);
        }
    }

    private void script(String url) {
        page.addScriptTag(new Page.AddScriptTagOptions().setUrl(url));
    }
}
