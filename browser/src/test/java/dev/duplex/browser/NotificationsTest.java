package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.NotesPages.comments;
import static dev.duplex.browser.NotesPages.entries;
import static dev.duplex.browser.NotesPages.entry;
import static dev.duplex.browser.NotesPages.hasUnread;
import static dev.duplex.browser.NotesPages.isCalled;
import static dev.duplex.browser.NotesPages.isIn;
import static dev.duplex.browser.NotesPages.isOnTheWall;
import static dev.duplex.browser.NotesPages.keepsToasts;
import static dev.duplex.browser.NotesPages.like;
import static dev.duplex.browser.NotesPages.likes;
import static dev.duplex.browser.NotesPages.post;
import static dev.duplex.browser.NotesPages.posts;
import static dev.duplex.browser.NotesPages.toast;
import static dev.duplex.browser.NotesPages.user;
import static dev.duplex.browser.NotesPages.writesTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.duplex.json.JsonString;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The notifications, with several people, and with several tabs of one.
@Tag("long")
class NotificationsTest extends PageSuite {
    /// What a post of the test says: others are there too.
    private String text = "";

    @BeforeEach
    void ownPost() {
        text = "post " + UUID.randomUUID();
    }

    private Page in(String query) {
        Page page = open("/notifications/" + query);
        isIn(page);
        return page;
    }

    private Page in(String query, String name) {
        Page page = in(query);
        isCalled(page, name);
        return page;
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
    @DisplayName("a like, a comment and a message reach whom they concern, and nobody else")
    void whoIsConcernedIsTold(String transport) {
        Page ann = in("?transport=" + transport, "Ann");
        assertThat(ann.locator("#transport")).hasAttribute("data-transport", transport);
        Page bob = in("?transport=" + transport, "Bob");
        posts(ann, text);
        likes(bob, text);
        assertThat(toast(ann, "Bob likes your post")).containsText(text.substring(0, 20));
        hasUnread(ann, 1);
        comments(bob, text, "well said");
        assertThat(entry(ann, "commented on your post")).containsText("well said");
        assertThat(post(ann, text).locator(".comment")).containsText("well said");
        hasUnread(ann, 2);
        writesTo(bob, "Ann", "for you alone");
        assertThat(entry(ann, "wrote to you")).containsText("for you alone");
        hasUnread(ann, 3);
        assertThat(like(ann, text)).hasText("♥ 1");
        hasUnread(bob, 0);
        assertThat(entries(bob)).hasCount(0);
    }

    @Test
    @DisplayName("likes of one post are one line; a like that is taken back is gone from it")
    void likesAreTogether() {
        Page ann = in("");
        posts(ann, text);
        List<Page> others = List.of(in("", "Bob"), in("", "Carl"), in("", "Dora"));
        for (Page page : others) {
            likes(page, text);
        }
        assertThat(entry(ann, "3 people like your post")).containsText("Dora, Carl, Bob");
        assertThat(entries(ann)).hasCount(1);
        assertThat(toast(ann, "3 people like your post")).hasCount(1);
        assertThat(ann.locator(".toast")).hasCount(1);
        hasUnread(ann, 1);
        like(others.getFirst(), text).click();
        assertThat(entry(ann, "Dora")).containsText("Carl");
        assertThat(entry(ann, "Bob")).hasCount(0);
        assertThat(like(ann, text)).hasText("♥ 2");
        like(ann, text).click();
        assertThat(like(ann, text)).hasText("♥ 3");
        assertThat(entry(ann, "Carl")).not().containsText("3 people");
    }

    @Test
    @DisplayName("what is read in one tab is read in the other, at once and after a reload")
    void readHereIsReadThere() {
        Page ann = in("");
        Page tab = openBeside(ann, "/notifications/");
        isIn(tab);
        assertThat(user(tab)).isEqualTo(user(ann));
        posts(ann, text);
        Page bob = in("", "Bob");
        likes(bob, text);
        comments(bob, text, "well said");
        hasUnread(ann, 2);
        hasUnread(tab, 2);
        entry(tab, "likes your post").click();
        assertThat(post(tab, text)).isFocused();
        hasUnread(ann, 1);
        hasUnread(tab, 1);
        assertThat(toast(ann, "likes your post")).hasCount(0);
        ann.click("#read-all");
        hasUnread(tab, 0);
        assertThat(tab.locator("#read-all")).isDisabled();
        tab.reload();
        isIn(tab);
        assertThat(entries(tab)).hasCount(2);
        hasUnread(tab, 0);
    }

    @Test
    @DisplayName(
            "a kind that is muted is not shown, counted or announced, in no tab, until it is not")
    void kindsAreMuted() {
        Page ann = in("");
        Page tab = openBeside(ann, "/notifications/");
        isIn(tab);
        posts(ann, text);
        ann.check("#mute-like");
        assertThat(tab.locator("#mute-like")).isChecked();
        Page bob = in("", "Bob");
        likes(bob, text);
        comments(bob, text, "well said");
        for (Page page : List.of(ann, tab)) {
            hasUnread(page, 1);
            assertThat(entries(page)).hasCount(1);
            assertThat(page.locator("#mutes label:has(#mute-like)")).containsText("1 hidden");
            assertThat(toast(page, "likes your post")).hasCount(0);
        }
        tab.reload();
        isIn(tab);
        hasUnread(tab, 1);
        tab.uncheck("#mute-like");
        hasUnread(ann, 2);
        assertThat(entry(ann, "likes your post")).containsText("Bob");
    }

    @Test
    @DisplayName("who comes back finds what came while they were away, and is told how much it is")
    void whatCameMeanwhileIsThere() {
        Page ann = in("");
        posts(ann, text);
        ann.close();
        Page bob = in("", "Bob");
        likes(bob, text);
        for (int i = 0; i < 3; i++) {
            comments(bob, text, "comment " + i + ".");
        }
        Page back = openBeside(ann, "/notifications/");
        keepsToasts(back);
        assertThat(toast(back, "4 new notifications")).containsText("while you were away");
        hasUnread(back, 4);
        assertThat(back.locator(".toast")).hasCount(1);
        assertThat(entries(back).first()).containsText("comment 2.");
        back.click(".toast [aria-label=Dismiss]");
        assertThat(back.locator(".toast")).hasCount(0);
    }

    @Test
    @DisplayName("nobody publishes a notification, reads another's, or acts for somebody else")
    void nobodyForgesANotification() {
        Page ann = in("");
        Page eve = in("", "Eve");
        posts(ann, text);
        String inbox = "notes:#" + user(ann);
        String note = "{\"kind\":\"like\",\"user\":\"" + user(ann) + "\",\"post\":1}";
        String state = "notes.state:read#" + user(ann);
        List<String> forgeries =
                List.of(
                        publish(inbox, note),
                        "{\"rpc\":{\"method\":\"duplex.publish\",\"data\":{\"channel\":\""
                                + inbox
                                + "\",\"data\":"
                                + note
                                + "}}}",
                        publish("wall:all", "{\"kind\":\"post\",\"text\":\"forged\"}"),
                        publish(state, "{\"upTo\":100}"),
                        "{\"subscribe\":{\"channel\":\"" + inbox + "\"}}",
                        "{\"history\":{\"channel\":\"" + inbox + "\",\"limit\":10}}",
                        "{\"subscribe\":{\"channel\":\"" + state + "\"}}");
        for (String command : forgeries) {
            assertThat(refusal(eve, "dev." + "e".repeat(48), command)).as(command).isEqualTo("103");
        }
        String call =
                "{\"rpc\":{\"method\":\"wall.message\",\"data\":{\"key\":\"12345678\",\"to\":\""
                        + user(ann)
                        + "\",\"text\":\"%s\",\"user\":\"somebody\",\"from\":\"somebody\"}}}";
        assertThat(refusal(eve, "", call.formatted("by nobody"))).isEqualTo("103");
        assertThat(refusal(eve, "dev." + "e".repeat(48), call.formatted("by Eve")))
                .isEqualTo("done");
        assertThat(entry(ann, "by Eve")).containsText("Nobody");
        assertThat(entry(ann, "by Eve")).not().containsText("somebody");
        assertThat(entries(ann)).hasCount(1);
    }

    private static String publish(String channel, String data) {
        return "{\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + data + "}}";
    }

    /// What the server says to somebody who sends a command without the page's help: an error's code, or that it is done.
    private static String refusal(Page page, String token, String command) {
        return (String)
                page.evaluate(
                        """
                        ([token, command]) => new Promise(done => {
                            const socket = new WebSocket(`ws://${location.host}/connection/websocket`);
                            socket.onopen = () => socket.send(JSON.stringify({ id: 1, connect: { token } })
                                + '\\n' + JSON.stringify({ id: 2, ...JSON.parse(command) }));
                            socket.onmessage = ({ data }) => data.split('\\n').map(line => JSON.parse(line))
                                .filter(reply => reply.id === 2)
                                .forEach(reply => { socket.close(); done(String(reply.error?.code ?? 'done')); });
                        })
                        """,
                        List.of(token, command));
    }

    @Test
    @DisplayName("the line that the page shows tells its user something, as the server")
    void aProgramTellsSomething() throws Exception {
        Page ann = in("");
        String line = ann.locator("#curl").textContent();
        String body = line.replaceFirst("(?s)^.*-d '(.*)' http.*$", "$1");
        URI uri = URI.create(line.substring(line.lastIndexOf(' ') + 1));
        assertThat(uri.getPath()).isEqualTo("/api/publish");
        assertThat(called(uri, body)).contains("\"offset\":1");
        assertThat(toast(ann, "From the server")).containsText("Your parcel is on its way");
        hasUnread(ann, 1);
        entry(ann, "From the server").click();
        hasUnread(ann, 0);
    }

    /// What the HTTP API answers.
    private String called(URI uri, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("X-API-Key", API_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    @DisplayName("markup, control characters and floods of text are text, and harm nobody")
    void hostileTextIsText() throws Exception {
        Page ann = in("");
        Page eve = in("");
        String markup =
                "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
        eve.fill("#name", "<b onclick=x>E\u202eve</b>");
        eve.press("#name", "Enter");
        String shownName = "<b onclick=x>E\ufffdve</b>";
        assertThat(ann.locator("#people .name", byText(shownName))).hasCount(1);
        ann.fill("#text", text + markup);
        ann.press("#text", "Enter");
        isOnTheWall(ann, text);
        likes(eve, text);
        assertThat(entry(ann, shownName)).containsText(text);
        comments(eve, text, markup);
        posts(eve, "long ".repeat(390) + UUID.randomUUID());
        assertThat(entry(ann, "commented on your post")).containsText("<img src=x onerror=");
        URI uri = URI.create("http://" + host() + "/api/publish");
        for (String data :
                List.of(
                        "{\"kind\":\"notice\",\"text\":\"" + "w".repeat(100_000) + "\"}",
                        "{\"text\":\"bell\\u0007 null\\u0000 turn\\u202e\"}",
                        "{\"kind\":{\"a\":\"b\"},\"text\":[1],\"post\":\"x\",\"at\":\"never\"}",
                        "[\"a\",\"list\"]",
                        "\"a bare text\"",
                        "null")) {
            String channel = JsonString.quoted("notes:#" + user(ann));
            called(uri, "{\"channel\":" + channel + ",\"data\":" + data + "}");
        }
        assertThat(ann.locator(".toast")).hasCount(3);
        assertThat(entry(ann, "bell␇ null␀ turn\ufffd")).hasCount(1);
        assertThat(entry(ann, "[\"a\",\"list\"]")).hasCount(1);
        assertThat(entry(ann, "a bare text")).hasCount(1);
        assertThat(ann.locator("#entries .entry-text:text-is('null')")).hasCount(1);
        assertThat(
                        (int)
                                entry(ann, "wwwww")
                                        .locator(".entry-text")
                                        .evaluate("e => e.textContent.length"))
                .isEqualTo(161);
        assertThat(entries(ann)).hasCount(8);
        assertThat(ann.locator("main img, main script, main b[onclick], .toasts img")).hasCount(0);
        fitsTheScreen(ann, "a flood");
        assertThat(Axe.violations(ann)).isEmpty();
        hasUnread(ann, 8);
    }

    private static Page.LocatorOptions byText(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    @DisplayName("a post that is not kept any more cannot be liked, and the page says so")
    void whatIsNotKeptIsRefused() throws Exception {
        Page ann = in("");
        posts(ann, text);
        URI uri = URI.create("http://" + host() + "/api/history_remove");
        assertThat(called(uri, "{\"channel\":\"wall:all\"}")).contains("result");
        like(ann, text).click();
        assertThat(ann.locator("#failed")).containsText("Like not sent: not available");
        assertThat(like(ann, text)).hasAttribute("aria-pressed", "false");
        ann.click("#failed >> text=Discard");
        assertThat(ann.locator("#failed li")).hasCount(0);
        assertThat(ann.locator("#text")).isFocused();
    }

    @Test
    @DisplayName("on a phone one pane is seen at a time, and a notification leads to its post")
    void fitsAPhone() {
        Page ann = openOnPhone("/notifications/");
        isIn(ann);
        posts(ann, text);
        Page bob = in("", "Bob");
        likes(bob, text);
        assertThat(ann.locator("#unread-elsewhere")).containsText("1");
        assertThat(toast(ann, "Bob likes your post")).isVisible();
        fitsTheScreen(ann, "a toast");
        assertThat(Axe.violations(ann)).isEmpty();
        for (String pane : List.of("people", "places")) {
            ann.tap("#show-" + pane);
            assertThat(ann.locator("#text")).isHidden();
            fitsTheScreen(ann, pane);
            assertThat(Axe.violations(ann)).isEmpty();
            if (pane.equals("people")) {
                ann.tap(".people .pane-back");
            }
        }
        entry(ann, "likes your post").tap();
        assertThat(post(ann, text)).isFocused();
        assertThat(ann.locator("#unread-elsewhere")).isHidden();
    }

    @Test
    @DisplayName("everything can be reached and done by keyboard, and the focus is seen and kept")
    void worksByKeyboard() {
        Page ann = in("");
        Page bob = in("", "Bob");
        posts(ann, text);
        like(bob, text).focus();
        bob.keyboard().press("Enter");
        assertThat(like(bob, text)).hasAttribute("aria-pressed", "true");
        assertThat(like(bob, text)).isFocused();
        post(bob, text).locator("[data-part=comment]").focus();
        bob.keyboard().press("Enter");
        assertThat(bob.locator("#text")).isFocused();
        bob.keyboard().press("Escape");
        assertThat(bob.locator("#target")).isHidden();
        entry(ann, "likes your post").focus();
        ann.keyboard().press("Enter");
        hasUnread(ann, 0);
        assertThat(post(ann, text)).isFocused();
        assertThat(reachedByTab(bob))
                .containsSubsequence(
                        "A Duplex", "A Notifications", "entries-scroll", "mute-like", "text");
    }
}
