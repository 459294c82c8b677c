package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duplex.browser.ArenaPages.fliesTo;
import static dev.duplex.browser.ArenaPages.isCalled;
import static dev.duplex.browser.ArenaPages.plays;
import static dev.duplex.browser.ArenaPages.where;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The arena, with several players in it.
@Tag("long")
class ArenaTest extends PageSuite {
    /// Keeps of each picture that the page draws when it was, and which ship is where in it, by its colour.
    private static final String PICTURES =
            """
            window.pictures = [];
            addEventListener('keydown', () => { window.pressed = performance.now(); });
            (() => {
                const { translate, rotate, fill } = CanvasRenderingContext2D.prototype;
                const ask = window.requestAnimationFrame;
                let now = 0, place = [0, 0], ship = null;
                window.requestAnimationFrame = act => ask.call(window, time => { now = time; act(time); });
                Object.assign(CanvasRenderingContext2D.prototype, {
                    translate(x, y) {
                        place = [x, y];
                        translate.call(this, x, y);
                    },
                    // Only ships are turned.
                    rotate(angle) {
                        ship = place;
                        rotate.call(this, angle);
                    },
                    fill(...path) {
                        if (ship !== null) {
                            if (pictures.at(-1)?.at !== now) pictures.push({ at: now, ships: {} });
                            pictures.at(-1).ships[this.fillStyle] = ship;
                            ship = null;
                        }
                        fill.apply(this, path);
                    },
                });
            })();
            """;

    /// Waits until the own ship, which is alone, has been drawn at one place for a second. Returns whether that is in the left half.
    private static final String AT_REST =
            """
            () => new Promise(done => {
                const look = () => {
                    const end = pictures.at(-1)?.at ?? 0;
                    const [before, ...late] = [
                        ...pictures.filter(({ at }) => at <= end - 1000).slice(-1),
                        ...pictures.filter(({ at }) => at > end - 1000),
                    ];
                    const xs = late.map(({ ships }) => Object.values(ships)[0][0]);
                    if (before === undefined || before.at > end - 1000 || Math.max(...xs) - Math.min(...xs) > 0.5) {
                        requestAnimationFrame(look);
                    } else {
                        window.pressed = undefined;
                        done(xs[0] < 800);
                    }
                };
                look();
            })
            """;

    /// How long after a key was pressed it is seen to have moved, in milliseconds.
    private static final String ANSWER =
            """
            () => new Promise(done => {
                const look = () => {
                    const [own] = Object.keys(pictures.at(-1).ships);
                    const places = pictures.map(({ at, ships }) => ({ at, x: ships[own][0] }));
                    const before = places.findLast(({ at }) => at <= window.pressed);
                    const moved = places.find(({ at, x }) => at > before.at && Math.abs(x - before.x) > 2);
                    if (moved === undefined) {
                        requestAnimationFrame(look);
                    } else {
                        window.own = own;
                        done(moved.at - window.pressed);
                    }
                };
                look();
            })
            """;

    /// How the others fly, once the page knows its network, in some seconds: how far from each picture to the next, as a part of what a ship flies
    /// in that time. In how many of all cases that is from 0.5 to 1.5, and in the middle of them. Of the first such seconds that are
    /// smooth, if there are any within a minute and a half: a machine that stands still makes others.
    private static final String FLIGHT =
            """
            seconds => new Promise(done => {
                pictures.length = 0;
                const measured = end => {
                    const parts = [];
                    const late = pictures.filter(({ at }) => at > end - seconds * 1000);
                    late.slice(1).forEach(({ at, ships }, i) => {
                        const before = late[i];
                        for (const [ship, [x, y]] of Object.entries(ships)) {
                            const from = before.ships[ship];
                            if (ship !== window.own && from !== undefined) {
                                parts.push(Math.hypot(x - from[0], y - from[1]) / (0.26 * (at - before.at)));
                            }
                        }
                    });
                    parts.sort((a, b) => a - b);
                    const part = share => parts[Math.floor(share * (parts.length - 1))];
                    return {
                        pictures: late.length,
                        parts: parts.length,
                        smooth: parts.filter(it => it >= 0.5 && it <= 1.5).length / parts.length,
                        median: part(0.5),
                        low: part(0.01),
                        high: part(0.99),
                        worst: part(1),
                    };
                };
                const isSmooth = ({ smooth, median }) => smooth > 0.9 && median > 0.85 && median < 1.15;
                let begun = null;
                const timer = setInterval(() => {
                    const end = pictures.at(-1)?.at ?? 0;
                    begun ??= pictures[0]?.at ?? null;
                    if (begun === null || end - begun < (7 + seconds) * 1000) return;
                    const flight = measured(end);
                    if (isSmooth(flight) || end - begun > 90_000) {
                        clearInterval(timer);
                        done(flight);
                    }
                    pictures.splice(0, pictures.findIndex(({ at }) => at > end - seconds * 1000));
                }, 1000);
            })
            """;

    private Page player(String name) {
        Page page = open("/arena/");
        plays(page);
        isCalled(page, name, name);
        return page;
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
    @DisplayName(
            "with 150 ms each way and 5 % of stalls: one's own ship answers at once, and a hundred others fly smoothly")
    void isSmoothOnABadNetwork() {
        Page page = player("Ann");
        page.addInitScript(PICTURES);
        page.selectOption("#weather", "rough");
        assertThat(page).hasURL(Pattern.compile("network=rough"));
        plays(page);
        assertThat(page.locator("#round-trip")).hasText(Pattern.compile("^[3-9][0-9]{2} ms$"));
        // The server has not even heard of it by then.
        page.focus("#canvas");
        assertThat(answerMillis(page)).isLessThan(300);
        page.check("#bots");
        assertThat(page.locator("#count")).hasText("101 ships");
        @SuppressWarnings("unchecked")
        Map<String, Number> flight = (Map<String, Number>) page.evaluate(FLIGHT, 8);
        assertThat(flight)
                .hasEntrySatisfying("pictures", it -> assertThat(it.intValue()).isGreaterThan(50))
                .hasEntrySatisfying(
                        "median", it -> assertThat(it.doubleValue()).isBetween(0.85, 1.15))
                // Shown as it comes, a third of it would stand still, and then jump.
                .hasEntrySatisfying(
                        "smooth", it -> assertThat(it.doubleValue()).isGreaterThan(0.9));
        // They are everybody's: the next test has none.
        page.uncheck("#bots");
        assertThat(page.locator("#count")).hasText("1 ship");
    }

    /// How long the own ship takes to answer. A machine that stands still is no answer, and is asked again: an answer that has gone to the server and back is never there
    /// in less than the 300 ms of its way.
    private static double answerMillis(Page page) {
        double millis = Double.MAX_VALUE;
        for (int i = 0; i < 20 && millis >= 300; i++) {
            String key = (boolean) page.evaluate(AT_REST) ? "ArrowRight" : "ArrowLeft";
            page.keyboard().down(key);
            millis = ((Number) page.evaluate(ANSWER)).doubleValue();
            page.keyboard().up(key);
        }
        return millis;
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
        page.waitForFunction(
                """
                () => {
                    const canvas = document.getElementById('canvas');
                    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                    const colours = new Set();
                    for (let i = 0; i < data.length; i += 4) {
                        colours.add((data[i] << 16) + (data[i + 1] << 8) + data[i + 2]);
                    }
                    return colours.size > 20;
                }
                """);
    }
}
