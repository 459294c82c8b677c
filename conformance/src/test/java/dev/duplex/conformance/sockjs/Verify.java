package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the protocol asks of many responses alike (class `Test` of its definition).
final class Verify {
    private Verify() {}

    static void status(RawResponse response, int... statuses) {
        assertThat(statuses).as(response.toString()).contains(response.status());
    }

    /// `verify404`.
    static void notFound(RawResponse response) {
        status(response, 404);
    }

    /// `verify405`: `Allow`, and neither a content type nor a body.
    static void notAllowed(RawResponse response, String... methods) {
        status(response, 405);
        assertThat(response.first("Content-Type")).as(response.toString()).isEmpty();
        assertThat(response.body()).isEmpty();
        assertThat(list(response.head().all("Allow"))).as(response.toString()).contains(methods);
    }

    /// `verify_content_type`: spaces do not matter.
    static void contentType(RawHead head, String expected) {
        assertThat(head.all("Content-Type").stream().map(type -> type.replace(" ", "")).toList())
                .as(head.toString())
                .containsExactly(expected);
    }

    /// `verify_options`, for one origin.
    static void preflight(RawResponse response, String origin, String... methods) {
        status(response, 204);
        cacheable(response);
        assertThat(response.first("Access-Control-Max-Age").map(Integer::parseInt).orElse(0))
                .as(response.toString())
                .isGreaterThan(1_000_000);
        assertThat(list(response.head().all("Access-Control-Allow-Methods")))
                .as(response.toString())
                .contains(methods);
        cors(response.head(), origin);
    }

    /// For long, and by everybody: `Cache-Control` and `Expires`.
    static void cacheable(RawResponse response) {
        assertThat(response.first("Cache-Control").orElse(""))
                .as(response.toString())
                .contains("public")
                .containsPattern("max-age=[1-9][0-9]{6}");
        assertThat(response.first("Expires")).as(response.toString()).isPresent();
    }

    /// `verify_not_cached`.
    static void notCached(RawHead head) {
        assertThat(head.all("Cache-Control"))
                .as(head.toString())
                .containsExactly("no-store, no-cache, no-transform, must-revalidate, max-age=0");
        assertThat(head.first("Expires")).as(head.toString()).isEmpty();
        assertThat(head.first("Last-Modified")).as(head.toString()).isEmpty();
    }

    /// `verify_cors` with an origin: it is echoed, and credentials are allowed.
    static void cors(RawHead head, String origin) {
        assertThat(head.all("Access-Control-Allow-Origin"))
                .as(head.toString())
                .containsExactly(origin);
        assertThat(head.all("Access-Control-Allow-Credentials"))
                .as(head.toString())
                .containsExactly("true");
    }

    /// `verify_cors` without an origin: everybody, without credentials.
    static void corsForAll(RawHead head) {
        assertThat(head.all("Access-Control-Allow-Origin"))
                .as(head.toString())
                .containsExactly("*");
        assertThat(head.all("Access-Control-Allow-Credentials")).as(head.toString()).isEmpty();
    }

    /// No page of another origin may read this.
    static void noCors(RawHead head) {
        assertThat(head.fields())
                .as(head.toString())
                .noneMatch(field ->
                        field.getKey()
                                .toLowerCase(Locale.ROOT)
                                .startsWith("access-control-allow-"));
    }

    /// `verify_no_cookie`.
    static void noCookie(RawHead head) {
        assertThat(head.all("Set-Cookie")).as(head.toString()).isEmpty();
    }

    /// `verify_cookie`: this value, for the whole site.
    static void cookie(RawHead head, String value) {
        assertThat(head.all("Set-Cookie")).as(head.toString()).hasSize(1);
        List<String> parts =
                Arrays.stream(head.all("Set-Cookie").getFirst().split(";", -1))
                        .map(String::strip)
                        .toList();
        assertThat(parts.getFirst()).isEqualTo("JSESSIONID=" + value);
        assertThat(parts.get(1).toLowerCase(Locale.ROOT)).isEqualTo("path=/");
    }

    private static List<String> list(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
