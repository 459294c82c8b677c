package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// What somebody does and sees on the pages of the chat.
final class ChatPages {
    private ChatPages() {}

    /// It is connected, and knows who is in the conversation.
    static void isIn(Page page) {
        assertThat(page.locator("#transport[data-state=open]")).isVisible();
        assertThat(page.locator("#people-count")).not().hasText("0");
    }

    static void say(Page page, String text) {
        page.fill("#text", text);
        page.press("#text", "Enter");
        assertThat(page.locator("#text")).hasValue("");
    }

    static void isCalled(Page page, String name) {
        isCalled(page, name, name);
    }

    /// Takes a name, which is shown as `shown`.
    static void isCalled(Page page, String name, String shown) {
        page.fill("#name", name);
        page.press("#name", "Enter");
        assertThat(page.locator("#people .place:has(.hint) .name")).hasText(shown);
    }

    /// Messages with this text.
    static Locator said(Page page, String text) {
        return page.locator(".message", new Page.LocatorOptions().setHasText(text));
    }

    /// It is shown once, and the server has it.
    static void wasSent(Page page, String text) {
        assertThat(said(page, text)).hasCount(1);
        assertThat(said(page, text)).hasAttribute("data-delivery", "sent");
    }

    static void opens(Page page, String room) {
        page.click("#rooms .place:has-text('" + room + "')");
        assertThat(page.locator("#talk-title")).hasText("#" + room);
    }
}
