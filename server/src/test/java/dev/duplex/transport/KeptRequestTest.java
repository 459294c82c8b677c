package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.http.Request;
import dev.duplex.session.Keepable;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptRequestTest {
    private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 4711);
    private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 80);

    private static RequestHead head(String target, HttpHeaders fields) {
        return new RequestHead(
                "GET",
                target,
                RequestTarget.parse(target).orElseThrow(),
                Map.of("room", "a b", "user", "grüße"),
                new RequestFields(fields),
                new RequestHead.Link(REMOTE, LOCAL, true));
    }

    @Test
    void everythingCanBeAskedForAsBefore() {
        HttpHeaders fields =
                new DefaultHttpHeaders()
                        .add("Sec-WebSocket-Key", "of its own")
                        .add("Host", "example.com")
                        .add("X-Own", "é")
                        .add("x-own", "")
                        .add("cookie", "a=1")
                        .add("Cookie", "b=2")
                        .add("X-Long", "x".repeat(20_000));
        Request head = head("/chat/a%20b/gr%C3%BC%C3%9Fe?q=1&q=2&empty=&plus=a+b", fields);
        Request kept = Keepable.kept(head);

        assertThat(kept).isInstanceOf(KeptRequest.class).isSameAs(Keepable.kept(head));
        assertThat(kept.method()).isEqualTo(head.method());
        assertThat(kept.target()).isEqualTo(head.target());
        assertThat(kept.path()).isEqualTo("/chat/a b/grüße").isEqualTo(head.path());
        assertThat(kept.pathParameters()).isEqualTo(head.pathParameters());
        assertThat(kept.query("q")).contains("1");
        assertThat(kept.queryAll("q")).isEqualTo(List.of("1", "2"));
        assertThat(kept.query("empty")).contains("");
        assertThat(kept.query("plus")).contains("a b");
        assertThat(kept.query("none")).isEmpty();
        assertThat(kept.headers().names()).isEqualTo(head.headers().names());
        for (String name : List.of("host", "X-OWN", "Cookie", "x-long", "none")) {
            assertThat(kept.headers().all(name)).as(name).isEqualTo(head.headers().all(name));
            assertThat(kept.headers().first(name)).as(name).isEqualTo(head.headers().first(name));
        }
        assertThat(kept.remoteAddress()).isEqualTo(REMOTE);
        assertThat(kept.localAddress()).isEqualTo(LOCAL);
        assertThat(kept.secure()).isTrue();
        assertThat(kept).hasToString(head.toString());
    }

    @Test
    void whatClientsSendAlikeIsThereOnceAndTheTableDoesNotGrow() {
        SharedFields fields = new SharedFields();
        byte[] first = "of one kind".getBytes(US_ASCII);
        assertThat(fields.shared(first)).isSameAs(first);
        assertThat(fields.shared("of one kind".getBytes(US_ASCII))).isSameAs(first);
        for (int i = 0; i < 20 * SharedFields.PLACES; i++) {
            byte[] other = ("of kind " + i).getBytes(US_ASCII);
            assertThat(fields.shared(other)).isSameAs(other);
        }
        byte[] again = "of one kind".getBytes(US_ASCII);
        assertThat(fields.shared(again)).isSameAs(again);
    }

    @Test
    void aHeadWithoutFieldsHasNone() {
        Request kept = Keepable.kept(head("/", new DefaultHttpHeaders()));
        assertThat(kept.headers().names()).isEmpty();
        assertThat(kept.headers().first("Host")).isEmpty();
        assertThat(kept.queryAll("q")).isEmpty();
    }
}
