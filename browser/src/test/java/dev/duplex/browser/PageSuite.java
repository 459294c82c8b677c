package dev.duplex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.duplex.app.DuplexProcess;
import dev.duplex.browserkit.Chromium;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One program in development mode for the tests of a class; a fresh page for each, in the one browser of the JVM.
///
/// Whatever a test does, its page must not complain, and must ask no other host for anything; and the
/// program must have nothing to warn of, and end as it is told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
abstract class PageSuite {
    /// The program lives as long as the class's tests need it, on a busy machine too.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /// Prices a second that the ticker tells, in place of its 5,000: enough for all that its page shows. What a page takes of a processor for those, the browser and its
    /// driver too, is missing to all tests that run meanwhile; whose matter they are asks for them.
    static final int RATE = 1_000;

    private static final double WAIT_MILLIS = 120_000;
    private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";
    static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;

    /// What opens the program's HTTP API.
    static final String API_KEY = "key-of-the-tests";

    /// To the client of SockJS a machine that stands still for two seconds is a transport that does not come through, and it tries the next one: here it waits.
    private static final String PATIENT_SOCK_JS =
            """
            (() => {
                let patient;
                Object.defineProperty(window, 'SockJS', {
                    get: () => patient,
                    set: SockJS => {
                        patient = new Proxy(SockJS, {
                            construct: (_, [url, protocols, options]) =>
                                new SockJS(url, protocols, { ...options, timeout: 30_000 }),
                        });
                    },
                    configurable: true,
                });
            })();
            """;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    /// The program's, and what stands before it.
    private final Set<String> own = new HashSet<>();

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final Chromium chromium = Chromium.shared();
    private Path folder;
    private DuplexProcess duplex;

    /// Where the program is.
    private URI served;

    /// Where pages find it.
    private URI address;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        this.folder = folder;
        launched(folder);
        address = served;
        own.add(address.getAuthority());
    }

    /// Starts the program again, after [#stop], with the channels that it kept.
    ///
    /// @return where it serves
    URI startAgain() throws Exception {
        return launched(folder);
    }

    /// Starts a program after [#stop] that knows of no channels.
    ///
    /// @return where it serves
    URI startAnew() throws Exception {
        return launched(Files.createTempDirectory(folder, "new"));
    }

    private URI launched(Path folder) throws Exception {
        duplex = launch(folder);
        served = duplex.address();
        TickerPages.setRate(served, RATE);
        return served;
    }

    /// Where the program is, whatever stands before it.
    URI served() {
        return served;
    }

    private static DuplexProcess launch(Path folder) throws Exception {
        Path keys = Files.writeString(folder.resolve("api-keys.txt"), API_KEY);
        return DuplexProcess.start(
                PATIENCE,
                folder,
                "serve",
                "--dev",
                "--test-services",
                "--api-keys-file=" + keys,
                "--port=0",
                // Some time after what a page does first, so that its list of frames is not full of
                // them.
                "--limits-ping-interval=5s",
                // However long a page takes for its next poll.
                "--sockjs-disconnect-delay=1m");
    }

    /// Ends the program, which has nothing to complain of.
    void stop() throws Exception {
        try (var program = duplex) {
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err().lines().filter(line -> !line.contains(" INFO "))).isEmpty();
        }
    }

    /// Ends the program as nothing should be ended.
    void kill() throws Exception {
        try (var program = duplex) {
            program.kill();
        }
    }

    /// Says that pages are at another address from now on: that of something before the program.
    void reachedAt(URI address) {
        this.address = address;
        own.add(address.getAuthority());
    }

    @AfterAll
    void end() throws Exception {
        stop();
    }

    @AfterEach
    void nothingToComplainOf() {
        mayComplain(NETWORK_CHANGED);
        List<String> complained = List.copyOf(complaints);
        List<String> asked = List.copyOf(hosts);
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        complaints.clear();
        hosts.clear();
        assertThat(complained).isEmpty();
        assertThat(asked).isNotEmpty().isSubsetOf(own);
    }

    /// Says that the page's console will have, and now has, a complaint with these words.
    void complained(String words) {
        assertThat(complaints).anyMatch(complaint -> complaint.contains(words));
        complaints.removeIf(complaint -> complaint.contains(words));
    }

    /// Says that the page's console may have complaints with these words: that the network is gone.
    void mayComplain(String words) {
        complaints.removeIf(complaint -> complaint.contains(words));
    }

    /// Opens a page of the program on a desk, in the dark.
    Page openInTheDark(String path) {
        return open(
                path,
                new Browser.NewContextOptions()
                        .setViewportSize(1280, 800)
                        .setColorScheme(ColorScheme.DARK));
    }

    /// Opens a page of the program on a phone, by day.
    Page openOnPhoneByDay(String path) {
        return open(
                path,
                new Browser.NewContextOptions()
                        .setViewportSize(PHONE_WIDTH, PHONE_HEIGHT)
                        .setIsMobile(true)
                        .setHasTouch(true));
    }

    /// Opens a page of the program on a desk.
    Page open(String path) {
        return open(path, new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

    /// Opens a page of the program on a phone, in the dark.
    Page openOnPhone(String path) {
        return open(
                path,
                new Browser.NewContextOptions()
                        .setViewportSize(PHONE_WIDTH, PHONE_HEIGHT)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setColorScheme(ColorScheme.DARK));
    }

    /// Looks at a page of the program on a desk and on a phone, by day and in the dark. Each is closed before the next
    /// opens: what moves in it takes the processors' time.
    void everyWay(String path, Consumer<Page> look) {
        List<Function<String, Page>> ways =
                List.of(this::open, this::openInTheDark, this::openOnPhoneByDay, this::openOnPhone);
        for (Function<String, Page> way : ways) {
            try (Page page = way.apply(path)) {
                look.accept(page);
            }
        }
    }

    /// Opens a page of a program's own, in the place of one that came from this program. (A page that the
    /// browser was given without a network is of no place, and may not open a WebSocket to loopback.)
    ///
    /// @param said gets what the page says in its console, line by line
    Page openOwn(String html, Consumer<String> said) {
        Page page = page(new Browser.NewContextOptions());
        page.onConsoleMessage(message -> said.accept(message.text()));
        // What it came with has no icon, and no page here is about that.
        page.route(
                "**/favicon.ico",
                route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        page.navigate(address.resolve("/echo").toString());
        page.setContent(html);
        return page;
    }

    /// Opens a page of the program in another tab beside one, of the same browser.
    Page openBeside(Page page, String path) {
        Page tab = watched(page.context());
        load(tab, path);
        return tab;
    }

    private Page open(String path, Browser.NewContextOptions options) {
        Page page = page(options);
        load(page, path);
        return page;
    }

    /// Loads a page of the program, and once more as long as this machine's network changed meanwhile, because a container was started, say: Chromium gives up whatever is
    /// about to connect then, be it to loopback, so that half of a page never comes. (Tests that lay cables are tagged "chaos", and do not run beside these.)
    private void load(Page page, String path) {
        boolean changed = true;
        while (changed) {
            try {
                page.navigate(address.resolve(path).toString());
            } catch (PlaywrightException e) {
                if (!String.valueOf(e.getMessage()).contains(NETWORK_CHANGED)) {
                    throw e;
                }
                complaints.add(NETWORK_CHANGED);
            }
            changed = complaints.removeIf(complaint -> complaint.contains(NETWORK_CHANGED));
        }
    }

    /// A page that is watched.
    private Page page(Browser.NewContextOptions options) {
        BrowserContext context =
                chromium.browser().newContext(options.setReducedMotion(ReducedMotion.REDUCE));
        contexts.add(context);
        context.setDefaultTimeout(WAIT_MILLIS);
        context.addInitScript(PATIENT_SOCK_JS);
        context.onRequest(request -> hosts.add(URI.create(request.url()).getAuthority()));
        return watched(context);
    }

    private Page watched(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onWebSocket(socket -> hosts.add(URI.create(socket.url()).getAuthority()));
        return page;
    }

    /// Where the program serves, as `host:port`.
    String host() {
        return address.getAuthority();
    }

    static void fitsTheScreen(Page page, String what) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                .as("width of the page with %s", what)
                .isEqualTo(page.evaluate("() => document.documentElement.clientWidth"));
    }

    /// What Tab reaches, from the page's beginning to its end: ids, or tags and texts. Each must be
    /// seen to have the focus.
    static List<String> reachedByTab(Page page) {
        List<String> reached = new ArrayList<>();
        page.evaluate(
                """
                () => {
                    document.body.tabIndex = -1;
                    document.body.focus();
                    document.body.removeAttribute('tabindex');
                }
                """);
        for (String now = tab(page); !now.isEmpty() && !reached.contains(now); now = tab(page)) {
            reached.add(now);
        }
        return reached;
    }

    private static String tab(Page page) {
        page.keyboard().press("Tab");
        return (String)
                page.evaluate(
                        """
                        () => {
                            const at = document.activeElement;
                            if (at === null || at === document.body) return '';
                            const name = at.id || at.tagName + ' ' + at.textContent.trim();
                            const seen = [at, at.parentElement].some(e => getComputedStyle(e).outlineStyle !== 'none');
                            if (!seen) throw new Error('the focus on ' + name + ' cannot be seen');
                            return name;
                        }
                        """);
    }

    /// Waits until what is to be drawn with the next picture has been.
    static void drawn(Page page) {
        page.evaluate("() => new Promise(requestAnimationFrame)");
    }

    /// Rows of the log. (Those that are hidden show what was in their place before.)
    static Locator logged(Page page, String direction, String text) {
        return page.locator(
                ".log-row[data-direction=" + direction + "]:not([hidden])",
                new Page.LocatorOptions().setHasText(text));
    }
}
