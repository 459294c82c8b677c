package dev.duplex.app.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.WireTap;
import dev.duplex.http.ServerSentEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTraceTest {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    private static final InetSocketAddress REMOTE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_001);

    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private long now;
    private final WireTrace trace = new WireTrace(() -> now, later::add);

    @Test
    void tellsThePageItsOwnConnectionFromHandshakeToEnd() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = trace.accepted(REMOTE);
        String request = handshake(cookie(page), "http://a:1");
        now = 5_000;
        // In pieces, as they may come.
        received(connection, request.substring(0, 20));
        received(connection, request.substring(20));
        now = 9_000;
        sent(connection, SWITCH + "\u0081\u0001a");
        now = 12_000;
        received(connection, HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
        now = 20_000;
        connection.closed();

        assertThat(page.responseField("Content-Type")).isEqualTo(ServerSentEvents.CONTENT_TYPE);
        List<String> events = page.events();
        assertThat(events).hasSize(6);
        assertThat(events.get(0)).isEqualTo("{\"type\":\"hello\",\"payloadBytes\":1024}");
        assertThat(events.get(1))
                .startsWith("{\"type\":\"open\",\"id\":1,\"us\":5,\"epochMillis\":")
                .contains("\"remote\":\"127.0.0.1:50001\"")
                .contains("\"request\":\"GET /echo HTTP/1.1\\r\\nHost: a:1\\r\\n");
        assertThat(events.get(2))
                .isEqualTo(
                        "{\"type\":\"response\",\"id\":1,\"us\":9,\"head\":\"HTTP/1.1 101 Switching"
                                + " Protocols\\r\\nUpgrade: websocket\\r\\n\\r\\n\"}");
        assertThat(events.get(3))
                .isEqualTo(
                        "{\"type\":\"frame\",\"id\":1,\"us\":9,\"from\":\"server\","
                                + "\"header\":\"8101\",\"payload\":\"YQ==\"}");
        assertThat(events.get(4))
                .isEqualTo(
                        "{\"type\":\"frame\",\"id\":1,\"us\":12,\"from\":\"client\","
                                + "\"header\":\"818537fa213d\",\"payload\":\"f59NUVg=\"}");
        assertThat(events.get(5)).isEqualTo("{\"type\":\"closed\",\"id\":1,\"us\":20}");
    }

    @Test
    void leavesSecretsOutOfTheHandshake() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = trace.accepted(REMOTE);
        received(
                connection,
                handshake(cookie(page), "http://a:1")
                        .replace("Cookie", "AUTHORIZATION: Basic c2VjcmV0\r\nCookie"));
        sent(connection, "HTTP/1.1 101 Switching Protocols\r\nSet-Cookie: a=secret\r\n\r\n");
        assertThat(page.events().get(1))
                .endsWith("\\r\\nAUTHORIZATION: …\\r\\nCookie: x=…; duplex-wire=…\\r\\n\\r\\n\"}")
                .doesNotContain(cookie(page));
        assertThat(page.events().get(2)).endsWith("\\r\\nSet-Cookie: …\\r\\n\\r\\n\"}");
    }

    @Test
    void tellsNobodyOfConnectionsThatAreNotThePages() {
        PageExchange page = open(new PageExchange("GET"));
        String own = handshake(cookie(page), "http://a:1");
        List<String> others =
                List.of(
                        handshake("guessed", "http://a:1"),
                        handshake(cookie(page), "http://evil.example"),
                        own.replace("Origin: http://a:1\r\n", ""),
                        own.replace("Upgrade: websocket\r\n", ""),
                        "GET / HTTP/1.1\r\n\r\n",
                        own.replace("Host", "X-Long: " + "x".repeat(WireTrace.MAX_HEAD_BYTES)));
        for (String request : others) {
            WireTap.Connection connection = trace.accepted(REMOTE);
            received(connection, request);
            sent(connection, SWITCH);
            received(connection, new byte[] {(byte) 0x81, 0});
            connection.closed();
        }
        assertThat(page.events()).hasSize(1);
    }

    @Test
    void looksAtNothingWhileNoPageIsOpen() {
        assertThat(trace.accepted(REMOTE)).isSameAs(Untraced.CONNECTION);
        PageExchange page = open(new PageExchange("GET"));
        assertThat(trace.accepted(REMOTE)).isNotSameAs(Untraced.CONNECTION);
        page.leave();
        assertThat(trace.accepted(REMOTE)).isSameAs(Untraced.CONNECTION);
    }

    @Test
    void tellsARefusalAndItsEnd() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = traced(page);
        sent(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
        sent(connection, "more");
        connection.closed();
        assertThat(types(page)).containsExactly("hello", "open", "response", "closed");
    }

    @Test
    void givesAnotherPageOfTheSameBrowserTheSameId() {
        PageExchange first = open(new PageExchange("GET"));
        PageExchange second =
                open(new PageExchange("GET").with("Cookie", "duplex-wire=" + cookie(first)));
        PageExchange stranger = open(new PageExchange("GET").with("Cookie", "duplex-wire=mine"));
        assertThat(cookie(second)).isEqualTo(cookie(first));
        assertThat(cookie(stranger)).isNotEqualTo("mine").hasSize(22);
        traced(first);
        assertThat(types(first)).containsExactly("hello", "open");
        assertThat(types(second)).containsExactly("hello", "open");
        assertThat(types(stranger)).containsExactly("hello");
    }

    @Test
    void setsACookieThatNoScriptAndNoOtherSiteCanUse() {
        PageExchange page = open(new PageExchange("GET"));
        assertThat(page.responseField("Set-Cookie"))
                .matches("duplex-wire=[\\w-]{22}; Path=/; SameSite=Strict; HttpOnly");
    }

    @Test
    void refusesForeignPagesAndOtherMethods() {
        assertThat(open(new PageExchange("POST")).status()).isEqualTo(405);
        PageExchange foreign = new PageExchange("GET").with("Host", "a:1");
        assertThat(open(foreign.with("Origin", "http://b")).status()).isEqualTo(403);
        assertThat(open(new PageExchange("HEAD")).status()).isEqualTo(200);
    }

    @Test
    void endsItsStreamsAfterTheLastConnectionWhenClosed() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = traced(page);
        trace.close();
        page.run();
        assertThat(page.isOver()).isFalse();
        assertThat(open(new PageExchange("GET")).status()).isEqualTo(503);

        connection.closed();
        assertThat(types(page)).containsExactly("hello", "open", "closed");
        assertThat(page.isOver()).isTrue();
    }

    @Test
    void endsItsStreamsAtOnceWhenClosedWithoutConnections() {
        PageExchange page = open(new PageExchange("GET"));
        trace.close();
        page.run();
        assertThat(page.isOver()).isTrue();
    }

    @Test
    void hasALimitedNumberOfStreams() {
        List<PageExchange> pages = new ArrayList<>();
        for (int i = 0; i < WireTrace.MAX_STREAMS; i++) {
            pages.add(open(new PageExchange("GET")));
        }
        assertThat(open(new PageExchange("GET")).status()).isEqualTo(503);
        assertThat(open(new PageExchange("HEAD")).status()).isEqualTo(503);
        pages.getFirst().leave();
        PageExchange next = open(new PageExchange("GET"));
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.isOver()).isFalse();
    }

    @Test
    void looksAtALimitedNumberOfCandidates() {
        open(new PageExchange("GET"));
        List<WireTap.Connection> candidates = new ArrayList<>();
        for (int i = 0; i < WireTrace.MAX_CANDIDATES; i++) {
            candidates.add(trace.accepted(REMOTE));
        }
        assertThat(trace.accepted(REMOTE)).isSameAs(Untraced.CONNECTION);
        candidates.getFirst().closed();
        candidates.getFirst().closed();
        assertThat(trace.accepted(REMOTE)).isNotSameAs(Untraced.CONNECTION);
        assertThat(trace.accepted(REMOTE)).isSameAs(Untraced.CONNECTION);
    }

    @Test
    void tracesALimitedNumberOfConnections() {
        PageExchange page = open(new PageExchange("GET"));
        List<WireTap.Connection> connections = new ArrayList<>();
        for (int i = 0; i < WireTrace.MAX_CONNECTIONS + 3; i++) {
            connections.add(traced(page));
        }
        assertThat(types(page)).hasSize(1 + WireTrace.MAX_CONNECTIONS);
        connections.getFirst().closed();
        traced(page);
        assertThat(types(page)).hasSize(1 + WireTrace.MAX_CONNECTIONS + 2);
    }

    @Test
    void looksAtALimitedNumberOfBytesOfAHead() {
        PageExchange page = open(new PageExchange("GET"));
        String own = handshake(cookie(page), "http://a:1");
        int room = WireTrace.MAX_HEAD_BYTES - own.length();
        for (int longer : List.of(1, 0)) {
            WireTap.Connection connection = trace.accepted(REMOTE);
            received(connection, own.replace("Host: a:1", "Host: a:1" + " ".repeat(room + longer)));
            sent(connection, SWITCH);
            received(connection, HexFormat.of().parseHex("820401020304"));
            connection.closed();
            assertThat(types(page))
                    .as(longer + " bytes over the limit")
                    .isEqualTo(
                            longer > 0
                                    ? List.of("hello")
                                    : List.of("hello", "open", "response", "frame", "closed"));
        }
    }

    @Test
    void countsTheFramesOfABurstThatItDoesNotTell() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = traced(page);
        sent(connection, SWITCH);
        for (int i = 0; i < WireTrace.FRAMES_AT_ONCE + 30; i++) {
            received(connection, HexFormat.of().parseHex("820401020304"));
        }
        assertThat(frames(page)).isEqualTo(WireTrace.FRAMES_AT_ONCE);
        runLater();
        assertThat(page.events().getLast())
                .isEqualTo("{\"type\":\"gap\",\"id\":1,\"frames\":30,\"bytes\":120}");

        // Control frames are always told, and after a while data is told again.
        received(connection, HexFormat.of().parseHex("8900"));
        now += 1_000_000_000L / WireTrace.FRAMES_PER_SECOND;
        received(connection, HexFormat.of().parseHex("820104"));
        received(connection, HexFormat.of().parseHex("820105"));
        connection.closed();
        assertThat(frames(page)).isEqualTo(WireTrace.FRAMES_AT_ONCE + 2);
        List<String> types = types(page);
        assertThat(types.subList(types.size() - 2, types.size())).containsExactly("gap", "closed");
    }

    @Test
    void holdsLittleForAPageThatReadsSlowlyAndTellsWhatItMissed() {
        PageExchange page = open(new PageExchange("GET"));
        WireTap.Connection connection = traced(page);
        sent(connection, SWITCH);
        page.run();
        page.capacity(0);
        int frames = 0;
        for (; frames < WireTrace.FRAMES_AT_ONCE; frames++) {
            byte[] frame = new byte[4 + 2000];
            frame[0] = (byte) 0x82;
            frame[1] = 126;
            frame[2] = (byte) (2000 >> 8);
            frame[3] = (byte) (2000 & 0xFF);
            received(connection, frame);
        }
        page.run();
        assertThat(frames(page)).isZero();
        page.capacity(Integer.MAX_VALUE);
        page.readAll();
        runLater();
        int told = frames(page);
        assertThat(told).isBetween(100, frames - 1);
        assertThat(page.events().getLast()).contains("\"frames\":" + (frames - told) + ",");
    }

    @Test
    void letsAPageGoThatReadsNothingAtAll() {
        PageExchange page = open(new PageExchange("GET"));
        page.run();
        page.capacity(0);
        WireTap.Connection connection = traced(page);
        for (int i = 0; !page.isOver() && i < 10_000; i++) {
            connection.closed();
            connection = trace.accepted(REMOTE);
            String request = handshake(cookie(page), "http://a:1");
            received(connection, request.replace("Host", "X: " + "x".repeat(8000) + "\r\nHost"));
        }
        assertThat(page.isOver()).isTrue();
    }

    private PageExchange open(PageExchange page) {
        trace.events().handle(page);
        page.run();
        return page;
    }

    private WireTap.Connection traced(PageExchange page) {
        WireTap.Connection connection = trace.accepted(REMOTE);
        received(connection, handshake(cookie(page), "http://a:1"));
        return connection;
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    private static String handshake(String id, String origin) {
        return "GET /echo HTTP/1.1\r\nHost: a:1\r\nUpgrade: websocket\r\nOrigin: "
                + origin
                + "\r\nCookie: x=1; duplex-wire="
                + id
                + "\r\n\r\n";
    }

    private static String cookie(PageExchange page) {
        return page.responseField("Set-Cookie").replaceAll("duplex-wire=([^;]*);.*", "$1");
    }

    private static List<String> types(PageExchange page) {
        return page.events().stream()
                .map(event -> event.replaceAll("^\\{\"type\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private static int frames(PageExchange page) {
        return (int) types(page).stream().filter("frame"::equals).count();
    }

    private static void received(WireTap.Connection connection, String text) {
        received(connection, text.getBytes(ISO_8859_1));
    }

    private static void received(WireTap.Connection connection, byte[] bytes) {
        connection.received(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    private static void sent(WireTap.Connection connection, String text) {
        connection.sent(ByteBuffer.wrap(text.getBytes(ISO_8859_1)).asReadOnlyBuffer());
    }
}
