package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.ChatPages.isIn;
import static dev.duplex.browser.ChatPages.said;
import static dev.duplex.browser.ChatPages.say;
import static dev.duplex.browser.ChatPages.wasSent;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chat behind a network that breaks, and a server that ends.
class ChatNetworkTest extends NetworkSuite {
    private Page in(String transport, String room) {
        Page page = open("/chat/?transport=" + transport + "#chat%3A" + room);
        assertThat(page.locator("#talk-title")).hasText("#" + room);
        isIn(page);
        return page;
    }

    private static void isOffline(Page page) {
        assertThat(page.locator("#link")).containsText("Offline.");
    }

    private static void isBack(Page page, String text) {
        assertThat(page.locator("#link")).containsText(text);
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
    @DisplayName(
            "cut and restored: the page says so, what was written goes out once, and nothing is missed")
    void missesNothing(String transport) {
        String room = "cut-" + transport.replace('_', '-');
        Page ann = in(transport, room);
        say(ann, "before");
        wasSent(ann, "before");
        // Somebody on a network of their own.
        elsewhere();
        Page bob = in("websocket", room);
        assertThat(said(bob, "before")).hasCount(1);
        network().block();
        isOffline(ann);
        say(ann, "written offline");
        assertThat(said(ann, "written offline")).hasAttribute("data-delivery", "sending");
        for (int i = 0; i < 5; i++) {
            say(bob, "missed " + i + ".");
        }
        wasSent(bob, "missed 4.");
        pass();
        isBack(ann, "5 messages were recovered.");
        for (int i = 0; i < 5; i++) {
            assertThat(said(ann, "missed " + i + ".")).hasCount(1);
        }
        wasSent(ann, "written offline");
        assertThat(said(bob, "written offline")).hasCount(1);
        assertThat(ann.locator(".line")).hasCount(0);
        throughTheNetwork();
        theNetworkWasGone();
    }

    @Test
    @DisplayName("cut again and again while somebody writes: each message is there once, in order")
    void eachIsThereOnceHoweverOftenItIsCut() {
        Page ann = in("websocket", "often");
        elsewhere();
        Page bob = in("websocket", "often");
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = "number " + i + ".";
            say(ann, text);
            written.add(text);
            if (i % 4 == 1) {
                network().cut();
            }
        }
        assertThat(bob.locator(".bubble")).hasText(written.toArray(String[]::new));
        assertThat(ann.locator(".bubble")).hasText(written.toArray(String[]::new));
        for (String text : written) {
            wasSent(ann, text);
        }
        throughTheNetwork();
        theNetworkWasGone();
    }

    @Test
    @DisplayName("what is not sent survives a reload of the page")
    void whatWaitsSurvivesAReload() {
        Page ann = in("http_stream", "reload");
        // The page itself is there, and its connection is not.
        ann.route("**/connection/**", route -> route.abort());
        network().cut();
        isOffline(ann);
        say(ann, "to be kept");
        assertThat(said(ann, "to be kept")).hasAttribute("data-delivery", "sending");
        ann.reload();
        isOffline(ann);
        ann.unroute("**/connection/**");
        wasSent(ann, "to be kept");
        theNetworkWasGone();
    }

    @Test
    @DisplayName(
            "by sockjs-client alone: cut and restored, the room is there again, and nothing twice")
    void theLobbyBySockJsComesBack() {
        Page bob = open("/chat-sockjs/");
        assertThat(bob.locator("#state[data-state=open]")).isVisible();
        say(bob, "before the cut");
        wasSent(bob, "before the cut");
        network().block();
        assertThat(bob.locator("#state[data-state=closed], #state[data-state=connecting]"))
                .isVisible();
        say(bob, "during the cut");
        assertThat(said(bob, "during the cut")).hasAttribute("data-delivery", "sending");
        elsewhere();
        Page ann = in("websocket", "lobby");
        say(ann, "by somebody else");
        pass();
        wasSent(bob, "before the cut");
        wasSent(bob, "during the cut");
        assertThat(said(bob, "by somebody else")).hasCount(1);
        assertThat(said(ann, "during the cut")).hasCount(1);
        throughTheNetwork();
        theNetworkWasGone();
    }

    @Test
    @DisplayName("the server ends and comes back: nothing is missed, and nothing said twice")
    void theServerComesBack() throws Exception {
        Page ann = in("websocket", "back");
        say(ann, "before the end");
        wasSent(ann, "before the end");
        stop();
        isOffline(ann);
        say(ann, "for whoever comes");
        ElementHandle written = said(ann, "for whoever comes").elementHandle();
        comesBack();
        isBack(ann, "nothing missed");
        wasSent(ann, "before the end");
        wasSent(ann, "for whoever comes");
        // It is told as sent where it stands: made anew, a screen reader would say it again.
        assertThat(written.evaluate("it => it.isConnected")).isEqualTo(true);
        assertThat(said(ann, "for whoever comes").locator(".delivery")).hasText("Sent");
        assertThat(ann.locator(".line")).hasCount(0);
        theNetworkWasGone();
    }

    @Test
    @DisplayName("a server that knows nothing takes over: the page says what is gone, and goes on")
    void anotherServerTakesOver() throws Exception {
        Page ann = in("websocket", "anew");
        say(ann, "of the first server");
        wasSent(ann, "of the first server");
        stop();
        isOffline(ann);
        say(ann, "for whoever comes");
        anotherTakesOver();
        isBack(ann, "something may be missing");
        assertThat(ann.locator(".line[data-kind=restart]")).hasCount(1);
        wasSent(ann, "of the first server");
        wasSent(ann, "for whoever comes");
        say(ann, "of the second server");
        wasSent(ann, "of the second server");
        theNetworkWasGone();
    }
}
