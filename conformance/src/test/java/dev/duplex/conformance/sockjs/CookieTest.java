package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cookie by which load balancers route (section "JSESSIONID cookie").
class CookieTest extends SockJsSuite {
    CookieTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "JsessionidCookie: every receiving transport sets `JSESSIONID=dummy; path=/`, or echoes the"
                    + " value that the client has")
    void receivingSetsIt(Transport transport) {
        Service service = service("cookie_needed_echo");
        Verify.cookie(head(service.session(), transport), "dummy");
        Verify.cookie(head(service.session(), transport, "Cookie: JSESSIONID=abcdef"), "abcdef");
        Verify.cookie(
                head(service.session(), transport, "Cookie: a=b; JSESSIONID=x-1.y; c=d"), "x-1.y");
        Verify.cookie(
                head(service.session(), transport, "Cookie: JSESSIONID=\"a~1\"; c=d"), "\"a~1\"");
        Verify.cookie(head(service.session(), transport, "Cookie: NOTJSESSIONID=no"), "dummy");
    }

    /// Browsers take a cookie of the same name and path for the same one, and its attributes from the last that was set.
    @Test
    @DisplayName(
            "no script reads it; other sites are sent it over TLS only if its value is made up here: another may be a"
                    + " login's")
    void itOpensNoLoginToOthers() {
        String made = tls() ? "; SameSite=None; Secure" : "";
        String given = tls() ? "; Secure" : "";
        Service service = service("cookie_needed_echo");
        assertThat(cookie(service)).isEqualTo("JSESSIONID=dummy; path=/; HttpOnly" + made);
        assertThat(cookie(service, "Cookie: JSESSIONID=dummy"))
                .isEqualTo("JSESSIONID=dummy; path=/; HttpOnly" + made);
        assertThat(cookie(service, "Cookie: JSESSIONID=abcdef"))
                .isEqualTo("JSESSIONID=abcdef; path=/; HttpOnly" + given);
    }

    private static String cookie(Service service, String... lines) {
        return head(service.session(), Transport.XHR, lines).first("Set-Cookie").orElseThrow();
    }

    @Test
    @DisplayName("JsessionidCookie.test_jsonp: sends set it too")
    void sendingSetsIt() {
        SessionUrl session = service("cookie_needed_echo").session().open();
        RawResponse sent = session.send("[\"a\"]");
        SessionUrl.taken(sent);
        Verify.cookie(sent.head(), "dummy");
        Verify.cookie(session.send("[\"a\"]", "Cookie: JSESSIONID=abcdef").head(), "abcdef");
        RawResponse form = session.sendForm("d=%5B%22x%22%5D");
        assertThat(form.body()).isEqualTo("ok");
        Verify.cookie(form.head(), "dummy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/info", "/iframe.html"})
    @DisplayName("verify_no_cookie: greeting, info and iframe page set none")
    void staticUrlsSetNone(String suffix) {
        RawResponse page = service("cookie_needed_echo").get(suffix, "Cookie: JSESSIONID=abcdef");
        Verify.noCookie(page.head());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("JsessionidCookie: it is something to opt in for; other services set none")
    void notAskedFor(Transport transport) {
        Verify.noCookie(head(echo().session(), transport, "Cookie: JSESSIONID=abcdef"));
    }

    private static RawHead head(SessionUrl session, Transport transport, String... lines) {
        return session.begin(transport, lines).readHead();
    }
}
