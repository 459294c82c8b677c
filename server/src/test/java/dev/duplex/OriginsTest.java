package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static boolean same(String origin, String host, boolean secure) {
        return Origins.same().allows(Optional.of(origin), host, secure);
    }

    /// A page's origin, the `Host` that it asks by, whether that goes over TLS.
    @ParameterizedTest
    @CsvSource({
        "http://example.org, example.org, false",
        "http://example.org, example.org:80, false",
        "http://Example.org, EXAMPLE.org, false",
        "https://example.org, example.org:443, true",
        "https://example.org:8443, example.org:8443, true",
        "http://127.0.0.1:8080, 127.0.0.1:8080, false",
        "http://[::1]:8080, [::1]:8080, false",
        // No name of the DNS, but what machines are called in networks of containers.
        "http://chat_server:8080, chat_server:8080, false",
        "http://chat_server, chat_server:80, false",
        "https://my_team.example.org, my_team.example.org, true",
        "http://1234-abc_, 1234-abc_, false"
    })
    void aPageMayConnectToWhereItIsFrom(String origin, String host, boolean secure) {
        assertThat(same(origin, host, secure)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org, example.com, false",
        "http://example.org, example.org, true",
        "http://example.org, example.org:8080, false",
        "http://chat_server:8080, chat_server, false",
        "http://chat_server, other_server, false",
        "http://chat_server@evil.example, chat_server, false",
        "http://evil_one, user@evil_one, false",
        "null, example.org, false",
        "http://, '', false",
        "'', '', false",
        "http://example.org/, example.org, false",
        "http://a_b/, a_b, false",
        "http://a_b?c, a_b, false",
        "http://a_b:99999999999, a_b, false",
        "file://, '', false"
    })
    void anotherPageMayNot(String origin, String host, boolean secure) {
        assertThat(same(origin, host, secure)).isFalse();
    }

    @Test
    void listedOriginsMayHaveSuchNamesToo() {
        Origins origins = Origins.of("http://chat_server:8080", "https://Example.org:443");

        assertThat(origins.listed())
                .containsExactlyInAnyOrder("http://chat_server:8080", "https://example.org");
        assertThat(origins.allows(Optional.of("http://CHAT_server:8080"), "here", false)).isTrue();
        assertThat(origins.allows(Optional.of("http://chat_server"), "here", false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "example.org",
                "http://",
                "http://a_b/",
                "http://a_b/c",
                "http://u@a_b",
                "http://a_b:x",
                "http://a b",
                "http://[::1",
                "http://*.example.org",
                "//a_b"
            })
    void whatIsNoOriginIsNotListed(String text) {
        assertThatThrownBy(() -> Origins.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
