package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page for clients of other origins (`/iframe*.html`).
class IframePageTest extends SockJsSuite {
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html>
            <head>
              <meta http-equiv="X-UA-Compatible" content="IE=edge" />
              <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
              <script src="https://cdn.example/sockjs-1.6.1.min.js"></script>
              <script>
                document.domain = document.domain;
                SockJS.bootstrap_iframe();
              </script>
            </head>
            <body>
              <h2>Don't panic!</h2>
              <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
            </body>
            </html>\
            """;

    IframePageTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/iframe.html",
                "/iframe-a.html",
                "/iframe-.html",
                "/iframe-0.1.2.html",
                "/iframe-0.1.2abc-dirty.2144.html",
                "/iframe-a.html?t=1234",
                "/iframe-0.1.2.html?t=123414",
                "/iframe-0.1.2abc-dirty.2144.html?t=qweqweq123"
            })
    @DisplayName(
            "IframePage.test_simpleUrl, test_versionedUrl, test_queriedUrl: the page exactly, cacheable by"
                    + " all for long, without Last-Modified and cookie")
    void page(String suffix) {
        RawResponse page = echo().get(suffix);
        Verify.status(page, 200);
        Verify.contentType(page.head(), "text/html;charset=UTF-8");
        Verify.cacheable(page);
        assertThat(page.first("ETag").orElse("")).matches("(W/)?\"[^\"]+\"");
        assertThat(page.first("Last-Modified")).isEmpty();
        assertThat(page.body().strip()).isEqualTo(PAGE);
        Verify.noCookie(page.head());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/iframe.htm",
                "/iframe",
                "/IFRAME.HTML",
                "/IFRAME",
                "/iframe.HTML",
                "/iframe.xml",
                "/iframe-/.html"
            })
    @DisplayName("IframePage.test_invalidUrl: malformed URLs get 404")
    void malformedUrls(String suffix) {
        Verify.notFound(echo().get(suffix));
    }

    @Test
    @DisplayName(
            "IframePage.test_cacheability: the ETag is the same each time, and If-None-Match gets 304"
                    + " without content type and body")
    void revalidates() {
        Service echo = echo();
        String tag = echo.get("/iframe.html").first("ETag").orElseThrow();
        assertThat(echo.get("/iframe.html").first("ETag")).contains(tag);
        for (String condition : new String[] {tag, "\"other\", " + tag, "*", "W/" + tag}) {
            RawResponse unchanged = echo.get("/iframe.html", "If-None-Match: " + condition);
            Verify.status(unchanged, 304);
            assertThat(unchanged.first("Content-Type")).isEmpty();
            assertThat(unchanged.first("ETag")).contains(tag);
        }
        RawResponse changed = echo.get("/iframe.html", "If-None-Match: \"other\"");
        Verify.status(changed, 200);
        assertThat(changed.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    @DisplayName("without a clientUrl there is no iframe page: 404")
    void noClientNoPage() {
        Verify.notFound(service("same").get("/iframe.html"));
        Verify.notFound(service("same").get("/iframe-1.html"));
    }

    @Test
    @DisplayName("CSP: the page may be framed by pages of allowed origins only (frame-ancestors)")
    void mayBeFramedByAllowedOrigins() {
        RawResponse listed = service("listed").get("/iframe.html");
        Verify.status(listed, 200);
        assertThat(listed.first("Content-Security-Policy").orElse(""))
                .containsPattern("frame-ancestors( \\S+)*")
                .contains("'self'")
                .contains("https://good.example")
                .doesNotContain("*");
        assertThat(listed.body()).contains("<script src=\"/sockjs.js\"></script>");
        assertThat(echo().get("/iframe.html").first("Content-Security-Policy").orElse("*"))
                .contains("*")
                .doesNotContain("frame-ancestors 'none'");
        assertThat(echo().get("/iframe.html").first("X-Frame-Options")).isEmpty();
    }
}
