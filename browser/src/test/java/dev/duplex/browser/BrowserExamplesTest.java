package dev.duplex.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The pages of `examples/browser`, as `./run` serves them: all in one channel.
@Tag("long")
class BrowserExamplesTest extends PageSuite {
    private static final Path SOURCES = Path.of("../examples/browser");
    private static final int MOST_LINES = 60;

    /// Each, and what it says when it is in the channel.
    private record Example(String page, String begun, boolean speaks) {}

    private static final List<Example> EXAMPLES =
            List.of(
                    new Example("websocket.html", "open", true),
                    new Example("eventsource.html", "begin: new", false),
                    new Example("centrifuge-websocket.html", "begin: new", true),
                    new Example("centrifuge-sockjs.html", "begin: new", true),
                    new Example("centrifuge-sockjs.html?xhr-streaming", "begin: new", true),
                    new Example("websocket-centrifuge.html", "\"subscribe\":{", true));

    private static Locator said(Page page, String text) {
        return page.locator("li", new Page.LocatorOptions().setHasText(text)).first();
    }

    @Test
    @DisplayName("whatever one says in the channel, all others show")
    void allHearAll() throws IOException {
        areShort();
        List<Page> pages = new ArrayList<>();
        for (Example example : EXAMPLES) {
            Page page = open("/examples/" + example.page());
            assertThat(said(page, example.begun())).isVisible();
            pages.add(page);
        }
        // A bare WebSocket is open before it is in the channel: what it hears of itself shows that
        // it is.
        say(pages.getFirst(), "anybody there?");
        assertThat(said(pages.getFirst(), "anybody there?")).isVisible();
        for (int speaker = 0; speaker < pages.size(); speaker++) {
            if (EXAMPLES.get(speaker).speaks()) {
                String text = "said by " + speaker;
                say(pages.get(speaker), text);
                for (Page listener : pages) {
                    assertThat(said(listener, text)).isVisible();
                }
            }
        }
    }

    private static void say(Page page, String text) {
        page.fill("input", text);
        page.press("input", "Enter");
    }

    /// Each is one short file, and none is missing here.
    private static void areShort() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(SOURCES)) {
            files = all.toList();
        }
        Assertions.assertThat(files)
                .extracting(it -> it.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        EXAMPLES.stream()
                                .map(it -> it.page().replaceFirst("\\?.*", ""))
                                .distinct()
                                .toList());
        for (Path file : files) {
            Assertions.assertThat(Files.readAllLines(file)).hasSizeLessThan(MOST_LINES);
        }
    }
}
