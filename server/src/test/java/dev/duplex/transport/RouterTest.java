package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.Server;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static Router<String> router(String... patterns) {
        Router<String> router = new Router<>();
        for (String pattern : patterns) {
            router.add(pattern, pattern);
        }
        return router;
    }

    private static Optional<Router.Match<String>> match(Router<String> router, String path) {
        return router.match(RequestTarget.parse(path).orElseThrow().segments());
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a/*",
        "/a/b, /a/b",
        "/a/c, /a/{x}",
        "/a/b/c, /a/b/*",
        "/a/c/d, /a/{x}/d",
        "/a/c/e, /a/*",
        "/a/c/e/f/g, /a/*",
        "/b/c, /{x}/c",
        "/z, /*",
        "/b/d, /*",
        "/b/d/, /*",
    })
    void theMostLiteralPatternWins(String path, String pattern) {
        Router<String> router =
                router("/", "/*", "/a", "/a/*", "/a/b", "/a/{x}", "/a/b/*", "/a/{x}/d", "/{x}/c");
        assertThat(match(router, path).map(Router.Match::target)).contains(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/", "/", "/A", "/a/b", "//a", "/a//", "/x//y"})
    void otherPathsDoNotMatch(String path) {
        assertThat(match(router("/a", "/x/*", "/{y}/b/c"), path)).isEmpty();
    }

    @Test
    void parametersAreDecodedAndNamed() {
        Router<String> router = router("/rooms/{room}/users/{user}", "/files/{disk}/*");
        assertThat(match(router, "/rooms/a%20b/users/%C3%A9%2F1").orElseThrow().parameters())
                .isEqualTo(Map.of("room", "a b", "user", "é/1"));
        assertThat(match(router, "/files/c/a/b%20c.txt").orElseThrow().parameters())
                .isEqualTo(Map.of("disk", "c", "*", "a/b c.txt"));
        assertThat(match(router, "/files/c/").orElseThrow().parameters())
                .isEqualTo(Map.of("disk", "c", "*", ""));
        assertThat(match(router, "/rooms//users/x")).as("no parameter is empty").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "/a*",
                "/*/a",
                "/{}",
                "/{1}",
                "/{a}b",
                "/{a",
                "/a}",
                "/{a}/{a}",
                "/a//b",
                "/..",
                "/a/./b",
                "/a?b",
                "/a#b",
                "/%61",
                "/a\\b",
                "/a\n"
            })
    void malformedPatternsAreRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> router(pattern))
                .withMessageContaining("malformed path");
    }

    @Test
    void takenPathsAreRefusedByTheBuilder() {
        Server.Builder builder = Server.builder().http("/a/{x}", _ -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.http("/a/{y}", _ -> {}))
                .withMessage("path \"/a/{y}\" is taken by \"/a/{x}\"");
        // One path may have both.
        builder.webSocket("/a/{x}", new dev.duplex.Endpoint() {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.webSocket("/a/{x}", new dev.duplex.Endpoint() {}));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?c=d&e, /a/b",
        "http://here:80/a?b, /a",
        "HTTPS://here?b, /",
        "http://here, /",
        "/a+b, /a+b",
        "/a%2Bb, /a+b",
        "/..., /...",
        "*, *"
    })
    void targetsAreTakenApart(String target, String path) {
        assertThat(RequestTarget.parse(target).orElseThrow().path()).isEqualTo(path);
    }

    @Property
    void noTargetLeadsUpwards(@ForAll String target) {
        RequestTarget.parse("/" + target)
                .ifPresent(parsed ->
                        assertThat(parsed.path().split("[/\\\\]", -1)).doesNotContain("..", "."));
    }

    @Property
    void everyTextCanBeASegment(@ForAll String text) {
        String escaped = java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
        Optional<RequestTarget> parsed = RequestTarget.parse("/" + escaped.replace("+", "%20"));
        boolean harmless =
                text.chars().noneMatch(Character::isISOControl)
                        && !text.matches("(?s)(.*[/\\\\])?\\.\\.?([/\\\\].*)?");
        boolean encodable = !text.chars().anyMatch(c -> Character.isSurrogate((char) c));
        if (harmless && encodable) {
            assertThat(parsed.orElseThrow().segments()).containsExactly(text);
        }
    }
}
