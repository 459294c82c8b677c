package dev.duplex.conformance.sockjs;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawHttp;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names of sessions (`/<server>/<session>`).
class SessionUrlsTest extends SockJsSuite {
    SessionUrlsTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/a",
                "/_/_",
                "/1/",
                "/abcdefgh_i-j%20/abcdefg_i-j%20",
                "/000/~!$&'()*+,;=:@",
                "/%C3%A9/%F0%9F%92%A9",
                "/info/websocket"
            })
    @DisplayName(
            "SessionURLs.test_anyValue: the server must accept any value as server and session")
    void anyValue(String suffix) {
        echo().session(suffix + UUID.randomUUID()).open();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//", "/a./a", "/a/a.", "/./.", "/", "///", "/a/", "//a", "/a", "/a/b/c", "/.a/b",
                "/a/b.c"
            })
    @DisplayName(
            "SessionURLs.test_invalidPaths: not an empty one, one with dots, or more or fewer parts: 404")
    void invalidPaths(String suffix) {
        Verify.notFound(echo().get(suffix + "/xhr"));
        Verify.notFound(echo().post(suffix + "/xhr", ""));
        Verify.notFound(echo().get(suffix + "/eventsource"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a./a", "/a/a.", "/.a/b", "/a/b.c"})
    @DisplayName(
            "SessionURLs.test_invalidPaths: no dots in what WebSocket is asked for either: 404")
    void invalidPathsOfWebSocket(String suffix) {
        Service echo = echo();
        RawHttp http = echo.connect();
        http.connection().send(echo.handshake(suffix + "/websocket"));
        Verify.notFound(http.readResponse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../a", "/a/..", "/%2e%2e/a", "/a/%2E%2E"})
    @DisplayName(
            "SessionURLs.test_invalidPaths: paths that lead upwards name no session (400 or 404)")
    void pathsUpwards(String suffix) {
        Verify.status(echo().get(suffix + "/xhr"), 400, 404);
        Verify.status(echo().post(suffix + "/xhr", ""), 400, 404);
    }

    @Test
    @DisplayName(
            "SessionURLs.test_ignoringServerId: a session is identified by its session_id only")
    void ignoresTheServerId() {
        Service echo = echo();
        String id = UUID.randomUUID().toString();
        echo.session("/000/" + id).open();
        echo.session("/000/" + id).sends("[\"a\"]");
        echo.session("/999/" + id).polls("a[\"a\"]");
    }

    @Test
    @DisplayName(
            "RFC 3986 §6.2.2.2: a percent-encoded letter is that letter; case makes a difference")
    void idsAreExact() {
        Service echo = echo();
        String id = UUID.randomUUID().toString();
        echo.session("/000/a" + id).open();
        echo.session("/000/A" + id).open();
        echo.session("/000/%61" + id).sends("[\"small\"]");
        echo.session("/000/A" + id).sends("[\"capital\"]");
        echo.session("/000/a" + id).polls("a[\"small\"]");
        echo.session("/000/A" + id).polls("a[\"capital\"]");
    }

    @Test
    @DisplayName(
            "a session belongs to its base URL: the same id at another service is another session")
    void belongsToItsService() {
        String suffix = "/000/" + UUID.randomUUID();
        SessionUrl here = echo().session(suffix).open();
        SessionUrl there = service("cookie_needed_echo").session(suffix);
        Verify.notFound(there.send("[\"a\"]"));
        there.open();
        here.sends("[\"here\"]");
        there.sends("[\"there\"]");
        here.polls("a[\"here\"]");
        there.polls("a[\"there\"]");
    }
}
