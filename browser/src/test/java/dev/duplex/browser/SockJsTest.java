package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bench by SockJS.
class SockJsTest extends PageSuite {
    private Page connected(String transport) {
        Page page = open("/?transport=" + transport);
        assertThat(page.locator("#state[data-state=open]")).hasText("Connected");
        return page;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "websocket",
                "xhr-streaming",
                "eventsource",
                "iframe-eventsource",
                "xhr-polling",
                "iframe-xhr-polling",
                "jsonp-polling"
            })
    @DisplayName("each transport carries text there and back, and the page says which it is")
    void carriesText(String transport) {
        Page page = connected(transport);
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, " + transport);
        page.fill("#text", "100 % κόσμε");
        page.press("#text", "Enter");
        assertThat(logged(page, "in", "100 % κόσμε")).isVisible();
        page.click("#tab-close");
        page.fill("#close-code", "4001");
        page.click("#panel-close button[type=submit]");
        assertThat(logged(page, "note", "4001")).isVisible();
    }

    @Test
    @DisplayName("what only WebSocket can is not offered, and the page says so")
    void isTextOnly() {
        Page page = connected("auto");
        assertThat(page.locator("#fact-carrier")).hasText("SockJS, websocket");
        page.click("#tab-binary");
        assertThat(page.locator("#send-random")).isDisabled();
        assertThat(page.locator("#panel-binary")).containsText("SockJS carries text only");
        assertThat(page.locator("#wire")).containsText("Traced are WebSocket connections");
        page.click("#connect-button");
        page.selectOption("#carrier", "native");
        page.click("#connect-button");
        assertThat(page.locator("#fact-carrier")).hasText("WebSocket");
        assertThat(page.locator("#send-random")).isEnabled();
    }

    @Test
    @DisplayName("a close by the server says its code and reason")
    void isClosed() {
        Page page = connected("xhr-polling");
        page.click("#connect-button");
        page.fill("#path", "/close");
        page.click("#connect-button");
        assertThat(logged(page, "note", "Go away!")).containsText("3000");
    }

    @Test
    @DisplayName("it fits a phone")
    void fitsAPhone() {
        Page page = openOnPhone("/?transport=xhr-streaming");
        assertThat(page.locator("#state[data-state=open]")).hasText("Connected");
        fitsTheScreen(page, "SockJS");
    }
}
