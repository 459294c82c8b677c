package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.duplex.verify.faults.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The arena, with several players in it.
class ArenaTest extends PageSuite {
    private static void plays(Page page) {
        assertThat(page.locator("#state[data-state=open]")).isVisible();
        assertThat(page.locator("#board tr[data-mine]")).isVisible();
    }

    private static void isCalled(Page page, String name, String shown) {
        page.fill("#name", name);
        page.press("#name", "Enter");
        assertThat(page.locator("#board tr[data-mine] .ship")).hasText(shown);
    }

    private Page player(String name) {
        Page page = open("/arena/");
        plays(page);
        isCalled(page, name, name);
        return page;
    }

    /// Where a page's board says that somebody is.
    private static Locator where(Page page, String name) {
        return page.locator("#board tr", new Page.LocatorOptions().setHasText(name))
                .locator(".where");
    }

    private static void fliesTo(Page page, String key, Pattern where, Page seenBy, String name) {
        page.focus("#canvas");
        page.keyboard().down(key);
        assertThat(where(seenBy, name)).hasText(where);
        page.keyboard().up(key);
    }

    @Test
    @DisplayName("two see each other move, by the keyboard alone")
    void twoSeeEachOtherMove() {
        Page ann = player("Ann");
        Page bob = player("Bob");
        fliesTo(ann, "ArrowLeft", Pattern.compile("^A."), bob, "Ann");
        fliesTo(bob, "KeyS", Pattern.compile("^.5"), ann, "Bob");
        fliesTo(ann, "ArrowUp", Pattern.compile("^A1"), bob, "Ann");
        assertThat(where(ann, "Ann")).hasText("A1");
        assertThat(bob.locator("#round-trip")).hasText(Pattern.compile("^[0-9.]+ ms$"));
        assertThat(bob.locator("#rate")).hasText(Pattern.compile("^[1-9][0-9]* a second, .* kB$"));
    }

    @Test
    @DisplayName("a hundred bots come for everybody, by a switch, and go")
    void botsComeAndGo() {
        Page ann = player("Ann");
        Page bob = player("Bob");
        ann.focus("#bots");
        ann.keyboard().press("Space");
        for (Page page : List.of(ann, bob)) {
            assertThat(page.locator("#count")).hasText("102 ships");
            assertThat(page.locator("#bots")).isChecked();
            assertThat(page.locator("#board tr")).not().hasCount(2);
            assertThat(Axe.violations(page)).isEmpty();
        }
        bob.click("#bots");
        assertThat(ann.locator("#count")).hasText("2 ships");
        assertThat(ann.locator("#bots")).not().isChecked();
    }

    @Test
    @DisplayName("a name is text, and nothing else")
    void aNameIsText() {
        Page ann = player("Ann");
        Page bob = open("/arena/");
        plays(bob);
        isCalled(bob, "<img src=/x onerror=alert(1)>", "<img src=/x onerror=");
        assertThat(ann.locator("#board .ship", new Page.LocatorOptions().setHasText("<img")))
                .hasText("<img src=/x onerror=");
        assertThat(ann.locator("#board img")).hasCount(0);
        isCalled(bob, "\u202e\u200b a\u202eb  c", "ab c");
    }

    @Test
    @DisplayName("when the connection goes, it comes back by itself, with a ship")
    void comesBack() throws IOException {
        URI direct = URI.create("http://" + host() + "/");
        try (FaultProxy network = FaultProxy.start(direct.getPort())) {
            reachedAt(URI.create(network.url("/")));
            Page page = open("/arena/");
            plays(page);
            network.block();
            assertThat(page.locator("#state")).hasText(Pattern.compile("trying again$"));
            network.normal();
            plays(page);
            mayComplain("net::ERR_");
            mayComplain("WebSocket connection to");
        } finally {
            reachedAt(direct);
        }
    }

    @Test
    @DisplayName("a bad network can be chosen, and is measured")
    void aBadNetwork() {
        Page page = player("Ann");
        page.selectOption("#weather", "rough");
        plays(page);
        assertThat(page.locator("#round-trip")).hasText(Pattern.compile("^[3-9][0-9]{2} ms$"));
        assertThat(page.locator("#behind")).hasText(Pattern.compile("^[1-9][0-9]{2} ms late$"));
        assertThat(page.locator("#pending")).hasText(Pattern.compile("^([5-9]|[12][0-9])$"));
        fliesTo(page, "ArrowLeft", Pattern.compile("^A."), page, "Ann");
    }

    @Test
    @DisplayName("on a phone thumbs fly and shoot")
    void thumbs() {
        Page page = openOnPhone("/arena/");
        plays(page);
        fitsTheScreen(page, "the arena");
        page.evaluate(
                """
                () => {
                    const canvas = document.getElementById('canvas');
                    // There is no pointer behind these events to capture.
                    canvas.setPointerCapture = () => {};
                    const box = canvas.getBoundingClientRect();
                    const touch = (type, id, x) => canvas.dispatchEvent(new PointerEvent(type, {
                        pointerId: id, pointerType: 'touch', bubbles: true, cancelable: true,
                        clientX: box.left + x, clientY: box.top + 100 }));
                    touch('pointerdown', 1, 80);
                    touch('pointermove', 1, 20);
                    touch('pointerdown', 2, box.width - 80);
                    touch('pointermove', 2, box.width - 20);
                }
                """);
        assertThat(page.locator("#stick")).isVisible();
        assertThat(page.locator("#gun")).isVisible();
        assertThat(page.locator("#board tr[data-mine] .where")).hasText(Pattern.compile("^A."));
        fitsTheScreen(page, "the arena with sticks");
    }

    @Test
    @DisplayName("everything can be reached by keyboard, and the focus is seen")
    void worksByKeyboard() {
        Page page = player("Ann");
        assertThat(reachedByTab(page))
                .containsSubsequence("A Arena", "name", "bots", "canvas", "weather");
        page.focus("#canvas");
        assertThat(page.locator("#focus-hint")).isHidden();
        page.keyboard().press("Tab");
        assertThat(page.locator("#focus-hint")).isVisible();
    }

    /// A picture that moves has something in it: pixels that are not the ground.
    @Test
    @DisplayName("the picture has the ship in it")
    void theShipIsDrawn() {
        Page page = player("Ann");
        Object colours =
                page.evaluate(
                        """
                        () => {
                            const canvas = document.getElementById('canvas');
                            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                            const colours = new Set();
                            for (let i = 0; i < data.length; i += 4) {
                                colours.add((data[i] << 16) + (data[i + 1] << 8) + data[i + 2]);
                            }
                            return colours.size;
                        }
                        """);
        assertThat((Integer) colours).isGreaterThan(20);
    }
}
