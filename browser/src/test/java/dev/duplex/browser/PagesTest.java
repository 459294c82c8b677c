package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
        try {
            page.waitForSelector(PAGES.get(path));
        } catch (TimeoutError e) {
            throw new AssertionError(path + " says:\n" + page.locator("body").innerText(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("axe finds nothing, and it fits, on a desk and on a phone, by day and in the dark")
    void isForEverybody(String path) {
        everyWay(
                path,
                page -> {
                    works(page, path);
                    assertThat(Axe.violations(page)).isEmpty();
                    fitsTheScreen(page, path);
                });
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

    private static Locator door(Page page, String name) {
        Locator door = page.locator("[data-live=" + name + "]");
        door.scrollIntoViewIfNeeded();
        return door;
    }

    @Test
    @DisplayName("the front page's doors show what happens behind them")
    void doorsAreAlive() {
        Page page = open("/");
        works(page, "/");
        assertThat(door(page, "chat")).containsText("The lobby, by websocket");
        assertThat(door(page, "lobby")).containsText("The lobby, by xhr-streaming");
        page.evaluate(
                """
                () => {
                    const socket = new WebSocket('/channel/chat:lobby');
                    socket.onopen = () => socket.send(JSON.stringify({text: '<b>hello</b>', name: 'Ann', key: 'the-first-1'}));
                }
                """);
        assertThat(door(page, "chat").locator("li")).hasText("Ann <b>hello</b>");
        assertThat(door(page, "lobby").locator("li")).hasText("Ann <b>hello</b>");
        page.reload();
        assertThat(door(page, "chat").locator("li")).hasText("Ann <b>hello</b>");
        assertThat(door(page, "why").locator(".chart-bar").first()).isVisible();
        assertThat(door(page, "why")).containsText("late by");
        assertThat(door(page, "bench").locator("li").first()).hasText(Pattern.compile("[→←] .*"));
    }

    @Test
    @DisplayName("at the arena's door ships fly, and who looks is none of the players")
    void theDoorOfTheArena() {
        Page page = open("/");
        Locator arena = door(page, "arena");
        assertThat(arena).containsText("Nobody is playing");
        Page player = open("/arena/");
        works(player, "/arena/");
        assertThat(player.locator("#count")).hasText("1 ship");
        assertThat(arena).containsText("1 plays");
        assertThat(arena.locator("path")).hasCount(1);
        String before = (String) arena.locator("path").evaluate("it => it.style.transform");
        player.focus("#canvas");
        player.keyboard().down("ArrowLeft");
        player.keyboard().down("ArrowUp");
        page.waitForFunction(
                "before => document.querySelector('[data-live=arena] path').style.transform !== before",
                before);
        player.check("#bots");
        assertThat(arena).containsText("1 plays, 100 bots");
        player.uncheck("#bots");
        // A page that closes says nothing more.
        assertThat(arena).not().containsText("bots");
        player.close();
        assertThat(arena).containsText("Nobody is playing");
        assertThat(arena.locator("path")).hasCount(0);
    }

    @Test
    @DisplayName(
            "at the ticker's door prices move while somebody has its page open, and stand still else")
    void theDoorOfTheTicker() {
        Page page = open("/");
        Locator ticker = door(page, "ticker");
        assertThat(ticker).containsText("At rest");
        assertThat(ticker.locator("li")).hasCount(3);
        List<String> resting = ticker.locator("li").allTextContents();
        Page visitor = open("/prices/");
        works(visitor, "/prices/");
        assertThat(ticker).containsText("1,000 prices a second, for 1 who looks");
        assertThat(ticker.locator("li[data-move=up]").first()).isVisible();
        assertThat(ticker.locator("li[data-move=down]").first()).isVisible();
        assertThat(ticker.locator("li").allTextContents()).isNotEqualTo(resting);
        visitor.close();
        assertThat(ticker).containsText("At rest");
        assertThat(ticker.locator("li[data-move=none]")).hasCount(3);
    }

    @Test
    @DisplayName(
            "at the notifications' door is what happened on the wall, as text, and who looks is not there")
    void theDoorOfTheNotifications() {
        Page page = open("/");
        Locator wall = door(page, "notifications");
        assertThat(wall).containsText("nobody is there now");
        Page ann = open("/notifications/");
        NotesPages.isIn(ann);
        NotesPages.isCalled(ann, "<i>Ann</i>");
        assertThat(ann.locator("#people-count")).hasText("1");
        assertThat(wall).containsText("1 is there now");
        NotesPages.posts(ann, "<img src=x onerror=alert(1)> " + "long ".repeat(200));
        assertThat(wall.locator("li").last())
                .containsText("<i>Ann</i> <img src=x onerror=alert(1)> long");
        NotesPages.likes(ann, "<img src=x onerror=alert(1)>");
        assertThat(wall.locator("li").last()).hasText("<i>Ann</i> likes a post");
        assertThat(wall.locator("img, i")).hasCount(0);
        fitsTheScreen(page, "a long post");
        assertThat(Axe.violations(page)).isEmpty();
    }

    @Test
    @DisplayName("a door holds a connection only while it is in sight, and the page is looked at")
    void doorsAreQuietWhenNobodyLooks() throws Exception {
        Page page = openOnPhone("/");
        door(page, "ticker");
        watching("door:ticker", 1);
        page.evaluate("() => scrollTo(0, 0)");
        watching("door:ticker", 0);
        door(page, "ticker");
        watching("door:ticker", 1);
        isHidden(page, true);
        watching("door:ticker", 0);
        isHidden(page, false);
        watching("door:ticker", 1);
        page.locator("#example-title").scrollIntoViewIfNeeded();
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)");
        watching("door:ticker", 0);
    }

    /// As if the tab were in the background, or not any more.
    private static void isHidden(Page page, boolean hidden) {
        page.evaluate(
                """
                hidden => {
                    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
                    document.dispatchEvent(new Event('visibilitychange'));
                }
                """,
                hidden);
    }

    /// Waits until so many are in a channel. The test's deadline ends it.
    private void watching(String channel, int count) throws Exception {
        String wanted = count == 0 ? "{}" : "{\"" + channel + "\":{\"num_clients\":" + count + "}}";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host() + "/api/channels"))
                        .header("X-API-Key", API_KEY)
                        .POST(BodyPublishers.ofString("{\"pattern\":\"" + channel + "\"}"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = "";
            while (!answer.equals("{\"result\":{\"channels\":" + wanted + "}}")) {
                answer = client.send(request, BodyHandlers.ofString()).body();
            }
        }
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
