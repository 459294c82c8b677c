package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documentation, as it is served at `/docs`.
@Tag("long")
class DocsTest extends PageSuite {
    /// Follows every link from the page that is open, within its own host, and returns the addresses of all
    /// pages of the documentation that there are, or throws with what leads nowhere. The pages are in `seen` then.
    private static final String WALK =
            """
            async () => {
                const seen = new Map(), broken = [], links = [], todo = [location.href];
                for (let url = todo.shift(); url !== undefined; url = todo.shift()) {
                    const plain = url.split('#')[0];
                    if (seen.has(plain)) continue;
                    const answer = await fetch(plain);
                    const docs = new URL(plain).pathname.startsWith('/docs/');
                    const page = docs ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
                    seen.set(plain, page);
                    if (!answer.ok || answer.redirected) broken.push(plain + ' is answered with ' + answer.status);
                    for (const link of page?.querySelectorAll('a[href]') ?? []) {
                        const to = new URL(link.getAttribute('href'), plain);
                        if (to.origin === location.origin) {
                            links.push([plain, to.href]);
                            todo.push(to.href);
                        }
                    }
                }
                for (const [from, to] of links) {
                    const hash = decodeURIComponent(new URL(to).hash.slice(1));
                    const page = seen.get(to.split('#')[0]);
                    if (hash && page && !page.getElementById(hash)) broken.push(from + ' links to ' + to);
                }
                if (broken.length) throw new Error(broken.join('\\n'));
                window.seen = seen;
                return [...seen.keys()].map(it => new URL(it).pathname).filter(it => it.startsWith('/docs/'));
            }
            """;

    /// Shows page after page in the place of the one that is open, and has the scripts run there: they have all else in common, and to load each anew takes most of the
    /// time. Returns what is wrong with some.
    private static final String SHOWN_ONE_BY_ONE =
            """
            async paths => {
                const scripts = [...document.querySelectorAll('script[type=module]')].map(it => it.src);
                const wrong = [];
                for (const path of paths) {
                    const page = seen.get(location.origin + path);
                    // The policy is not asked about those that come so.
                    if (page.querySelector('style, [style], script:not([src])')) wrong.push(path + ' has a style or a script inside it');
                    if (!page.querySelector('#text h1')) wrong.push(path + ' has no heading');
                    history.replaceState(null, '', path);
                    document.body.replaceWith(document.adoptNode(page.body));
                    for (const script of scripts) await import(script + '?' + path);
                    const { scrollWidth, clientWidth } = document.documentElement;
                    if (scrollWidth !== clientWidth) wrong.push(`${path} is ${scrollWidth} wide, and the screen ${clientWidth}`);
                }
                return wrong;
            }
            """;

    private static Locator results(Page page) {
        return page.locator("#results a");
    }

    private static void search(Page page, String query) {
        page.fill("#query", query);
        page.waitForSelector("#found");
    }

    @Test
    @DisplayName("/ comes to the search field, the arrows go through what is found, Enter opens it")
    void isSearchedByKeys() {
        Page page = open("/docs/");
        page.keyboard().press("/");
        assertThat(page.locator("#query")).isFocused();
        page.keyboard().type("recovery");
        assertThat(results(page).first()).isVisible();
        assertThat(page.locator("#results mark").first())
                .hasText(Pattern.compile("recover.*", Pattern.CASE_INSENSITIVE));
        assertThat(page.locator("#found-count")).hasText(Pattern.compile("\\d+ places"));
        page.keyboard().press("ArrowDown");
        assertThat(results(page).first()).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(results(page).nth(1)).isFocused();
        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowUp");
        assertThat(page.locator("#query")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#found")).isHidden();
        page.keyboard().press("ArrowDown");
        assertThat(results(page).first()).isVisible();
        String to = results(page).first().getAttribute("href");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.waitForURL("**" + to);
        assertThat(page.locator("#found")).isHidden();
        page.keyboard().press("/");
        page.keyboard().type("connectionsPerAddress");
        assertThat(page.locator("#results mark").first()).hasText("connectionsPerAddress");
        page.keyboard().press("Enter");
        page.waitForURL("**/docs/limits/**");
    }

    @Test
    @DisplayName("a search knows no difference of case and umlauts, and takes markup for text")
    void takesWhateverIsTypedForText() {
        Page page = open("/docs/?q=RECOVERY");
        assertThat(results(page).first()).isVisible();
        String[] loud = results(page).allTextContents().toArray(String[]::new);
        assertThat(loud).isNotEmpty();
        for (String other : List.of("recovery", "Récövery")) {
            findsNothing(page);
            search(page, other);
            assertThat(results(page)).hasText(loud);
        }
        for (String hostile :
                List.of("<img src=x onerror=alert(1)>", "\"><script>", "&lt;b", "((")) {
            search(page, hostile);
            assertThat(page.locator("#found img, #found script")).hasCount(0);
            assertThat(page.locator("#query")).hasValue(hostile);
        }
        findsNothing(page);
    }

    private static void findsNothing(Page page) {
        search(page, "qqzzxxjj");
        assertThat(page.locator("#found-count")).hasText("Nothing found");
        assertThat(results(page)).hasCount(0);
    }

    @Test
    @DisplayName("no link of any page leads nowhere, nor to a heading that is not there")
    void everyLinkLeadsSomewhere() {
        Object pages = open("/docs/").evaluate(WALK);
        assertThat((List<?>) pages)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .hasSizeGreaterThan(50)
                .contains(
                        "/docs/",
                        "/docs/guide/chat/",
                        "/docs/limits/",
                        "/docs/decisions/",
                        "/docs/decisions/0001-java-25/",
                        "/docs/architecture/",
                        "/docs/changelog/",
                        "/docs/source/LICENSE/");
    }

    @Test
    @DisplayName("every page fits a phone, and has nothing to complain of")
    void everyPageFitsAPhone() {
        Page page = openOnPhone("/docs/");
        Object paths = page.evaluate(WALK);
        assertThat((List<?>) page.evaluate(SHOWN_ONE_BY_ONE, paths)).isEmpty();
    }

    @Test
    @DisplayName("where there is no such page it says so, and has a search field")
    void whatIsMissingIsSaid() {
        Page page = open("/docs/guide/nothing/");
        complained("404");
        assertThat(page.locator("h1")).hasText("There is no such page");
        assertThat(page.locator("#chapters a").first()).isVisible();
        search(page, "channels");
        assertThat(results(page).first()).isVisible();
        Response docs = page.navigate("http://" + host() + "/docs");
        assertThat(docs.status()).isEqualTo(200);
        assertThat(page.url()).isEqualTo("http://" + host() + "/docs/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/limits/",
                "/docs/guide/spring/",
                "/docs/decisions/0032-pages-without-a-framework/",
                "/docs/source/examples/browser/eventsource.html/"
            })
    @DisplayName(
            "axe finds nothing, while something is found, and while chapters are shown on a phone")
    void isForEverybody(String path) {
        for (Page page : List.of(open(path), openInTheDark(path))) {
            assertThat(Axe.violations(page)).isEmpty();
            search(page, "recovery");
            assertThat(results(page).first()).isVisible();
            assertThat(Axe.violations(page)).isEmpty();
            fitsTheScreen(page, path);
        }
        for (Page page : List.of(openOnPhoneByDay(path), openOnPhone(path))) {
            assertThat(page.locator("#chapters")).isHidden();
            page.click("text=Chapters");
            assertThat(page.locator("#chapters")).isVisible();
            assertThat(Axe.violations(page)).isEmpty();
            search(page, "recovery");
            assertThat(results(page).first()).isVisible();
            fitsTheScreen(page, path);
        }
    }

    @Test
    @DisplayName("code is copied by a button, of a dialogue with a shell the commands")
    void codeIsCopied() {
        Page page = open("/docs/guide/running/");
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Locator dialogue =
                page.locator(
                        ".snippet",
                        new Page.LocatorOptions().setHasText("$ ./duplex check-config"));
        // It says so for a moment only.
        dialogue.locator(".copy")
                .evaluate(
                        """
                        button => {
                            window.said = [];
                            new MutationObserver(() => said.push(button.textContent)).observe(button, { childList: true });
                        }
                        """);
        dialogue.locator(".copy").click();
        page.waitForFunction("() => said[0] === 'Copied'");
        assertThat(page.evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo("./duplex check-config --config duplex.yaml");
    }

    @Test
    @DisplayName(
            "the diagram is a picture with a name, and what is on a page is listed and followed")
    void thePageIsLaidOut() {
        Page page = open("/docs/");
        assertThat(page.locator(".diagram [role=img]").first())
                .hasAttribute("aria-label", "Diagram: The way of a message");
        assertThat(page.locator(".diagram .copy")).hasCount(0);
        page.click("#contents a:text-is('Limits')");
        assertThat(page.locator("#contents a[aria-current]")).hasText("Limits");
        assertThat(page.locator("#chapters a[aria-current]")).hasText("Overview");
        page.click("#text a:text-is('limits')");
        page.waitForURL("**/docs/limits/");
        page.click(".way-on a[rel=prev]");
        page.waitForURL("**/docs/configuration/");
    }
}
