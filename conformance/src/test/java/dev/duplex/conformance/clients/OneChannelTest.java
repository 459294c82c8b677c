package dev.duplex.conformance.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.conformance.LogWatch;
import dev.duplex.plain.Plain;
import dev.duplex.plain.PlainOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// One channel, many protocols: whichever a client speaks, it gets the same publications in the same order, at the same positions where
/// its protocol has such, and is refused the same. The scripts are `src/test/js/one-channel*.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class OneChannelTest {
    /// A name with all that is hard on a path.
    private static final String CHANNEL = "mixed:größe/1 %";

    private static final int PUBLICATIONS = 1000;

    /// Nine in Node.js, one in Java.
    private static final int MEMBERS = 10;

    private static final int BIG = 40_000;

    /// What `one-channel.mjs` publishes: of four SockJS clients, two of Centrifuge's JSON, one of its Protobuf.
    private static final int BY_NODE = 4 * 10 + 2 * 7 + 4;

    private static final JsonMapper JSON = new JsonMapper();

    /// Texts that have been hard on somebody's framing.
    private static final List<String> HARD =
            List.of(
                    "",
                    " ",
                    "\n",
                    "a\nb\n\nc",
                    "a\r\nb\rc",
                    "data: x\n\nid: 7\n\n",
                    "\"quoted\" 'and' \\escaped\\",
                    "</script><!-- ]]>",
                    "\u2028 and \u2029",
                    "größer 😀 𝄞 \uFFFF \uFEFF",
                    "\uFEFF",
                    "\u0000\u0001\u001F\u007F",
                    "{\"text\":\"that looks like JSON\"}",
                    "a[\"like SockJS\"]",
                    "100 % %41");

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "mixed",
                                            ChannelOptions.builder()
                                                    .history(2000, Duration.ofMinutes(5))
                                                    .recovery(Recovery.STREAM)
                                                    .presence(true)
                                                    .build(),
                                            "quiet",
                                            ChannelOptions.TRANSIENT,
                                            "closed",
                                            ChannelOptions.TRANSIENT,
                                            "json",
                                            ChannelOptions.builder()
                                                    .history(10, Duration.ofMinutes(5))
                                                    .kinds(Set.of(Kind.JSON))
                                                    .build())))
                    .build();
    private final Server server = start(hub);
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        http.shutdownNow();
        server.close();
        hub.close();
    }

    private static Server start(Hub hub) {
        RulesAccess access =
                RulesAccess.anonymous(
                        Map.of(
                                "mixed",
                                Rules.OPEN,
                                "json",
                                Rules.OPEN,
                                "none",
                                Rules.OPEN,
                                "quiet",
                                Rules.CLOSED.withSubscribe(Who.ANYONE)));
        Centrifuge centrifuge = new Centrifuge(hub, CentrifugeOptions.builder(access).build());
        Plain plain = new Plain(hub, PlainOptions.builder(access).build());
        SockJsOptions sockJs =
                SockJsOptions.builder()
                        .origins(Origins.any())
                        .disconnectDelay(Duration.ofMinutes(1))
                        .build();
        return Server.builder()
                .host("127.0.0.1")
                .port(0)
                .hub(hub)
                .webSocket(
                        "/connection/websocket",
                        centrifuge,
                        WebSocketOptions.DEFAULT.withSubprotocols(
                                Centrifuge.PROTOBUF, Centrifuge.JSON))
                .sockJs("/connection/sockjs", centrifuge, sockJs)
                .webSocket("/channel/{channel}", plain)
                .sockJs("/channel/{channel}", plain, sockJs)
                .http("/events/{channel}", plain.events())
                .start();
    }

    private String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    // --- the same for all

    @Test
    @DisplayName("equal payloads, order and offsets for every protocol, whoever publishes")
    void theSameForAll() throws Exception {
        CountDownLatch joined = new CountDownLatch(1);
        Future<List<String>> node =
                threads.submit(() ->
                        NodeScripts.run(
                                line -> {
                                    if (line.equals("joined")) {
                                        joined.countDown();
                                    }
                                },
                                "one-channel.mjs",
                                origin(),
                                CHANNEL));
        Native plainly = connect();
        assertThat(joined.await(60, TimeUnit.SECONDS)).as("Node's clients have joined").isTrue();

        awaitMembers();

        for (int i = 0; i < PUBLICATIONS; i++) {
            publish(payload(i));
        }
        publish(text("now you"));
        for (String hard : HARD) {
            plainly.sendText(hard);
            plainly.sendBinary(hard.getBytes(UTF_8));
        }
        int all = PUBLICATIONS + 1 + BY_NODE + 2 * HARD.size();
        awaitOffset(all);
        publish(text("the end"));

        List<Publication> truth = history();
        assertThat(truth).hasSize(all + 1);
        assertThat(truth).extracting(Publication::offset).isSorted().doesNotHaveDuplicates();
        assertThat(plainly.got(all + 1)).isEqualTo(truth.stream().map(Native::seen).toList());
        List<Member> members =
                node.get(60, TimeUnit.SECONDS).stream()
                        .filter(line -> line.startsWith("{"))
                        .map(line -> JSON.readValue(line, Member.class))
                        .toList();
        assertThat(members).hasSize(MEMBERS - 1);
        for (Member member : members) {
            assertGot(member, truth);
        }
    }

    /// A line of `one-channel.mjs`.
    record Member(String name, String form, List<Got> got) {}

    /// One publication as a client saw it.
    record Got(JsonNode data, @Nullable String id) {}

    private static void assertGot(Member member, List<Publication> truth) {
        assertThat(member.got()).as(member.name()).hasSameSizeAs(truth);
        for (int i = 0; i < truth.size(); i++) {
            Publication expected = truth.get(i);
            Got got = member.got().get(i);
            assertThat(got.data())
                    .as(
                            "%s, publication %s of kind %s",
                            member.name(), i, expected.payload().kind())
                    .isEqualTo(rendered(expected.payload(), member));
            if (!member.name().startsWith("sockjs")) {
                assertThat(got.id()).isEqualTo(Long.toString(expected.offset()));
            }
        }
    }

    /// The table of docs/guide/plain.md.
    private static JsonNode rendered(Payload payload, Member member) {
        String text = new String(payload.bytes(), UTF_8);
        String base64 = Base64.getEncoder().encodeToString(payload.bytes());
        boolean binary = payload.kind() == Kind.BINARY;
        return switch (member.form()) {
            case "bytes" -> StringNode.valueOf(base64);
            case "string" -> StringNode.valueOf(binary ? base64 : text);
            case "lines" -> StringNode.valueOf(binary ? base64 : text.replaceAll("\r\n?", "\n"));
            case "json" ->
                    switch (payload.kind()) {
                        case JSON -> JSON.readTree(text);
                        case TEXT -> StringNode.valueOf(text);
                        case BINARY ->
                                base64.isEmpty() ? NullNode.instance : StringNode.valueOf(base64);
                    };
            default -> throw new AssertionError(member.form());
        };
    }

    private static Payload payload(int i) {
        String hard = HARD.get(i / 3 % HARD.size());
        String text = i % 100 == 0 ? i + "x".repeat(BIG) : i < 300 ? hard : i + hard;
        return switch (i % 3) {
            case 0 -> text(text);
            case 1 ->
                    Payload.of(
                            Kind.JSON,
                            ("{\"i\": " + i + ", \"text\": " + JSON.writeValueAsString(text) + "}")
                                    .getBytes(UTF_8));
            default -> Payload.of(Kind.BINARY, ("\u0000" + text).getBytes(UTF_8));
        };
    }

    private static Payload text(String text) {
        return Payload.of(Kind.TEXT, text.getBytes(UTF_8));
    }

    private void publish(Payload payload) {
        hub.publish(CHANNEL, Draft.of(payload)).toCompletableFuture().join().orElseThrow();
    }

    private HistoryPage page(HistoryQuery query) {
        return hub.history(CHANNEL, query).toCompletableFuture().join().orElseThrow();
    }

    /// Bare sessions are not told when they are in the channel.
    private void awaitMembers() {
        awaitUntil("all are in the channel", () -> hub.subscribers(CHANNEL) == MEMBERS);
    }

    private void awaitOffset(long offset) {
        awaitUntil(
                "all have published",
                () -> page(HistoryQuery.POSITION).position().offset() >= offset);
    }

    private static void awaitUntil(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /// All that was published, as the hub knows it.
    private List<Publication> history() {
        List<Publication> all = new ArrayList<>();
        Position at = new Position(page(HistoryQuery.POSITION).position().epoch(), 0);
        while (true) {
            List<Publication> next = page(HistoryQuery.after(at, 500)).publications();
            if (next.isEmpty()) {
                return all;
            }
            all.addAll(next);
            at = next.getLast().position();
        }
    }

    private Native connect() throws Exception {
        Native plainly = new Native();
        String path = URLEncoder.encode(CHANNEL, UTF_8).replace("+", "%20");
        URI uri = URI.create(origin().replace("http:", "ws:") + "/channel/" + path);
        plainly.socket.complete(
                http.newWebSocketBuilder().buildAsync(uri, plainly).get(30, TimeUnit.SECONDS));
        return plainly;
    }

    /// The JDK's WebSocket, in the channel.
    private static final class Native implements WebSocket.Listener {
        private final List<String> got = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder bytes = new StringBuilder();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

        static String seen(Publication publication) {
            Payload payload = publication.payload();
            return payload.kind() == Kind.BINARY
                    ? "bytes " + new String(payload.bytes(), ISO_8859_1)
                    : "text " + new String(payload.bytes(), UTF_8);
        }

        void sendText(String message) throws Exception {
            socket.get().sendText(message, true).get(30, TimeUnit.SECONDS);
        }

        void sendBinary(byte[] message) throws Exception {
            socket.get().sendBinary(ByteBuffer.wrap(message), true).get(30, TimeUnit.SECONDS);
        }

        synchronized List<String> got(int number) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (got.size() < number && System.nanoTime() < end) {
                wait(1000);
            }
            return List.copyOf(got);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                add("text " + text);
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            bytes.append(ISO_8859_1.decode(data));
            if (last) {
                add("bytes " + bytes);
                bytes.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private synchronized void add(String message) {
            got.add(message);
            notifyAll();
        }
    }

    // --- refused to all

    @Test
    @DisplayName(
            "what is forbidden is refused in each protocol's words; what would break another's framing is not published")
    void refusedToAll() throws Exception {
        assertThat(NodeScripts.run("one-channel-refused.mjs", origin()))
                .containsExactly(
                        "subscribe websocket: 4403 not allowed in this channel",
                        "subscribe sockjs: 4403 not allowed in this channel",
                        "subscribe eventsource: 403 closed",
                        "subscribe centrifuge: 103 permission denied",
                        "unknown websocket: 4404 there is no such channel",
                        "unknown sockjs: 4404 there is no such channel",
                        "unknown eventsource: 404 closed",
                        "unknown centrifuge: 102 unknown channel",
                        "token websocket: 4401 the token is missing or wrong",
                        "token sockjs: 4401 the token is missing or wrong",
                        "token eventsource: 401 closed",
                        "token centrifuge: 3500 invalid token",
                        "publish websocket: 4403 not allowed in this channel",
                        "publish sockjs: 4403 not allowed in this channel",
                        "publish centrifuge: 103 permission denied",
                        "framing websocket: 4400 the channel takes no such payload",
                        "framing websocket binary: 4400 the channel takes no such payload",
                        "framing sockjs: 4400 the channel takes no such payload",
                        "framing centrifuge: 107 bad request");
        assertThat(
                        hub.history("json:a", HistoryQuery.POSITION)
                                .toCompletableFuture()
                                .join()
                                .orElseThrow()
                                .position()
                                .offset())
                .isZero();
    }
}
