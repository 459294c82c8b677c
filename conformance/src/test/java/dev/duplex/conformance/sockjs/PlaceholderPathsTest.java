package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Services whose path has placeholders: each of their values is a service of its own.
class PlaceholderPathsTest extends OwnServerSuite {
    private final Recorder endpoint = new Recorder();
    private final Server server = start(builder().sockJs("/{a}/{b}", endpoint, ANY));

    @Test
    @DisplayName(
            "RFC 3986 §2.2: an encoded slash is no separator, and the same session id below paths that"
                    + " differ in nothing else is another session")
    void encodedSlashes() throws InterruptedException {
        apart("/x%2Fy/z", "/x/y%2Fz");
    }

    @Test
    @DisplayName("the same session id below other values is another session")
    void otherValues() throws InterruptedException {
        apart("/x/y", "/y/x");
        apart("/1/11", "/11/1");
    }

    private void apart(String here, String there) throws InterruptedException {
        SessionUrl first = service(server, here).session().open();
        SessionUrl second = service(server, there).session(first.suffix());
        Verify.notFound(second.send("[\"a\"]"));
        second.open();
        assertThat(endpoint.opened().id()).isNotEqualTo(endpoint.opened().id());
        first.sends("[\"first\"]");
        second.sends("[\"second\"]");
        first.polls("a[\"first\"]");
        second.polls("a[\"second\"]");
    }
}
