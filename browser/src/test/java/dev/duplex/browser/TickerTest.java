package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.TickerPages.gets;
import static dev.duplex.browser.TickerPages.keepsThePaceOfASlowLine;
import static dev.duplex.browser.TickerPages.moves;
import static dev.duplex.browser.TickerPages.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ticker: prices that move, on fast lines and slow ones.
@Tag("long")
class TickerTest extends PageSuite {
    private static final Pattern CURL = Pattern.compile("curl -H 'X-API-Key: KEY' http.*");

    /// After so many seconds prices that queue up for want of a line are older than any may be: a second older with each.
    private static final int ENOUGH_TO_QUEUE_UP = 8;

    private Page in(String transport) {
        Page page = open("/prices/?transport=" + transport);
        moves(page);
        return page;
    }

    private void publish(String key, String data) throws Exception {
        TickerPages.publish(host(), key, data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "websocket",
                "http_stream",
                "sse",
                "sockjs-websocket",
                "sockjs-xhr-streaming",
                "sockjs-xhr-polling"
            })
    @DisplayName("a slow line: fewer prices, which do not queue up; fast again, all of them")
    void pricesComeAtThePaceOfTheLine(String transport) {
        Page page = in(transport);
        gets(page, "> 600");
        // What other tests have published is there too.
        assertThat(page.locator("#shown")).hasText(Pattern.compile("^10[0-9]{2}$"));
        page.check("#slow");
        gets(page, "< 400");
        keepsThePaceOfASlowLine(page, ENOUGH_TO_QUEUE_UP);
        page.uncheck("#slow");
        gets(page, "> 600");
        moves(page);
    }

    @Test
    @DisplayName("on a very slow line what the page asks for is still answered")
    void theSlowestLineIsOneThatWorks() {
        Page page = in("websocket");
        page.selectOption("#speed", "5000");
        assertThat(page.locator("#slow")).isChecked();
        gets(page, "< 100");
        assertThat(page.locator("[data-figure=source] b")).hasText("1,000");
        assertThat(page.locator(".transport-time")).hasText(Pattern.compile("^[0-9.]+ (µs|ms)$"));
    }

    @Test
    @DisplayName(
            "how many there are at the source is set for everybody, five times those of other tests too")
    void theRateIsEverybodys() {
        Page one = in("websocket");
        Page other = in("http_stream");
        one.selectOption("#rate", "100");
        for (Page page : List.of(one, other)) {
            assertThat(page.locator("[data-figure=source] b")).hasText("100");
            assertThat(page.locator("#rate")).hasValue("100");
            gets(page, "< 150");
        }
        other.selectOption("#rate", "0");
        gets(one, "=== 0");
        assertThat(one.locator("[data-figure=worst] b")).hasText("–");
        other.selectOption("#rate", "5000");
        gets(one, "> " + RATE * 6 / 5);
        other.selectOption("#rate", String.valueOf(RATE));
    }

    @Test
    @DisplayName(
            "a price that is published by the HTTP API is in the table, of its own or of theirs")
    void pricesComeFromElsewhere() throws Exception {
        Page page = in("websocket");
        // A symbol that the market does not make: of letters only.
        page.fill("#filter", "m1ne");
        publish("M1NE", "{\"symbol\":\"M1NE\",\"price\":1234.5}");
        // For a while.
        assertThat(row(page, "M1NE")).hasAttribute("data-set", "true");
        assertThat(row(page, "M1NE").locator(".amount")).hasText("1,234.50");
        assertThat(page.locator("#shown")).hasText(Pattern.compile("^1 of 10[0-9]{2}$"));
        page.fill("#filter", "");
        String symbol =
                page.locator(".instrument:not([hidden]):not([data-symbol=M1NE]) b")
                        .first()
                        .innerText();
        page.selectOption("#rate", "0");
        assertThat(page.locator("[data-figure=source] b")).hasText("0");
        publish(symbol, "{\"symbol\":\"" + symbol + "\",\"price\":77000}");
        page.fill("#filter", symbol);
        Locator amount = row(page, symbol).locator(".amount");
        assertThat(amount).hasText("77,000.00");
        // The market goes on from there, to where it was within a minute or two.
        page.selectOption("#rate", String.valueOf(RATE));
        assertThat(amount).not().hasText("77,000.00");
        assertThat(amount).hasText(Pattern.compile("^[1-9][0-9],"));
        row(page, symbol).click();
        assertThat(page.locator("#chosen-title")).containsText(symbol);
        assertThat(page.locator("#curl")).hasText(CURL);
        assertThat(page.locator("#curl")).containsText("\"symbol\":\"" + symbol + "\"");
        // Who comes later sees it too.
        Page later = in("sockjs-xhr-streaming");
        later.fill("#filter", "M1NE");
        assertThat(row(later, "M1NE").locator(".amount")).hasText("1,234.50");
    }

    @Test
    @DisplayName("what is made to harm is text, or is left alone")
    void nothingIsTrusted() throws Exception {
        Page page = in("websocket");
        String markup = "<img src=x onerror=alert(1)>";
        publish("x", "{\"symbol\":\"" + markup + "\",\"price\":5}");
        publish(
                "y",
                "{\"symbol\":\"evil \\u202etxt\\u0000" + "Z".repeat(9_000) + "\",\"price\":6}");
        for (String nonsense :
                List.of(
                        "[]",
                        "null",
                        "\"x\"",
                        "{\"symbol\":{},\"price\":[]}",
                        "{\"price\":1e308}")) {
            publish("z", nonsense);
        }
        page.fill("#filter", "img");
        // Rows are drawn with the next frame.
        assertThat(page.locator(".instrument:not([hidden])")).hasCount(1);
        assertThat(row(page, "<img").locator("b")).hasText(markup);
        row(page, "<img").click();
        assertThat(page.locator("#chosen-title")).containsText(markup);
        assertThat(page.locator("#curl")).containsText(markup);
        page.fill("#filter", "evil");
        assertThat(row(page, "evil").locator("b"))
                .hasText(Pattern.compile("^evil \ufffdtxt\u2400Z+…$"));
        fitsTheScreen(page, "a long symbol");
        assertThat(page.locator("img")).hasCount(0);
        page.fill("#filter", "");
        moves(page);
    }

    @Test
    @DisplayName("by keyboard: to the filter, to the rows, through them, and in another order")
    void worksByKeyboard() {
        Page page = in("websocket");
        assertThat(reachedByTab(page))
                .containsSubsequence(
                        "A Ticker", "filter", "rows", "slow", "speed", "rate", "copy", "curl");
        page.locator("#rows").blur();
        page.keyboard().press("/");
        page.keyboard().type("energy");
        assertThat(page.locator("#filter")).hasValue("energy");
        assertThat(page.locator("#shown")).hasText(Pattern.compile("^[0-9]{2,3} of [0-9]+$"));
        page.keyboard().press("Enter");
        page.keyboard().press("Home");
        page.keyboard().press("ArrowDown");
        page.waitForFunction(
                """
                () => {
                    const marked = document.querySelectorAll('.instrument[aria-selected=true]:not([hidden]) b');
                    return marked.length === 1
                        && document.querySelector('#chosen-title').textContent.startsWith(marked[0].textContent + ' ');
                }
                """);
        page.focus("[data-sort=symbol]");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-sort=symbol]")).hasAttribute("aria-pressed", "true");
        page.waitForFunction(
                """
                () => {
                    const rows = [...document.querySelectorAll('.instrument:not([hidden]) b')];
                    const symbols = rows.map(it => it.textContent);
                    return symbols.length > 5 && symbols.join() === symbols.toSorted().join();
                }
                """);
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-sort=symbol]"))
                .hasAttribute("aria-label", "Instrument, largest first");
        page.fill("#filter", "nothing is called so");
        assertThat(page.locator("#none")).isVisible();
        page.focus("#slow");
        page.keyboard().press("Space");
        gets(page, "< 400");
    }

    @Test
    @DisplayName("on a phone all of it fits, slowed down and with nothing found too")
    void fitsAPhone() {
        Page page = openOnPhone("/prices/");
        moves(page);
        // There is no room for how often each has changed.
        assertThat(page.locator("[data-sort=updates]")).isHidden();
        page.tap("#slow");
        page.fill("#filter", "nothing is called so");
        fitsTheScreen(page, "nothing found");
        assertThat(Axe.violations(page)).isEmpty();
        page.fill("#filter", "");
        page.tap("#transport summary");
        fitsTheScreen(page, "the picker");
        assertThat(Axe.violations(page)).isEmpty();
    }
}
