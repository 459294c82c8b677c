package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/// What somebody does and sees on the page of the ticker.
final class TickerPages {
    private TickerPages() {}

    /// Prices come, and are drawn.
    static void moves(Page page) {
        assertThat(page.locator("#transport[data-state=open]")).isVisible();
        page.waitForSelector(".instrument[data-move=up]");
        page.waitForSelector(".instrument[data-move=down]");
        assertThat(page.locator("#chart canvas")).isVisible();
    }

    /// Waits until so many prices come in a second.
    static void gets(Page page, String comparison) {
        page.waitForFunction(
                "() => Number(document.querySelector('[data-figure=prices] b').textContent.replace(',', '')) "
                        + comparison);
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
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .isEqualTo("{\"result\":{}}");
        }
    }
}
