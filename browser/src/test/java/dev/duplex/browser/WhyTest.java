package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page that tells one feed in four ways.
@Tag("long")
class WhyTest extends PageSuite {
    private static final List<String> WAYS = List.of("poll", "longPoll", "sse", "webSocket");
    private static final Pattern LATE = Pattern.compile("^(< 1 ms|[0-9]+ ms|[0-9.]+ s)$");
    private static final Pattern SIZE = Pattern.compile("^[0-9.]+ (B|KiB)$");

    /// Whether what the server says that it has counted, once the ends of the four are through, stays the same for two seconds, which it tells of one by one.
    private static final String COUNTS_NO_MORE =
            """
            () => new Promise(done => {
                const usage = performance.getEntriesByType('resource')
                    .findLast(entry => entry.name.endsWith('/usage')).name;
                const counted = [];
                const source = new EventSource(usage);
                source.onmessage = event => {
                    counted.push(event.data);
                    const isSame = counted.length > 2 && new Set(counted.slice(-3)).size === 1;
                    if (isSame || counted.length === 10) {
                        source.close();
                        done(isSame);
                    }
                };
            })
            """;

    private Page running() {
        Page page = open("/why/");
        isRunning(page);
        return page;
    }

    private static void isRunning(Page page) {
        for (String way : WAYS) {
            assertThat(page.locator(".way[data-way=" + way + "]"))
                    .hasAttribute("data-state", "live");
            assertThat(figure(page, way, "messages")).not().hasText("0");
            assertThat(figure(page, way, "requests")).not().hasText("0");
        }
    }

    private static Locator figure(Page page, String way, String name) {
        return page.locator(".way[data-way=" + way + "] [data-figure=" + name + "] b");
    }

    private static int number(Page page, String way, String name) {
        return Integer.parseInt(figure(page, way, name).innerText().replace(",", ""));
    }

    /// Waits until a way has told so many messages.
    private static void told(Page page, String way, int messages) {
        page.waitForFunction(
                "([way, n]) => Number(document.querySelector(`.way[data-way=${way}]"
                        + " [data-figure=messages] b`).textContent.replace(',', '')) >= n",
                List.of(way, messages));
    }

    @Test
    @DisplayName("all four tell the feed, and each shows how late and at what cost")
    void tellsTheFeedInFourWays() {
        Page page = running();
        for (String way : WAYS) {
            told(page, way, 10);
            assertThat(page.locator(".way[data-way=" + way + "] .way-message"))
                    .hasText(Pattern.compile("^#[0-9]+ simulated reading: -?[0-9.]+ °C$"));
            assertThat(figure(page, way, "median")).hasText(LATE);
            assertThat(figure(page, way, "worst")).hasText(LATE);
            assertThat(figure(page, way, "each")).hasText(SIZE);
            assertThat(figure(page, way, "in")).hasText(SIZE);
            assertThat(figure(page, way, "out")).hasText(SIZE);
            assertThat(page.locator(".way[data-way=" + way + "] .chart-bar").nth(9)).isAttached();
        }
        assertThat(page.locator("#verdict")).containsText("For each message long polling takes");
        assertThat(page.locator("#compare dd span")).hasCount(12);
        assertThat(page.locator("#compare dd span:text-is('–')")).hasCount(0);
    }

    @Test
    @DisplayName(
            "the requests are those that the browser makes: one a second, one a message, one, one")
    void countsRequests() {
        List<Request> polls = new CopyOnWriteArrayList<>();
        Page page = running();
        page.onRequest(request -> {
            if (request.url().contains("/poll?after=")) {
                polls.add(request);
            }
        });
        told(page, "poll", 12);
        assertThat(polls).isNotEmpty();
        assertThat(figure(page, "sse", "requests")).hasText("1");
        assertThat(figure(page, "webSocket", "requests")).hasText("1");
        // One a second, and one a message, of which there are more; drawn together, and so read
        // together. A slow machine answers several messages at once.
        page.waitForFunction(
                """
                () => {
                    const [longPoll, poll] = ['longPoll', 'poll'].map(way => Number(
                        document.querySelector(`.way[data-way=${way}] [data-figure=requests] b`).textContent.replace(',', '')));
                    return longPoll > poll;
                }
                """);
    }

    @Test
    @DisplayName("stopped, it asks for nothing any more; started again, it begins from zero")
    void stopsAndStarts() {
        Page page = running();
        told(page, "webSocket", 16);
        page.click("#run");
        assertThat(page.locator("#state")).hasText("Stopped");
        for (String way : WAYS) {
            assertThat(page.locator(".way[data-way=" + way + "]"))
                    .hasAttribute("data-state", "stopped");
        }
        // What came just before that is drawn a little later, by a timer that was set before this
        // one.
        page.evaluate("() => new Promise(done => setTimeout(done, 500))");
        int before = number(page, "webSocket", "messages");
        assertThat(page.evaluate(COUNTS_NO_MORE)).isEqualTo(true);
        assertThat(number(page, "webSocket", "messages")).isEqualTo(before);
        page.click("#run");
        page.waitForFunction(
                "before => Number(document.querySelector('.way[data-way=webSocket]"
                        + " [data-figure=messages] b').textContent) < before",
                before);
        isRunning(page);
    }

    @Test
    @DisplayName("it is found from the bench, and the bench from it")
    void isFoundFromTheBench() {
        Page page = open("/bench/");
        page.click("nav >> text=Why WebSocket");
        isRunning(page);
        assertThat(page).hasURL("http://" + host() + "/why/");
        page.click("nav >> text=Bench");
        assertThat(page.locator("#state[data-state=open]")).hasText("Connected");
    }

    @Test
    @DisplayName("it fits a phone, and a keyboard reaches what there is to do")
    void fitsAPhoneAndAKeyboard() {
        Page page = openOnPhone("/why");
        isRunning(page);
        told(page, "poll", 10);
        fitsTheScreen(page, "the feed");
        assertThat(reachedByTab(page))
                .startsWith("A Duplex", "A Chat")
                .contains("A Why WebSocket", "A Docs")
                .endsWith("theme", "run");
        page.focus("#run");
        page.keyboard().press("Enter");
        assertThat(page.locator("#state")).hasText("Stopped");
    }
}
