package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The WebSocket bench, and its wire view.
class BenchTest extends PageSuite {
    /// A header of two bytes and a key of four; the payload is compressed.
    private static final Pattern LENGTH =
            Pattern.compile("6 \\+ (?<payload>\\d+) bytes · compressed");

    /// So long a burst may take, of which a busy machine makes fifty messages a second.
    private static final double BURST_MILLIS = 120_000;

    private static final Pattern TIME = Pattern.compile("^[0-9.]+ (µs|ms|s)$");

    private Page connected() {
        Page page = open("/bench/");
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

    private static Locator frames(Page page, String side, String opcode) {
        return page.locator(
                ".frame-row[data-from=" + side + "]:not([hidden])",
                new Page.LocatorOptions()
                        .setHas(page.locator(".frame-opcode:text-is('" + opcode + "')")));
    }

    @Test
    @DisplayName("it connects by itself, and sees its text come back")
    void echoesText() {
        Page page = connected();
        assertThat(logged(page, "note", "Connected to ws://" + host() + "/echo")).isVisible();
        send(page, "κόσμε 👩‍👩‍👧‍👦");
        assertThat(logged(page, "out", "κόσμε 👩‍👩‍👧‍👦")).hasCount(1);
        assertThat(logged(page, "in", "κόσμε 👩‍👩‍👧‍👦")).hasCount(1);
        assertThat(page.locator("#fact-sent")).hasText("1 · 36 B");
        assertThat(page.locator("#fact-received")).hasText("1 · 36 B");
    }

    @Test
    @DisplayName("binary, typed as hex and made at random, comes back")
    void echoesBinary() {
        Page page = connected();
        page.click("#tab-binary");
        page.fill("#hex", "00 ff 7f 80 de ad");
        page.press("#hex", "Tab");
        page.click("#panel-binary button[type=submit]");
        assertThat(logged(page, "in", "00 ff 7f 80 de ad")).hasCount(1);
        page.fill("#random-size", "70000");
        page.click("#send-random");
        assertThat(page.locator("#fact-received")).hasText("2 · 68.4 KiB");
        page.fill("#hex", "not hex");
        assertThat(page.locator("#hex-problem")).containsText("is not a hex digit");
    }

    @Test
    @DisplayName("an echo is timed by the page, and the server's Ping by the trace")
    void timesPings() {
        Page page = connected();
        page.click("#tab-ping");
        page.click("#ping-once");
        assertThat(page.locator("#ping-last")).hasText(TIME);
        assertThat(page.locator("#ping-median")).hasText(TIME);
        assertThat(page.locator("#fact-echo")).hasText(TIME);
        assertThat(logged(page, "note", "Echo after")).isVisible();
        assertThat(page.locator("#fact-ping")).hasText(TIME);
        page.click("#tab-data");
        assertThat(frames(page, "server", "Ping").first()).isVisible();
        assertThat(frames(page, "client", "Pong").first()).isVisible();
    }

    @Test
    @DisplayName("a burst goes out and comes back whole")
    void runsABurst() {
        Page page = connected();
        page.click("#tab-burst");
        page.fill("#burst-messages", "640");
        page.click("#burst-button");
        page.waitForSelector(
                "#burst-result:not([hidden]), #burst-problem:not([hidden])",
                new Page.WaitForSelectorOptions().setTimeout(BURST_MILLIS));
        assertThat(page.locator("#burst-problem")).hasText("");
        assertThat(page.locator("#burst-rate")).hasText(Pattern.compile("^[1-9][0-9,]*$"));
        assertThat(page.locator("#burst-p99")).hasText(TIME);
        assertThat(logged(page, "note", "640 × 64 B, 64 in flight")).isVisible();
    }

    @Test
    @DisplayName("the wire view shows the handshake, and computes the answer that it needs")
    void showsTheHandshake() {
        Page page = connected();
        page.click("#tab-handshake");
        assertThat(page.locator("#step-handshake")).hasText("101");
        Locator heads = page.locator("#wire-handshake");
        assertThat(heads).containsText("GET /echo HTTP/1.1");
        assertThat(heads).containsText("HTTP/1.1 101 Switching Protocols");
        assertThat(heads).containsText("Sec-WebSocket-Key: ");
        assertThat(page.locator("#wire-handshake .verdict.right")).isVisible();
    }

    @Test
    @DisplayName("the wire view shows each frame, and its bits")
    void showsFrames() {
        Page page = connected();
        send(page, "Hello, bits!");
        assertThat(page.locator("#tab-data")).hasAttribute("aria-selected", "true");
        frames(page, "client", "Text").click();
        Locator detail = page.locator("#frame-detail");
        assertThat(detail.locator(".frame-title")).containsText("Text frame Browser → Server");
        assertThat(frames(page, "client", "Text").locator(".frame-flags")).hasText("FIN RSV1 MASK");
        assertThat(bits(detail, 0)).hasText("1");
        assertThat(bits(detail, 1)).hasText("1");
        assertThat(bits(detail, 4)).hasText("0001");
        assertThat(bits(detail, 5)).hasText("1");
        Matcher bytes = LENGTH.matcher(detail.locator(".frame-title").innerText());
        assertThat(bytes.find()).isTrue();
        assertThat(Integer.parseInt(bits(detail, 6).innerText().replaceAll("\\s", ""), 2))
                .isEqualTo(Integer.parseInt(bytes.group("payload")));
        assertThat(detail).containsText("Hello, bits!");
        frames(page, "server", "Text").click();
        assertThat(detail.locator(".frame-title")).containsText("Text frame Server → Browser");
        assertThat(frames(page, "server", "Text").locator(".frame-flags")).hasText("FIN");
        assertThat(bits(detail, 5)).hasText("0");
    }

    /// The bits of a field of RFC 6455 §5.2: FIN, RSV1 to RSV3, opcode, MASK, payload length.
    private static Locator bits(Locator detail, int field) {
        return detail.locator(".bits-cell[data-field='" + field + "'] .bits-row");
    }

    @Test
    @DisplayName("what comes back is text in the log and in the frame, markup and all else")
    void hostileTextIsText() {
        Page page = connected();
        String markup = "<img src=x onerror=\"document.title='broken'\"><script>1</script>";
        send(page, markup);
        frames(page, "server", "Text").click();
        assertThat(page.locator("#frame-detail")).containsText("<img src=x onerror=");
        page.fill("#text", "bell\u0007 " + "w".repeat(50_000));
        page.press("#text", "Enter");
        assertThat(logged(page, "in", "bell· www")).isVisible();
        assertThat(page.locator("main img, main script")).hasCount(0);
        fitsTheScreen(page, "a flood");
        assertThat(page).hasTitle(Pattern.compile("Duplex"));
    }

    @Test
    @DisplayName("closing says code and reason, in the log and as the exchange of Closes")
    void closes() {
        Page page = connected();
        page.click("#tab-close");
        page.fill("#close-code", "4001");
        page.fill("#close-reason", "tschüß");
        page.click("#panel-close button[type=submit]");
        assertThat(page.locator("#state[data-state=closed]")).hasText("Closed");
        assertThat(logged(page, "note", "4001 Private to the application")).isVisible();
        assertThat(page.locator("#tab-closure")).hasAttribute("aria-selected", "true");
        assertThat(page.locator("#step-closure")).hasText("4001");
        Locator sequence = page.locator("#wire-closure .sequence");
        assertThat(sequence).containsText("Close 4001");
        assertThat(sequence).containsText("“tschüß”");
        assertThat(sequence).containsText("Close (echo) 4001");
        assertThat(sequence).containsText("TCP connection ends");
        page.click("#connect-button");
        isOpen(page);
        send(page, "again");
    }

    @Test
    @DisplayName("a close by the server says its code and reason too")
    void isClosed() {
        Page page = connected();
        page.click("#connect-button");
        assertThat(page.locator("#state[data-state=closed]")).isVisible();
        page.fill("#path", "/close");
        page.click("#connect-button");
        assertThat(logged(page, "note", "3000 Registered by a library or framework “Go away!”"))
                .isVisible();
        assertThat(page.locator("#wire-closure .sequence")).containsText("Close 3000");
        assertThat(page.locator("#wire-closure .sequence")).containsText("“Go away!”");
    }

    @Test
    @DisplayName("a close that no page may send is explained, and not tried")
    void explainsWhatMayNotBeSent() {
        Page page = connected();
        page.click("#tab-close");
        page.fill("#close-code", "1006");
        assertThat(page.locator("#close-problem.problem"))
                .hasText("A page may close with 1000 or 3000–4999, or with no code at all");
        page.click("#panel-close button[type=submit]");
        isOpen(page);
        page.fill("#close-code", "1000");
        page.fill("#close-reason", "ü".repeat(62));
        assertThat(page.locator("#close-problem.problem")).hasText("1 bytes too long");
    }

    @Test
    @DisplayName("a path where no WebSocket is: the refusal is shown")
    void explainsARefusal() {
        Page page = connected();
        page.click("#connect-button");
        assertThat(page.locator("#state[data-state=closed]")).isVisible();
        page.fill("#path", "/nowhere");
        page.click("#connect-button");
        assertThat(page.locator("#banner")).containsText("The server refused the handshake.");
        assertThat(page.locator("#step-handshake")).hasText("404");
        complained("WebSocket connection to 'ws://" + host() + "/nowhere' failed");
    }

    @Test
    @DisplayName("on a phone nothing is wider than the screen, and it works")
    void fitsAPhone() {
        Page page = openOnPhone("/bench/");
        isOpen(page);
        send(page, "from a phone ".repeat(12).strip());
        for (String tab : List.of("text", "binary", "ping", "burst", "close")) {
            page.tap("#tab-" + tab);
            assertThat(page.locator("#panel-" + tab)).isVisible();
            fitsTheScreen(page, tab);
        }
        for (String step : List.of("handshake", "data", "closure")) {
            page.tap("#tab-" + step);
            assertThat(page.locator("#wire-" + step)).isVisible();
            fitsTheScreen(page, step);
        }
    }

    @Test
    @DisplayName("everything can be reached and done by keyboard, and the focus is seen")
    void worksByKeyboard() {
        Page page = connected();
        send(page, "by keyboard");
        assertThat(reachedByTab(page))
                .containsSubsequence(
                        "path",
                        "carrier",
                        "protocols",
                        "connect-button",
                        "tab-text",
                        "text",
                        "log-direction",
                        "log-words",
                        "log-list",
                        "wire-follow",
                        "frame-list");
        page.focus("#tab-text");
        for (int i = 0; i < 4; i++) {
            page.keyboard().press("ArrowRight");
        }
        assertThat(page.locator("#tab-close")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator("#close-code")).isFocused();
        page.keyboard().press("Enter");
        assertThat(logged(page, "note", "1000 Normal closure")).isVisible();
    }
}
