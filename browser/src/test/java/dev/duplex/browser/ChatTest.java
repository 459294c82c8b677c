package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.ChatPages.isCalled;
import static dev.duplex.browser.ChatPages.isIn;
import static dev.duplex.browser.ChatPages.opens;
import static dev.duplex.browser.ChatPages.said;
import static dev.duplex.browser.ChatPages.say;
import static dev.duplex.browser.ChatPages.wasSent;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chat, with several people in it.
@Tag("long")
class ChatTest extends PageSuite {
    private static final List<String> SOCK_JS =
            List.of(
                    "websocket",
                    "xhr-streaming",
                    "eventsource",
                    "iframe-eventsource",
                    "htmlfile",
                    "iframe-htmlfile",
                    "xhr-polling",
                    "iframe-xhr-polling",
                    "jsonp-polling");

    /// A room of the test's own.
    private String room = "";

    @BeforeEach
    void ownRoom() {
        room = "room-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Page in(String query) {
        Page page = open("/chat/" + query + "#" + "chat%3A" + room);
        assertThat(page.locator("#talk-title")).hasText("#" + room);
        isIn(page);
        return page;
    }

    @Test
    @DisplayName("by every transport at once: each says something, and all see all of it, once")
    void allTransportsAreOneRoom() {
        List<String> choices = new ArrayList<>(List.of("websocket", "http_stream", "sse"));
        SOCK_JS.forEach(it -> choices.add("sockjs-" + it));
        List<Page> pages = new ArrayList<>();
        for (String choice : choices) {
            Page page = in("?transport=" + choice);
            assertThat(page.locator("#transport")).hasAttribute("data-transport", choice);
            pages.add(page);
        }
        for (int i = 0; i < pages.size(); i++) {
            say(pages.get(i), "by " + choices.get(i) + ".");
        }
        for (Page page : pages) {
            for (String choice : choices) {
                wasSent(page, "by " + choice + ".");
            }
            assertThat(page.locator(".transport-time"))
                    .hasText(Pattern.compile("^[0-9.]+ (µs|ms|s)$"));
        }
    }

    @Test
    @DisplayName("the picker forces a transport, which holds for the tab and its other pages")
    void theTransportIsPicked() {
        Page page = in("");
        assertThat(page.locator("#transport")).hasAttribute("data-transport", "websocket");
        page.focus("#transport summary");
        page.keyboard().press("Enter");
        page.selectOption("#transport-choice", "sockjs-xhr-polling");
        assertThat(page.locator("#transport")).hasAttribute("data-transport", "sockjs-xhr-polling");
        assertThat(page).hasURL(Pattern.compile("transport=sockjs-xhr-polling"));
        page.click("nav >> text=Why");
        page.click("nav >> text=Chat");
        assertThat(page.locator("#transport")).hasAttribute("data-transport", "sockjs-xhr-polling");
        page.click("#transport summary");
        page.keyboard().press("Escape");
        assertThat(page.locator(".transport-panel")).isHidden();
    }

    @Test
    @DisplayName("who comes later has the history, and pages back to the beginning")
    void theHistoryIsThere() {
        Page ann = in("");
        for (int i = 0; i < 70; i++) {
            say(ann, "message " + i + ".");
        }
        wasSent(ann, "message 69.");
        Page bob = in("");
        assertThat(said(bob, "message 69.")).hasCount(1);
        assertThat(said(bob, "message 5.")).hasCount(0);
        bob.locator("#timeline").evaluate("it => { it.scrollTop = 0; }");
        assertThat(said(bob, "message 20.")).hasCount(1);
        // Who reads back stays where they are.
        assertThat(said(bob, "message 40.")).isInViewport();
        assertThat(said(bob, "message 20.")).not().isInViewport();
        bob.locator("#older").focus();
        bob.keyboard().press("Enter");
        assertThat(said(bob, "message 0.")).hasCount(1);
        assertThat(bob.locator("#older")).isHidden();
        assertThat(bob.locator(".message")).hasCount(70);
        assertThat(bob.locator(".line")).hasCount(0);
    }

    @Test
    @DisplayName("people are seen to come, to type, to change their name and to go")
    void othersAreSeen() {
        Page ann = in("");
        Page bob = in("");
        isCalled(bob, "Bob Brown");
        Locator place = ann.locator("#people .place:has-text('Bob Brown')");
        assertThat(place).isVisible();
        // Others are told now and then, once who is typing has entered, and for a while.
        do {
            bob.fill("#text", "");
            bob.locator("#text").pressSequentially("I am wri");
        } while (!ann.locator("#typing").innerText().equals("Bob Brown is typing…"));
        say(bob, "I am writing");
        assertThat(said(ann, "I am writing")).containsText("Bob Brown");
        assertThat(ann.locator("#typing")).hasText("");
        bob.close();
        assertThat(place).hasCount(0);
    }

    @Test
    @DisplayName("who is renamed in one tab is called so in the other, and by all who are told")
    void aNameIsThatOfAllTabs() {
        Page ann = in("");
        Page tab = openBeside(ann, "/chat/#chat%3A" + room);
        isIn(tab);
        Page bob = in("");
        isCalled(ann, "Ann Lee");
        assertThat(tab.locator("#name")).hasValue("Ann Lee");
        say(tab, "by the other tab");
        wasSent(tab, "by the other tab");
        assertThat(said(bob, "by the other tab")).containsText("Ann Lee");
        isCalled(tab, "Ann");
        assertThat(ann.locator("#name")).hasValue("Ann");
    }

    @Test
    @DisplayName("unread messages are counted where nobody looks, and marked as new there")
    void unreadIsCounted() {
        Page ann = in("");
        Page bob = in("");
        say(bob, "before");
        wasSent(ann, "before");
        opens(ann, "help");
        say(bob, "first");
        say(bob, "second");
        Locator badge = ann.locator("#rooms .place:has-text('" + room + "') .badge");
        assertThat(badge).hasText(Pattern.compile("^2"));
        assertThat(ann).hasTitle("(2) Chat – Duplex");
        ann.reload();
        assertThat(badge).hasText(Pattern.compile("^2"));
        opens(ann, room);
        assertThat(ann.locator(".line[data-kind=unread]")).hasCount(1);
        assertThat(ann.locator(".line[data-kind=unread] + .message")).containsText("first");
        assertThat(badge).hasCount(0);
        assertThat(ann).hasTitle("Chat – Duplex");
    }

    @Test
    @DisplayName("a direct message reaches the one it is for, and nobody else may read it")
    void directMessagesAreForTwo() {
        Page ann = in("");
        Page bob = in("");
        isCalled(ann, "Ann");
        isCalled(bob, "Bob");
        bob.click("#people .place:has-text('Ann')");
        assertThat(bob.locator("#talk-title")).hasText("Ann");
        say(bob, "for you alone");
        wasSent(bob, "for you alone");
        ann.click("#directs .place:has-text('Bob')");
        assertThat(said(ann, "for you alone")).hasCount(1);
        say(ann, "and back");
        assertThat(said(bob, "and back")).hasCount(1);
        String conversation = (String) bob.evaluate("() => location.hash");
        assertThat(conversation).startsWith("#direct%3A%23");
        Page eve = open("/chat/" + conversation);
        assertThat(eve.locator("#talk-title")).hasText("#lobby");
        assertThat(eve.locator("#directs li")).hasCount(0);
        assertThat(refusal(eve, conversation)).isEqualTo("103");
    }

    /// What the server says to somebody who subscribes without the page's help.
    private static String refusal(Page page, String conversation) {
        return (String)
                page.evaluate(
                        """
                        ([channel, secret]) => new Promise(done => {
                            const socket = new WebSocket(`ws://${location.host}/connection/websocket`);
                            const token = 'dev.' + secret;
                            socket.onopen = () => socket.send(JSON.stringify({ id: 1, connect: { token } })
                                + '\\n' + JSON.stringify({ id: 2, subscribe: { channel } }));
                            socket.onmessage = ({ data }) => data.split('\\n').map(line => JSON.parse(line))
                                .filter(reply => reply.id === 2)
                                .forEach(reply => done(String(reply.error?.code ?? 'let in')));
                        })
                        """,
                        List.of(
                                java.net.URLDecoder.decode(
                                        conversation.substring(1),
                                        java.nio.charset.StandardCharsets.UTF_8),
                                "e".repeat(48)));
    }

    @Test
    @DisplayName("markup, control characters and floods of text are text, and harm nobody")
    void hostileTextIsText() {
        Page ann = in("");
        Page eve = in("");
        isCalled(eve, "<b onclick=x>E\u202eve</b>", "<b onclick=x>E\ufffdve</b>");
        say(
                eve,
                "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>");
        Locator message = said(ann, "<img src=x onerror=");
        assertThat(message).hasCount(1);
        assertThat(message.locator("img, script")).hasCount(0);
        assertThat(message.locator(".name")).hasText("<b onclick=x>E\ufffdve</b>");
        for (String payload :
                List.of(
                        "{\"text\":\"" + "w".repeat(100_000) + "\",\"name\":\"flood\"}",
                        "{\"text\":\"bell\\u0007 null\\u0000 turn\\u202e\",\"name\":\""
                                + "n".repeat(5000)
                                + "\"}",
                        "{\"text\":{\"not\":\"a text\"},\"key\":7,\"at\":\"never\"}",
                        "[\"a\", \"list\"]",
                        "no JSON at all",
                        "null")) {
            publishWithoutAProtocol(ann, room, payload);
        }
        assertThat(said(ann, "no JSON at all")).hasCount(1);
        assertThat(said(ann, "[\"a\", \"list\"]")).hasCount(1);
        assertThat(said(ann, "{\"text\":{\"not\":\"a text\"}")).hasCount(1);
        assertThat(said(ann, "bell␇ null␀ turn\ufffd")).containsText("n".repeat(40) + "…");
        Locator flood = said(ann, "wwwww");
        assertThat((int) flood.locator(".bubble").evaluate("e => e.textContent.length"))
                .isEqualTo(2001);
        assertThat(ann.locator(".message")).hasCount(7);
        fitsTheScreen(ann, "a flood");
        assertThat(Axe.violations(ann)).isEmpty();
        assertThat(ann).hasTitle(Pattern.compile("^(\\(\\d+\\) )?Chat – Duplex$"));
    }

    private static void publishWithoutAProtocol(Page page, String room, String payload) {
        page.evaluate(
                """
                ([room, payload]) => new Promise(done => {
                    const socket = new WebSocket(`ws://${location.host}/channel/chat:${room}`);
                    socket.onopen = () => socket.send(payload);
                    socket.onmessage = () => { socket.close(); done(); };
                })
                """,
                List.of(room, payload));
    }

    @Test
    @DisplayName("on the page by sockjs-client alone, and at the front page's doors, they are too")
    void hostileTextIsTextWithoutAProtocol() {
        Page bob = open("/chat-sockjs/");
        assertThat(bob.locator("#state[data-state=open]")).isVisible();
        String name = "<b onclick=x>" + UUID.randomUUID().toString().substring(0, 8) + "\\u202e";
        for (String text :
                List.of(
                        "w".repeat(100_000),
                        "bell\\u0007 turn\\u202e",
                        "<img src=x onerror=\\\"document.title='broken'\\\">")) {
            publishWithoutAProtocol(
                    bob, "lobby", "{\"text\":\"" + text + "\",\"name\":\"" + name + "\"}");
        }
        publishWithoutAProtocol(bob, "lobby", "[\"a\", {\"list\": null}]");
        String shownName = name.replace("\\u202e", "\ufffd");
        // Of three together, the first says whose they are.
        assertThat(said(bob, shownName).locator(".name")).hasText(shownName);
        assertThat(said(bob, shownName).locator(".bubble")).hasText("w".repeat(2000) + "…");
        assertThat(said(bob, "<img src=x onerror=")).hasCount(1);
        assertThat(said(bob, "bell␇ turn\ufffd")).hasCount(1);
        assertThat(said(bob, "[\"a\", {\"list\": null}]")).hasCount(1);
        assertThat(bob.locator("main img, main b[onclick]")).hasCount(0);
        fitsTheScreen(bob, "a flood");
        assertThat(Axe.violations(bob)).isEmpty();
        Page front = open("/");
        Locator door = front.locator("[data-live=chat]");
        assertThat(door).containsText("<img src=x onerror=");
        assertThat(door.locator("img, b[onclick]")).hasCount(0);
        fitsTheScreen(front, "markup at a door");
    }

    @Test
    @DisplayName("what is too long is not sent, and the page says by how much")
    void aLimitIsTold() {
        Page ann = in("");
        ann.fill("#text", "x".repeat(2005));
        assertThat(ann.locator("#text-hint")).hasText("5 characters too long: 2000 at most.");
        assertThat(ann.locator("#composer button")).isDisabled();
        ann.press("#text", "Enter");
        assertThat(ann.locator(".message")).hasCount(0);
        ann.fill("#text", "x".repeat(2000));
        assertThat(ann.locator("#text-hint")).hasText("0 characters left");
        ann.press("#text", "Enter");
        wasSent(ann, "x".repeat(2000));
    }

    @Test
    @DisplayName("rooms are joined by name and left, and who writes another name is told why not")
    void roomsComeAndGo() {
        Page ann = in("");
        ann.fill("#room", "No, thanks!");
        ann.press("#room", "Enter");
        assertThat(ann.locator("#room-problem")).containsText("letters a to z");
        ann.fill("#room", "Tea Time");
        ann.press("#room", "Enter");
        assertThat(ann.locator("#talk-title")).hasText("#tea-time");
        ann.reload();
        assertThat(ann.locator("#talk-title")).hasText("#tea-time");
        ann.click("#leave");
        assertThat(ann.locator("#talk-title")).hasText("#lobby");
        assertThat(ann.locator("#text")).isFocused();
        assertThat(ann.locator("#rooms .place:has-text('tea-time')")).hasCount(0);
    }

    @Test
    @DisplayName("on a phone one pane is seen at a time, and it fits and is usable in each")
    void fitsAPhone() {
        Page page = openOnPhone("/chat/#chat%3A" + room);
        assertThat(page.locator("#talk-title")).hasText("#" + room);
        say(page, "from a phone ".repeat(20).strip());
        wasSent(page, "from a phone");
        for (String pane : List.of("places", "people")) {
            page.tap("#show-" + pane);
            assertThat(page.locator("#text")).isHidden();
            fitsTheScreen(page, pane);
            assertThat(Axe.violations(page)).isEmpty();
            page.tap("." + pane + " .pane-back");
        }
        page.tap("#transport summary");
        fitsTheScreen(page, "the picker");
        assertThat(Axe.violations(page)).isEmpty();
    }

    @Test
    @DisplayName("everything can be reached by keyboard, and the focus is seen")
    void worksByKeyboard() {
        Page page = in("");
        assertThat(reachedByTab(page))
                .containsSubsequence(
                        "A Duplex", "A Chat", "room", "name", "leave", "timeline", "text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "websocket",
                "xhr-streaming",
                "eventsource",
                "htmlfile",
                "xhr-polling",
                "jsonp-polling"
            })
    @DisplayName("by sockjs-client alone: the lobby, its history, and what both say")
    void theLobbyBySockJs(String transport) {
        String words = "words " + UUID.randomUUID();
        Page ann = open("/chat/#chat%3Alobby");
        isIn(ann);
        say(ann, "before, " + words);
        wasSent(ann, "before, " + words);
        Page bob = open("/chat-sockjs/?transport=" + transport);
        assertThat(bob.locator("#state[data-state=open]"))
                .hasText(transport.equals("auto") ? "websocket" : transport);
        ElementHandle before = said(bob, "before, " + words).elementHandle();
        bob.fill("#name", "Bob");
        say(bob, "by SockJS, " + words);
        wasSent(bob, "by SockJS, " + words);
        assertThat(said(ann, "by SockJS, " + words)).containsText("Bob");
        assertThat(said(ann, "by SockJS, " + words).locator(".tag")).hasCount(0);
        say(ann, "after, " + words);
        assertThat(said(bob, "after, " + words)).hasCount(1);
        // What is told again would be new to a screen reader.
        assertThat(before.evaluate("it => it.isConnected")).isEqualTo(true);
    }

    @Test
    @DisplayName("by sockjs-client alone: where that does not come, it is asked for until it does")
    void theLobbyBySockJsWaitsForItsClient() {
        Page bob = open("/chat-sockjs/");
        assertThat(bob.locator("#state[data-state=open]")).isVisible();
        AtomicInteger asked = new AtomicInteger();
        // By the script tag, and by the page in its place.
        bob.route(
                "**/js/sockjs.min.js",
                route -> {
                    if (asked.incrementAndGet() < 4) {
                        route.abort();
                    } else {
                        route.resume();
                    }
                });
        bob.reload();
        assertThat(bob.locator("#state[data-state=open]")).isVisible();
        assertThat(asked).hasValue(4);
        complained("net::ERR_FAILED");
    }
}
