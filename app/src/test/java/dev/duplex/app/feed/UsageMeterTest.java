package dev.duplex.app.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.WireTap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageMeterTest {
    private static final String POLL = "GET /_dev/feed/p/poll?after=1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String EVENTS = "GET /_dev/feed/p/events HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE =
            "GET /_dev/feed/p/ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n";
    private static final String SEND =
            "POST /_dev/feed/p/sockjs/1/s/xhr_send HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

    private final PageUsages pages = new PageUsages(() -> 0);
    private final UsageMeter meter = new UsageMeter(pages);
    private final WireTap.Connection connection = connection();

    private WireTap.Connection connection() {
        return meter.accepted(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_001));
    }

    private void received(String bytes) {
        connection.received(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)).asReadOnlyBuffer());
    }

    private void sent(String bytes) {
        connection.sent(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)).asReadOnlyBuffer());
    }

    private static String json(String poll, String longPoll, String sse, String webSocket) {
        return "{\"poll\":{%s},\"longPoll\":{%s},\"sse\":{%s},\"webSocket\":{%s}}"
                .formatted(poll, longPoll, sse, webSocket);
    }

    private static String of(long requests, long in, long out) {
        return "\"requests\":%d,\"in\":%d,\"out\":%d".formatted(requests, in, out);
    }

    private static final String NONE = of(0, 0, 0);

    @Test
    void eachRequestOfAConnectionIsCountedForItsWay() {
        received(POLL);
        sent("0123456789");
        received(POLL);
        sent("01234");
        received(EVENTS);
        sent("data");
        assertThat(pages.of("p").json())
                .isEqualTo(
                        json(of(2, 2L * POLL.length(), 15), NONE, of(1, EVENTS.length(), 4), NONE));
    }

    @Test
    void bytesMayComeOneByOne() {
        for (char c : (SEND + "[\"a\"]" + POLL).toCharArray()) {
            received(String.valueOf(c));
        }
        assertThat(pages.of("p").json())
                .isEqualTo(json(of(1, POLL.length(), 0), of(1, SEND.length() + 5, 0), NONE, NONE));
    }

    @Test
    void aBodyIsNoHead() {
        received("POST /x HTTP/1.1\r\nContent-Length: " + POLL.length() + "\r\n\r\n" + POLL);
        assertThat(pages.of("p").json()).isEqualTo(json(NONE, NONE, NONE, NONE));
    }

    @Test
    void framesBelongToTheUpgrade() {
        received(UPGRADE);
        sent("HTTP/1.1 ");
        sent("101 Switching Protocols\r\n\r\n");
        sent("frame");
        // What looks like a request is a frame's payload.
        received(POLL);
        assertThat(pages.of("p").json())
                .isEqualTo(
                        json(
                                NONE,
                                NONE,
                                NONE,
                                of(1, UPGRADE.length() + POLL.length(), 9 + 27 + 5)));
    }

    @Test
    void afterARefusedUpgradeRequestsGoOn() {
        received(UPGRADE);
        sent("HTTP/1.1 403 Forbidden\r\n\r\n");
        received(POLL);
        assertThat(pages.of("p").json())
                .isEqualTo(json(of(1, POLL.length(), 0), NONE, NONE, of(1, UPGRADE.length(), 26)));
    }

    @Test
    void whatIsNotTheFeedsIsNobodys() {
        received(POLL);
        sent("0");
        received("GET / HTTP/1.1\r\n\r\n");
        sent("a page");
        assertThat(pages.of("p").json()).isEqualTo(json(of(1, POLL.length(), 1), NONE, NONE, NONE));
        assertThat(pages.size()).isOne();
    }

    @Test
    void pagesHaveAccountsOfTheirOwn() {
        received(POLL);
        received(POLL.replace("/p/", "/q/"));
        assertThat(pages.of("q").json())
                .isEqualTo(json(of(1, POLL.length(), 0), NONE, NONE, NONE))
                .isEqualTo(pages.of("p").json());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /_dev/feed/p/pollen HTTP/1.1",
                "GET /_dev/feed/p/usage HTTP/1.1",
                "GET /_dev/feed/p%20q/poll HTTP/1.1",
                "GET /x/_dev/feed/p/poll HTTP/1.1",
                "no request"
            })
    void otherRequestLinesAreNotCounted(String line) {
        received(line + "\r\n\r\n");
        assertThat(pages.size()).isZero();
    }

    @Test
    void aHeadThatDoesNotEndIsGivenUp() {
        received("GET / HTTP/1.1\r\nA: " + "a".repeat(20_000));
        received("\r\n\r\n" + POLL);
        assertThat(pages.size()).isZero();
    }
}
