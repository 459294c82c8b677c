package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is true of every page: it is found, it can be used by everybody, and it may do no more than it has to.
class PagesTest extends PageSuite {
    /// Each page, and what is there when it works.
    private static final Map<String, String> PAGES =
            Map.of(
                    "/", "#said li:text-is('close')",
                    "/chat/", "#transport[data-state=open]",
                    "/prices/", ".instrument[data-move=up]",
                    "/chat-sockjs/", "#state[data-state=open]",
                    "/notifications/", "#transport[data-state=open]",
                    "/arena/", "#board tr[data-mine]",
                    "/bench/", "#state[data-state=open]",
                    "/docs/", ".snippet .copy",
                    "/why/", ".way[data-way=webSocket][data-state=live]");

    static List<String> pages() {
        return PAGES.keySet().stream().sorted().toList();
    }

    private static void works(Page page, String path) {
        page.waitForSelector(PAGES.get(path));
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("axe finds nothing, and it fits, on a desk and on a phone, by day and in the dark")
    void isForEverybody(String path) {
        for (Page page :
                List.of(
                        open(path),
                        openInTheDark(path),
                        openOnPhoneByDay(path),
                        openOnPhone(path))) {
            works(page, path);
            assertThat(Axe.violations(page)).isEmpty();
            fitsTheScreen(page, path);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("its policy lets it load nothing but its own, and no script or style inside it")
    void mayDoNoMoreThanItHasTo(String path) {
        Page page = open(path);
        works(page, path);
        Response response = page.reload();
        works(page, path);
        String policy = response.headerValue("content-security-policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                .contains("base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "data:", "*");
        if (path.equals("/bench/")) {
            assertThat(policy).endsWith("connect-src 'self' ws: wss:");
        } else {
            assertThat(policy).endsWith("connect-src 'self' ws://" + host() + " wss://" + host());
        }
    }

    @Test
    @DisplayName("the examples run their own scripts, and no others that somebody puts there")
    void examplesRunWhatIsInThem() {
        Page page = open("/examples/websocket.html");
        assertThat(page.locator("li").first()).hasText("open");
        assertThat(page.reload().headerValue("content-security-policy"))
                .contains("default-src 'none'; script-src 'self' 'sha256-")
                .doesNotContain("unsafe");
        page.evaluate(
                """
                () => {
                    const script = document.createElement('script');
                    script.textContent = 'window.ran = true';
                    document.head.append(script);
                }
                """);
        assertThat(page.evaluate("() => window.ran === undefined")).isEqualTo(true);
        complained("Content Security Policy");
    }

    @Test
    @DisplayName("the front page has a door to each of the others, and runs the example")
    void theFrontPageLeadsEverywhere() {
        Page page = open("/");
        assertThat(page.locator("#said li"))
                .hasText(new String[] {"open", "message Hello, world!", "close"});
        page.click("#again");
        works(page, "/");
        assertThat(page.locator("#said li")).hasCount(3);
        assertThat(page.locator(".code").first()).containsText("Endpoint.blocking");
        for (String path :
                List.of(
                        "/chat/",
                        "/arena/",
                        "/notifications/",
                        "/prices/",
                        "/bench/",
                        "/why/",
                        "/chat-sockjs/")) {
            page.click(".door a[href='" + path + "']");
            works(page, path);
            page.click(".brand");
            works(page, "/");
        }
    }

    @Test
    @DisplayName("the front page's doors show what happens behind them")
    void doorsAreAlive() {
        Page page = open("/");
        works(page, "/");
        Locator chat = page.locator("[data-live=chat]");
        Locator lobby = page.locator("[data-live=lobby]");
        assertThat(chat).containsText("The lobby, by websocket");
        assertThat(lobby).containsText("The lobby, by xhr-streaming");
        page.evaluate(
                """
                () => {
                    const socket = new WebSocket('/channel/chat:lobby');
                    socket.onopen = () => socket.send(JSON.stringify({text: '<b>hello</b>', name: 'Ann', key: 'the-first-1'}));
                }
                """);
        assertThat(chat.locator("li")).hasText("Ann <b>hello</b>");
        assertThat(lobby.locator("li")).hasText("Ann <b>hello</b>");
        page.reload();
        assertThat(chat.locator("li")).hasText("Ann <b>hello</b>");
        assertThat(page.locator("[data-live=why] .chart-bar").first()).isVisible();
        assertThat(page.locator("[data-live=why]")).containsText("late by");
        assertThat(page.locator("[data-live=bench] li").first())
                .hasText(Pattern.compile("[→←] .*"));
    }

    @Test
    @DisplayName("the theme is the system's until one is chosen, and that is kept")
    void theThemeIsChosen() {
        Page page = open("/");
        String light = ground(page);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        String dark = ground(page);
        assertThat(dark).isNotEqualTo(light);
        page.click("#theme");
        assertThat(ground(page)).isEqualTo(light);
        page.click("#theme");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(ground(page)).isEqualTo(dark);
        page.click("nav >> text=Bench");
        works(page, "/bench/");
        assertThat(ground(page)).isEqualTo(dark);
        page.click("#theme");
        assertThat(ground(page)).isEqualTo(light);
    }

    private static String ground(Page page) {
        return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
    }
}
