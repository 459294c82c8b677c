package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/// What a player does and sees on the page of the arena.
final class ArenaPages {
    private ArenaPages() {}

    /// It has a ship, and is told of it.
    static void plays(Page page) {
        assertThat(page.locator("#state[data-state=open]")).isVisible();
        assertThat(page.locator("#board tr[data-mine]")).isVisible();
    }

    static void isCalled(Page page, String name, String shown) {
        page.fill("#name", name);
        page.press("#name", "Enter");
        assertThat(page.locator("#board tr[data-mine] .ship")).hasText(shown);
    }

    /// Where a page's board says that somebody is.
    static Locator where(Page page, String name) {
        return page.locator("#board tr", new Page.LocatorOptions().setHasText(name))
                .locator(".where");
    }

    static void fliesTo(Page page, String key, Pattern where, Page seenBy, String name) {
        page.focus("#canvas");
        page.keyboard().down(key);
        assertThat(where(seenBy, name)).hasText(where);
        page.keyboard().up(key);
    }
}
