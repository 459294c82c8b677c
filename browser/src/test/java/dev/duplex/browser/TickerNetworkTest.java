package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.TickerPages.gets;
import static dev.duplex.browser.TickerPages.keepsThePaceOfASlowLine;
import static dev.duplex.browser.TickerPages.moves;
import static dev.duplex.browser.TickerPages.publish;
import static dev.duplex.browser.TickerPages.row;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ticker behind a network that breaks, and a server that ends or is ended.
class TickerNetworkTest extends NetworkSuite {
    private Page in(String transport) {
        Page page = open("/prices/?transport=" + transport);
        moves(page);
        return page;
    }

    /// It says that prices are not those of now, and since when.
    private static void standsStill(Page page) {
        assertThat(page.locator("#link")).containsText("Prices stand still.");
        assertThat(page.locator("#frozen")).containsText("as of ");
        gets(page, "=== 0");
    }

    private static void goesOn(Page page) {
        moves(page);
        assertThat(page.locator("#link")).isHidden();
        assertThat(page.locator("#frozen")).hasText("");
        assertThat(page.locator("#problem")).isHidden();
    }

    /// The line is as slow as it was.
    private static void isSlow(Page page) {
        assertThat(page.locator("#slow")).isChecked();
        keepsThePaceOfASlowLine(page, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "sockjs-xhr-streaming", "sockjs-xhr-polling"})
    @DisplayName("cut and restored: prices stand still and say so, then they are as they are now")
    void comesBackByItself(String transport) {
        Page page = in(transport);
        page.check("#slow");
        gets(page, "< 400");
        network().block();
        standsStill(page);
        pass();
        goesOn(page);
        isSlow(page);
        theNetworkWasGone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "http_stream", "sockjs-xhr-polling"})
    @DisplayName("the server is killed and started again: the page says so, and all of it works on")
    void theServerIsKilled(String transport) throws Exception {
        Page page = in(transport);
        page.check("#slow");
        gets(page, "< 400");
        kill();
        standsStill(page);
        comesBack();
        goesOn(page);
        // The server that knew of it is gone.
        isSlow(page);
        page.uncheck("#slow");
        gets(page, "> 600");
        publish(host(), "AFTER", "{\"symbol\":\"AFTER1\",\"price\":17.5}");
        page.fill("#filter", "AFTER1");
        assertThat(row(page, "AFTER1").locator(".amount")).hasText("17.50");
        theNetworkWasGone();
    }

    @Test
    @DisplayName("the server ends and comes back: what the page shows is the new one's")
    void theServerEnds() throws Exception {
        Page page = in("websocket");
        page.selectOption("#rate", "100");
        assertThat(page.locator("[data-figure=source] b")).hasText("100");
        stop();
        standsStill(page);
        comesBack();
        goesOn(page);
        // The rate was the other server's.
        assertThat(page.locator("[data-figure=source] b")).hasText("1,000");
        assertThat(page.locator("#rate")).hasValue("1000");
        gets(page, "> 600");
        theNetworkWasGone();
    }
}
