package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bench by SockJS, and the page that everybody begins with.
@Tag("long")
class SockJsTest extends PageSuite {
    /// SockJS's handshakes are refused, as by a proxy that knows no Upgrade.
    private static final String REFUSED =
            """
            window.WebSocket = class extends WebSocket {
                constructor(url, protocols) {
                    super(url.replace(/websocket$/, 'refused'), protocols);
                }
            };
            """;

    /// What documentation of SockJS begins with.
    private static final String PRINTED =
            """
            <!DOCTYPE html>
            <title>The example</title>
            <script src="/js/sockjs.min.js"></script>
            <script>
            var socket = new SockJS("/echo");
            socket.onopen = function () { console.log("open"); socket.send("Hello, world!"); };
            socket.onmessage = function (event) { console.log("message", event.data); socket.close(); };
            socket.onclose = function () { console.log("close"); };
            </script>
            """;

    private Page connected(String transport) {
        Page page = open("/bench/?transport=" + transport);
        isOpen(page);
        return page;
    }

    private static void isOpen(Page page) {
        assertThat(page.locator("#state[data-state=open]")).hasText("Connected");
    }

    private static void send(Page page, String text) {
        page.click("#tab-text");
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(logged(page, "in", text)).isVisible();
    }

    private static void connectTo(Page page, String path) {
        page.click("#connect-button");
        assertThat(page.locator("#state[data-state=closed]")).isVisible();
        page.fill("#path", path);
        page.click("#connect-button");
    }

    /// Rows of the exchange: requests by method, frames by name.
    private static Locator exchanged(Page page, String name, String line) {
        return page.locator(
                ".exchange-row:not([hidden]):has(.frame-opcode:text-is('" + name + "'))",
                new Page.LocatorOptions().setHasText(line));
    }

    @Test
    @DisplayName(
            "the example that is printed everywhere works as it is: one script tag, four lines")
    void printedExample() {
        List<String> said = new ArrayList<>();
        Page page = openOwn(PRINTED, said::add);
        page.waitForCondition(() -> said.contains("close"));
        Assertions.assertThat(said).containsExactly("open", "message Hello, world!", "close");
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
    @DisplayName("each transport carries text there and back, and the page says which it is")
    void carriesText(String transport) {
        Page page = connected(transport);
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, " + transport);
        send(page, "100 % κόσμε");
        assertThat(page.locator("#fact-received")).hasText("1 · 16 B");
        page.click("#tab-ping");
        page.click("#ping-once");
        assertThat(page.locator("#ping-last")).hasText(Pattern.compile("^[0-9.]+ (µs|ms|s)$"));
        page.click("#tab-close");
        assertThat(page.locator("#panel-close")).containsText("SockJS has no frame for it");
        page.fill("#close-code", "4001");
        page.fill("#close-reason", "enough");
        page.click("#panel-close button[type=submit]");
        assertThat(logged(page, "note", "4001 Private to the application “enough”")).isVisible();
    }

    @Test
    @DisplayName("where WebSocket does not come through, the page says so, and what does")
    void fallsBack() {
        Page page = connected("native");
        page.addInitScript(REFUSED);
        page.reload();
        isOpen(page);
        page.click("#connect-button");
        page.selectOption("#carrier", "auto");
        page.click("#connect-button");
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, xhr-streaming");
        assertThat(logged(page, "note", "A transport did not come through")).hasCount(1);
        assertThat(logged(page, "note", "/echo by SockJS, xhr-streaming")).isVisible();
        send(page, "by another way");
        complained("/refused' failed");
    }

    @Test
    @DisplayName("where the server has no WebSocket, SockJS does not try it")
    void takesWhatTheServerHas() {
        Page page = connected("auto");
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, websocket");
        connectTo(page, "/disabled_websocket_echo");
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, xhr-streaming");
        assertThat(logged(page, "note", "A transport did not come through")).hasCount(0);
    }

    @Test
    @DisplayName("by its WebSocket transport, the wire view has the frames of SockJS")
    void tracesItsWebSocket() {
        Page page = connected("websocket");
        send(page, "seen on the wire");
        assertThat(page.locator("#exchange")).isHidden();
        assertThat(page.locator(".frame-row:not([hidden]) .frame-line:text-is('o')")).isVisible();
        assertThat(
                        page.locator(
                                ".frame-row:not([hidden]) .frame-line:text-is('a[\"seen on the wire\"]')"))
                .isVisible();
    }

    @Test
    @DisplayName(
            "by plain requests, the wire view has the requests and frames that a page can know of")
    void showsRequestsAndFrames() {
        Page page = connected("xhr-polling");
        send(page, "by request");
        assertThat(page.locator("#wire-tabs")).isHidden();
        assertThat(page.locator("#exchange")).containsText("is not traced here");
        assertThat(exchanged(page, "GET", "/info")).hasCount(1);
        assertThat(exchanged(page, "Open", "o")).hasCount(1);
        assertThat(exchanged(page, "Message", "a[\"by request\"]")).hasCount(1);
        exchanged(page, "POST", "/xhr_send").click();
        assertThat(page.locator("#exchange-detail .frame-title")).containsText("answered 204");
        assertThat(page.locator("#exchange-detail")).containsText("Messages to the server");
        page.click("#connect-button");
        page.selectOption("#carrier", "native");
        page.click("#connect-button");
        assertThat(page.locator("#wire-tabs")).isVisible();
        assertThat(page.locator("#exchange")).isHidden();
    }

    @Test
    @DisplayName("what only WebSocket can is not offered, and the page says why")
    void isTextOnly() {
        Page page = connected("auto");
        page.click("#tab-binary");
        assertThat(page.locator("#send-random")).isDisabled();
        assertThat(page.locator("#panel-binary")).containsText("SockJS carries text only");
        page.click("#tab-burst");
        assertThat(page.locator("#burst-button")).isDisabled();
        assertThat(page.locator("#protocols")).isDisabled();
        page.click("#connect-button");
        page.selectOption("#carrier", "native");
        page.click("#connect-button");
        assertThat(page.locator("#fact-carrier")).hasText("WebSocket");
        assertThat(page.locator("#protocols")).isEnabled();
        assertThat(page.locator("#burst-button")).isEnabled();
        page.click("#tab-binary");
        page.click("#send-random");
        assertThat(page.locator("#fact-received")).hasText("1 · 200 B");
    }

    @Test
    @DisplayName("a close by the server says its code and reason, and is the last frame")
    void isClosed() {
        Page page = connected("xhr-polling");
        connectTo(page, "/close");
        assertThat(logged(page, "note", "Go away!")).containsText("3000");
        assertThat(exchanged(page, "Close", "c[3000,\"Go away!\"]")).hasCount(1);
    }

    @Test
    @DisplayName("a path where no SockJS is: the page says what is missing")
    void explainsThatThereIsNone() {
        Page page = connected("auto");
        connectTo(page, "/nowhere");
        assertThat(page.locator("#banner")).containsText("There is no SockJS at this path");
        assertThat(logged(page, "note", "1002 No connection")).isVisible();
        complained("404");
    }

    @Test
    @DisplayName("it fits a phone")
    void fitsAPhone() {
        Page page = openOnPhone("/bench/?transport=xhr-streaming");
        isOpen(page);
        send(page, "from a phone");
        fitsTheScreen(page, "SockJS");
        assertThat(page.locator("#exchange")).isVisible();
    }
}
