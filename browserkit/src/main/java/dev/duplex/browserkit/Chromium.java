package dev.duplex.browserkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The system's Chromium, driven by Playwright: one for all tests of a JVM, which are apart in contexts of their own. It starts when
/// it is first asked for and ends with the JVM. To be used by the thread that asked first, as tests of several classes in one JVM do.
public final class Chromium {
    private static final List<String> PLACES =
            List.of(
                    "/usr/bin/chromium-headless-shell",
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome");

    /// Off are what Playwright has off, for the last list counts; and a process that Chromium starts for each context in case
    /// that another page is opened there.
    private static final String DISABLED_FEATURES =
            "AcceptCHFrame,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,"
                    + "GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
                    + "Translate,AutoDeElevate,SpareRendererForSitePerProcess";

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-features=" + DISABLED_FEATURES);

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Made by whoever asks first.
    private static final class Shared {
        static final Chromium CHROMIUM = launch();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CHROMIUM::close, "close-chromium"));
        }
    }

    /// The one of this JVM.
    public static Chromium shared() {
        return Shared.CHROMIUM;
    }

    private static Chromium launch() {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(executable())
                                        .setArgs(ARGUMENTS));
        return new Chromium(playwright, browser);
    }

    /// What `CHROMIUM` names, which is where `./check` has found it; else where it mostly is.
    private static Path executable() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                "Chromium is missing: none of "
                                        + PLACES
                                        + " is there. Install it (Debian: apt-get install chromium)"
                                        + " or set CHROMIUM to its path"));
    }

    /// For contexts of other kinds than [#newPage()] makes.
    public Browser browser() {
        return browser;
    }

    /// A page in a context of its own: no cookie, no cache of another.
    public Page newPage() {
        return browser.newPage();
    }

    private void close() {
        browser.close();
        playwright.close();
    }
}
