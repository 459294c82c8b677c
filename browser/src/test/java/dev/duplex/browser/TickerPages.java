package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What somebody does and sees on the page of the ticker.
final class TickerPages {
    /// What the page shows of so many seconds in a row.
    private static final String SECONDS =
            """
            count => new Promise(done => {
                const figure = name => document.querySelector(`[data-figure=${name}] b`).textContent;
                const units = { 'µs': 0.001, ms: 1, s: 1000, B: 1, KiB: 1024, MiB: 1024 * 1024 };
                const value = text => {
                    const [number, unit] = text.replace('< ', '').replace(',', '').split(' ');
                    return Number(number) * (units[unit] ?? 1);
                };
                const seconds = [];
                const timer = setInterval(() => {
                    seconds.push(['prices', 'skipped', 'median', 'worst', 'bytes'].map(it => value(figure(it))));
                    if (seconds.length === count) {
                        clearInterval(timer);
                        done(seconds);
                    }
                }, 1000);
            })
            """;

    /// So long a busy machine has for a second that is as it should be.
    private static final int PATIENCE_SECONDS = 90;

    /// The figures of a second.
    ///
    /// @param medianMillis how old the prices were
    /// @param worstMillis how old the oldest was
    private record Second(
            double prices, double skipped, double medianMillis, double worstMillis, double bytes) {
        Second(List<Number> figures) {
            this(
                    figures.get(0).doubleValue(),
                    figures.get(1).doubleValue(),
                    figures.get(2).doubleValue(),
                    figures.get(3).doubleValue(),
                    figures.get(4).doubleValue());
        }

        /// Fewer prices, as many bytes as the line takes, and none that has waited for long; what has not changed since may have waited for a round of all
        /// others.
        boolean isOfASlowLine() {
            return prices >= 20
                    && prices <= 400
                    && skipped > prices
                    && medianMillis < 3_000
                    && worstMillis < 15_000
                    && bytes > 0
                    && bytes < 60_000;
        }
    }

    private TickerPages() {}

    /// Prices come, and are drawn.
    static void moves(Page page) {
        assertThat(page.locator("#transport[data-state=open]")).isVisible();
        shows(page, ".instrument:not([hidden])[data-move=up]");
        shows(page, ".instrument:not([hidden])[data-move=down]");
        assertThat(page.locator("#chart canvas")).isVisible();
    }

    /// Waits for what the page has for a moment only, and asks within it: a row has moved on before Playwright asks again.
    private static void shows(Page page, String selector) {
        page.waitForFunction("selector => document.querySelector(selector) !== null", selector);
    }

    /// Waits until so many prices come in a second.
    static void gets(Page page, String comparison) {
        page.waitForFunction(
                "() => Number(document.querySelector('[data-figure=prices] b').textContent.replace(',', '')) "
                        + comparison);
    }

    @SuppressWarnings("unchecked")
    private static List<Second> seconds(Page page, int count) {
        return ((List<List<Number>>) page.evaluate(SECONDS, count))
                .stream().map(Second::new).toList();
    }

    /// Waits for so many seconds on a slow line, and then for one that has all of what is true of it at once. On a machine that stands still now and then not all
    /// seconds have; on a line with a queue none has, once there is one.
    static void keepsThePaceOfASlowLine(Page page, int count) {
        List<Second> seconds = new ArrayList<>(seconds(page, count));
        while (!seconds.getLast().isOfASlowLine() && seconds.size() < PATIENCE_SECONDS) {
            seconds.addAll(seconds(page, 1));
        }
        assertThat(seconds.getLast().isOfASlowLine()).as("the last of %s", seconds).isTrue();
    }

    /// The row of the one symbol that begins so, with letters, digits and `<`. (Rows that are hidden show what was in their place before.)
    static Locator row(Page page, String symbol) {
        Pattern beginning = Pattern.compile("^" + symbol);
        return page.locator(
                ".instrument:not([hidden])",
                new Page.LocatorOptions()
                        .setHas(
                                page.locator(
                                        "b", new Page.LocatorOptions().setHasText(beginning))));
    }

    /// Publishes a price as a program with a key does.
    static void publish(String host, String key, String data) throws Exception {
        String json =
                "{\"channel\":\"ticker:simulated\",\"key\":\"" + key + "\",\"data\":" + data + "}";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host + "/api/publish"))
                        .header("X-API-Key", PageSuite.API_KEY)
                        .POST(BodyPublishers.ofString(json))
                        .build();
        assertThat(answer(request).body()).isEqualTo("{\"result\":{}}");
    }

    /// Has the market of a program tell so many prices a second.
    static void setRate(URI program, int updates) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(program.resolve("/_dev/ticker/rate?updates=" + updates))
                        .POST(BodyPublishers.noBody())
                        .build();
        assertThat(answer(request).statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> answer(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
