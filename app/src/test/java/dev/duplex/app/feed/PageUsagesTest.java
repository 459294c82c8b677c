package dev.duplex.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.feed.PageUsages.Way;
import org.junit.jupiter.api.Test;

class PageUsagesTest {
    private long now;
    private final PageUsages pages = new PageUsages(() -> now);
    private final String fresh = pages.of("fresh").json();

    @Test
    void remembersAPageThatIsNotQuiet() {
        pages.of("a").in(Way.SSE, 1);
        for (int i = 0; i < 10; i++) {
            now += PageUsages.EXPIRY.toNanos();
            pages.of("a").in(Way.SSE, 1);
            pages.of("another" + i);
        }
        assertThat(pages.of("a").json()).contains("\"sse\":{\"requests\":0,\"in\":11,\"out\":0}");
    }

    @Test
    void forgetsAQuietPage() {
        pages.of("a").in(Way.SSE, 1);
        now += PageUsages.EXPIRY.toNanos() + 1;
        pages.of("another");
        assertThat(pages.size()).isOne();
        assertThat(pages.of("a").json()).isEqualTo(fresh);
    }

    @Test
    void forgetsTheQuietestForAFurtherPage() {
        for (int i = 0; i < PageUsages.MAX_PAGES; i++) {
            now++;
            pages.of("p" + i).in(Way.POLL, 1);
        }
        now++;
        pages.of("p0");
        now++;
        pages.of("further");
        assertThat(pages.size()).isEqualTo(PageUsages.MAX_PAGES);
        assertThat(pages.of("p0").json()).isNotEqualTo(fresh);
    }

    @Test
    void idsAreShortAndPlain() {
        assertThat(PageUsages.isPage("A-z_0")).isTrue();
        assertThat(PageUsages.isPage("x".repeat(64))).isTrue();
        assertThat(PageUsages.isPage("x".repeat(65))).isFalse();
        assertThat(PageUsages.isPage("")).isFalse();
        assertThat(PageUsages.isPage("a/b")).isFalse();
        assertThat(PageUsages.isPage(null)).isFalse();
    }
}
