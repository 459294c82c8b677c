package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.ArenaPages.fliesTo;
import static dev.duplex.browser.ArenaPages.isCalled;
import static dev.duplex.browser.ArenaPages.plays;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The arena behind a network that breaks, and a server that ends or is ended.
class ArenaNetworkTest extends NetworkSuite {
    private Page player(String name) {
        Page page = open("/arena/");
        plays(page);
        isCalled(page, name, name);
        return page;
    }

    private static void isOffline(Page page) {
        assertThat(page.locator("#state")).hasText(Pattern.compile("trying again$"));
        assertThat(page.locator("#board tr")).hasCount(0);
        assertThat(page.locator("#bots")).isDisabled();
    }

    /// Both fly again, and see each other do it; and whoever wants bots gets them.
    private static void playOn(Page ann, Page bob) {
        for (Page page : List.of(ann, bob)) {
            plays(page);
            assertThat(page.locator("#count")).hasText("2 ships");
        }
        fliesTo(ann, "ArrowLeft", Pattern.compile("^A."), bob, "Ann");
        fliesTo(bob, "ArrowRight", Pattern.compile("^H."), ann, "Bob");
        ann.check("#bots");
        assertThat(bob.locator("#count")).hasText("102 ships");
        bob.uncheck("#bots");
        assertThat(ann.locator("#count")).hasText("2 ships");
    }

    @Test
    @DisplayName("when the connection goes, it comes back by itself, with a ship of the same name")
    void comesBackByItself() {
        Page ann = player("Ann");
        Page bob = player("Bob");
        network().block();
        isOffline(ann);
        pass();
        playOn(ann, bob);
        theNetworkWasGone();
    }

    @Test
    @DisplayName("the server is killed and started again: the page says so, and plays on")
    void theServerIsKilled() throws Exception {
        Page ann = player("Ann");
        Page bob = player("Bob");
        kill();
        isOffline(ann);
        isOffline(bob);
        comesBack();
        playOn(ann, bob);
        theNetworkWasGone();
    }

    @Test
    @DisplayName("the server ends and comes back: the page says so, and plays on")
    void theServerEnds() throws Exception {
        Page ann = player("Ann");
        Page bob = player("Bob");
        ann.check("#bots");
        assertThat(bob.locator("#bots")).isChecked();
        stop();
        isOffline(ann);
        comesBack();
        // The bots were the other server's.
        assertThat(ann.locator("#bots")).not().isChecked();
        playOn(ann, bob);
        theNetworkWasGone();
    }
}
