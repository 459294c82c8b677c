package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.NotesPages.comments;
import static dev.duplex.browser.NotesPages.entries;
import static dev.duplex.browser.NotesPages.entry;
import static dev.duplex.browser.NotesPages.hasUnread;
import static dev.duplex.browser.NotesPages.isCalled;
import static dev.duplex.browser.NotesPages.isIn;
import static dev.duplex.browser.NotesPages.isOnTheWall;
import static dev.duplex.browser.NotesPages.like;
import static dev.duplex.browser.NotesPages.likes;
import static dev.duplex.browser.NotesPages.post;
import static dev.duplex.browser.NotesPages.posts;
import static dev.duplex.browser.NotesPages.toast;

import com.microsoft.playwright.Page;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The notifications behind a network that breaks, and a server that ends or is ended.
class NotificationsNetworkTest extends NetworkSuite {
    /// What posts of the test say.
    private String text = "";

    private String other = "";

    @BeforeEach
    void ownPosts() {
        text = "post " + UUID.randomUUID();
        other = "other " + UUID.randomUUID();
    }

    private Page in(String transport) {
        Page page = open("/notifications/?transport=" + transport);
        isIn(page);
        return page;
    }

    /// Somebody on a network of their own.
    private Page elsewhere(String name) {
        elsewhere();
        Page page = in("websocket");
        isCalled(page, name);
        throughTheNetwork();
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
            strings = {"websocket", "http_stream", "sockjs-xhr-streaming", "sockjs-xhr-polling"})
    @DisplayName("cut and restored: nothing is missed, what was clicked meanwhile is done, once")
    void missesNothing(String transport) {
        Page ann = in(transport);
        posts(ann, text);
        Page bob = elsewhere("Bob");
        posts(bob, other);
        likes(bob, text);
        hasUnread(ann, 1);
        network().block();
        isOffline(ann);
        // The one that is there is read while nobody can be told, and two posts are liked.
        entry(ann, "likes your post").click();
        hasUnread(ann, 0);
        likes(ann, other);
        comments(bob, text, "missed");
        likes(elsewhere("Carl"), text);
        pass();
        isBack(ann, "2 notifications were recovered.");
        hasUnread(ann, 2);
        assertThat(entry(ann, "like your post")).containsText("Carl");
        assertThat(entry(ann, "commented")).containsText("missed");
        assertThat(toast(ann, "2 new notifications")).hasCount(1);
        assertThat(entry(bob, "likes your post")).hasCount(1);
        assertThat(like(bob, other)).hasText("♥ 1");
        // What was read offline is read: of the line only what came later is not.
        entry(ann, "like your post").click();
        hasUnread(ann, 1);
        theNetworkWasGone();
    }

    @Test
    @DisplayName("cut again and again while somebody clicks: each thing is done once")
    void eachIsDoneOnceHoweverOftenItIsCut() {
        Page ann = elsewhere("Ann");
        posts(ann, text);
        Page bob = in("websocket");
        for (int i = 0; i < 12; i++) {
            String comment = "comment " + i + ".";
            post(bob, text).locator("[data-part=comment]").click();
            bob.fill("#text", comment);
            bob.press("#text", "Enter");
            if (i % 3 == 1) {
                network().cut();
            }
        }
        like(bob, text).click();
        network().cut();
        assertThat(entries(ann)).hasCount(13);
        assertThat(like(ann, text)).hasText("♥ 1");
        assertThat(post(ann, text).locator(".comment .post-text")).hasCount(12);
        assertThat(post(bob, text).locator(".comment:not([data-pending])")).hasCount(12);
        hasUnread(ann, 13);
        theNetworkWasGone();
    }

    @Test
    @DisplayName(
            "the server is killed and started again: what was told is there, and what was read")
    void theServerIsKilled() throws Exception {
        Page ann = in("websocket");
        posts(ann, text);
        Page bob = elsewhere("Bob");
        likes(bob, text);
        comments(bob, text, "before the end");
        hasUnread(ann, 2);
        entry(ann, "commented").click();
        hasUnread(ann, 1);
        // Another device has learnt of it, so the server has it.
        Page tab = openBeside(ann, "/notifications/");
        isIn(tab);
        hasUnread(tab, 1);
        kill();
        isOffline(ann);
        ann.fill("#text", other);
        ann.press("#text", "Enter");
        comesBack();
        isBack(ann, "nothing missed");
        isOnTheWall(ann, other);
        assertThat(entries(ann)).hasCount(2);
        hasUnread(ann, 1);
        Page carl = elsewhere("Carl");
        likes(carl, text);
        assertThat(entry(ann, "like your post")).containsText("Carl");
        tab.reload();
        isIn(tab);
        hasUnread(tab, 1);
        theNetworkWasGone();
    }

    @Test
    @DisplayName(
            "a server that knows nothing takes over: the page says that something may be missing")
    void anotherServerTakesOver() throws Exception {
        Page ann = in("websocket");
        posts(ann, text);
        Page bob = elsewhere("Bob");
        likes(bob, text);
        hasUnread(ann, 1);
        stop();
        isOffline(ann);
        anotherTakesOver();
        isBack(ann, "something may be missing");
        assertThat(entries(ann)).hasCount(0);
        hasUnread(ann, 0);
        posts(ann, other);
        likes(elsewhere("Carl"), other);
        assertThat(entry(ann, "likes your post")).containsText("Carl");
        hasUnread(ann, 1);
        theNetworkWasGone();
    }
}
