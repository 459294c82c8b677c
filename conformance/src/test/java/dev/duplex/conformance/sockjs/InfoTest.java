package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client asks before it begins (`/info`).
class InfoTest extends SockJsSuite {
    private static final Pattern ENTROPY = Pattern.compile("\"entropy\"\\s*:\\s*(-?[0-9.eE+]+)");

    InfoTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "InfoTest.test_basic: JSON with websocket, cookie_needed, origins and entropy; not cached, CORS")
    void fields() {
        RawResponse info = echo().get("/info", "Origin: http://test");
        Verify.status(info, 200);
        Verify.contentType(info.head(), "application/json;charset=UTF-8");
        Verify.noCookie(info.head());
        Verify.notCached(info.head());
        Verify.cors(info.head(), "http://test");
        assertThat(info.body()).startsWith("{").endsWith("}");
        assertThat(field(info, "websocket")).isEqualTo("true");
        assertThat(field(info, "cookie_needed")).isEqualTo("false");
        assertThat(field(info, "origins").replace(" ", "")).isEqualTo("[\"*:*\"]");
        entropy(info);
    }

    @Test
    @DisplayName(
            "InfoTest.test_entropy: an unpredictable number of <0; 2^32-1>, another each time; all of its"
                    + " range is used")
    void entropy() {
        Service echo = echo();
        Set<Long> seen = new HashSet<>();
        long ones = 0;
        long zeros = 0;
        for (int i = 0; i < 64; i++) {
            long entropy = entropy(echo.get("/info"));
            seen.add(entropy);
            ones |= entropy;
            zeros |= ~entropy & 0xFFFF_FFFFL;
        }
        // Two of 64 are alike once in two million runs; a given bit never changes once in 2^63.
        assertThat(seen).hasSizeGreaterThanOrEqualTo(63);
        assertThat(ones).isEqualTo(0xFFFF_FFFFL);
        assertThat(zeros).isEqualTo(0xFFFF_FFFFL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://test", "null"})
    @DisplayName(
            "InfoTest.test_options, test_options_null_origin: OPTIONS is answered without a body, to be"
                    + " cached for long; the origin is echoed, null too")
    void options(String origin) {
        Verify.preflight(
                echo().options("/info", "Access-Control-Request-Method: GET", "Origin: " + origin),
                origin,
                "OPTIONS",
                "GET");
    }

    @Test
    @DisplayName("InfoTest.test_disabled_websocket: a service without WebSocket says so")
    void disabledWebSocket() {
        RawResponse info = service("disabled_websocket_echo").get("/info");
        Verify.status(info, 200);
        assertThat(field(info, "websocket")).isEqualTo("false");
    }

    @Test
    @DisplayName(
            "JsessionidCookie.test_basic: a service with cookies says so, and sets none on this URL")
    void cookieNeeded() {
        RawResponse info = service("cookie_needed_echo").get("/info");
        Verify.status(info, 200);
        Verify.noCookie(info.head());
        assertThat(field(info, "cookie_needed")).isEqualTo("true");
    }

    @Test
    @DisplayName("verify_cors: without an Origin everybody may read it, without credentials")
    void withoutOrigin() {
        Verify.corsForAll(echo().get("/info").head());
    }

    @Test
    @DisplayName("a query, which browsers use to get around caches, changes nothing")
    void query() {
        RawResponse info = echo().get("/info?t=1437069834");
        Verify.status(info, 200);
        assertThat(field(info, "websocket")).isEqualTo("true");
    }

    private static String field(RawResponse info, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*(\\[[^]]*]|[^,}\\s]+)")
                        .matcher(info.body());
        assertThat(matcher.find()).as(name + " in " + info.body()).isTrue();
        return matcher.group(1);
    }

    private static long entropy(RawResponse info) {
        Matcher matcher = ENTROPY.matcher(info.body());
        assertThat(matcher.find()).as(info.body()).isTrue();
        assertThat(matcher.group(1)).as("an integer").matches("[0-9]+");
        long entropy = Long.parseLong(matcher.group(1));
        assertThat(entropy).isBetween(0L, 0xFFFF_FFFFL);
        return entropy;
    }
}
