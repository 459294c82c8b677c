package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is at the base URL, what is not, and which methods each URL takes.
class StaticUrlsTest extends SockJsSuite {
    private static final String GREETING = "Welcome to SockJS!\n";

    StaticUrlsTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "?t=1", "/?t=1"})
    @DisplayName("BaseUrlGreeting.test_greeting: the base URL, with and without a slash, greets")
    void greets(String suffix) {
        RawResponse greeting = echo().get(suffix);
        Verify.status(greeting, 200);
        Verify.contentType(greeting.head(), "text/plain;charset=UTF-8");
        assertThat(greeting.body()).isEqualTo(GREETING);
        Verify.noCookie(greeting.head());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a.html",
                "//",
                "///",
                "/a/a",
                "/a/a/",
                "/a/",
                "/xhr",
                "/a/xhr",
                "/a/a/a/xhr",
                "/a/a/nothing",
                "/a/a/XHR",
                "/a/a/xhr/",
                "/infos",
                "/info/",
                "/INFO"
            })
    @DisplayName("BaseUrlGreeting.test_notFound: other simple requests get 404")
    void otherUrlsAreNotFound(String suffix) {
        Verify.notFound(echo().get(suffix));
        Verify.notFound(echo().post(suffix, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/info", "/iframe.html"})
    @DisplayName(
            "RFC 9110 §9.3.2: HEAD is GET without content; the next request on the connection is served")
    void headHasNoContent(String suffix) {
        Service echo = echo();
        RawResponse head = echo.exchange(echo.request("HEAD", suffix));
        Verify.status(head, 200, 405);
        RawResponse greeting = echo.get("");
        Verify.status(greeting, 200);
        assertThat(greeting.body()).isEqualTo(GREETING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr", "xhr_streaming", "eventsource", "htmlfile?c=cb", "jsonp?c=cb"})
    @DisplayName("HEAD of a session's URL opens no session")
    void headOpensNoSession(String transport) {
        Service echo = echo();
        SessionUrl session = echo.session();
        RawResponse head = echo.exchange(echo.request("HEAD", session.suffix() + "/" + transport));
        Verify.status(head, 200, 405);
        Verify.notFound(session.send("[\"a\"]"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', POST, GET",
        "/info, POST, GET",
        "/iframe.html, POST, GET",
        "/iframe-1.html, PUT, GET",
        "/a/405/xhr, GET, POST",
        "/a/405/xhr, PUT, POST",
        "/a/405/xhr_send, GET, POST",
        "/a/405/xhr_send, DELETE, POST",
        "/a/405/xhr_streaming, GET, POST",
        "/a/405/eventsource, POST, GET",
        "/a/405/htmlfile?c=cb, POST, GET",
        "/a/405/jsonp?c=cb, POST, GET",
        "/a/405/jsonp_send, GET, POST",
        "/a/405/jsonp_send, PUT, POST",
        "/a/405/websocket, POST, GET",
        "/websocket, POST, GET",
        "/a/405/xhr, BREW, POST"
    })
    @DisplayName("verify405: the wrong method gets 405 with Allow, no content type and no body")
    void wrongMethods(String suffix, String wrong, String right) {
        Service echo = echo();
        RawRequest request = echo.request(wrong, suffix);
        Verify.notAllowed(
                echo.exchange(wrong.equals("GET") ? request : request.body("[\"a\"]")), right);
        Verify.status(echo.get(""), 200);
    }
}
