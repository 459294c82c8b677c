package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// What somebody does and sees on the page of the notifications.
final class NotesPages {
    private NotesPages() {}

    /// It is connected, and knows what there is.
    static void isIn(Page page) {
        keepsToasts(page);
        assertThat(page.locator("#transport[data-state=open]")).isVisible();
        assertThat(page.locator("#people .place").first()).isAttached();
        assertThat(page.locator("#curl")).containsText("notes:#");
        // Only then is anything announced by itself.
        assertThat(page.locator("#entries-empty:not([hidden]), #entries .entry").first())
                .isAttached();
    }

    /// Its toasts stay until they are looked for, however long that takes: as if somebody pointed at where they are.
    static void keepsToasts(Page page) {
        page.evaluate(
                """
                () => {
                    const toasts = document.getElementById('toasts');
                    toasts.matches = selector => selector === ':hover' || Element.prototype.matches.call(toasts, selector);
                }
                """);
    }

    static void isCalled(Page page, String name) {
        page.fill("#name", name);
        page.press("#name", "Enter");
        assertThat(page.locator("#people .place:has(.hint) .name")).hasText(name);
    }

    /// Which user the server says that it is.
    static String user(Page page) {
        return page.locator("#curl").textContent().replaceFirst("(?s)^.*notes:#([\\w-]+).*$", "$1");
    }

    static Locator post(Page page, String text) {
        return page.locator(".post:has(> .post-text:has-text('" + text + "'))");
    }

    static void posts(Page page, String text) {
        page.fill("#text", text);
        page.press("#text", "Enter");
        isOnTheWall(page, text);
    }

    /// It is there once, and the server has it.
    static void isOnTheWall(Page page, String text) {
        assertThat(post(page, text)).hasCount(1);
        assertThat(post(page, text).locator("[data-part=comment]")).isVisible();
    }

    static Locator like(Page page, String post) {
        return post(page, post).locator("[data-part=like]");
    }

    static void likes(Page page, String post) {
        like(page, post).click();
        assertThat(like(page, post)).hasAttribute("aria-pressed", "true");
    }

    static void comments(Page page, String post, String text) {
        post(page, post).locator("[data-part=comment]").click();
        assertThat(page.locator("#target")).containsText("Comment on");
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(
                        post(page, post)
                                .locator(
                                        ".comment:not([data-pending])",
                                        new Locator.LocatorOptions().setHasText(text)))
                .hasCount(1);
    }

    static void writesTo(Page page, String name, String text) {
        page.click("#people button.place:has-text('" + name + "')");
        assertThat(page.locator("#target")).containsText("To " + name);
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(page.locator("#sent")).hasText("Sent to " + name);
    }

    static Locator entries(Page page) {
        return page.locator("#entries .entry");
    }

    static Locator entry(Page page, String text) {
        return page.locator("#entries .entry", new Page.LocatorOptions().setHasText(text));
    }

    static Locator toast(Page page, String text) {
        return page.locator(".toast", new Page.LocatorOptions().setHasText(text));
    }

    /// So many are unread, at the list and in the title.
    static void hasUnread(Page page, int count) {
        if (count == 0) {
            assertThat(page.locator("#unread")).isHidden();
            assertThat(page).hasTitle("Notifications – Duplex");
        } else {
            assertThat(page.locator("#unread")).hasText(count + " unread");
            assertThat(page).hasTitle("(" + count + ") Notifications – Duplex");
        }
    }
}
