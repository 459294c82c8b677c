package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.centrifuge.delta.FossilDelta;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.FilterNode;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Delta;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Recovery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Deltas are against what the client got last of the channel, whatever was left out, and whole where it got nothing yet.
class DeltasTest {
    private static final String FIRST =
            "{\"title\":\"a document of some length, größer\",\"at\":1}";
    private static final String SECOND = FIRST.replace("1", "2");
    private static final String THIRD = FIRST.replace("1", "3");

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "doc",
                                            options().build(),
                                            "drop",
                                            ChannelOptions.builder()
                                                    .delta(Set.of(Delta.FOSSIL))
                                                    .delivery(Delivery.DROP)
                                                    .build(),
                                            "plain",
                                            ChannelOptions.TRANSIENT)))
                    .build();
    private final Centrifuge endpoint =
            new Centrifuge(
                    hub, CentrifugeOptions.builder(new ScriptedAccess()).deltaBytes(1_000).build());

    private static ChannelOptions.Builder options() {
        return ChannelOptions.builder()
                .history(10, Duration.ofMinutes(1))
                .recovery(Recovery.STREAM)
                .tagFilters(true)
                .delta(Set.of(Delta.FOSSIL));
    }

    /// What a client makes of what it is sent.
    private static final class Reader {
        private final Codec codec;
        private byte[] last = {};
        private boolean begun;

        Reader(Codec codec) {
            this.codec = codec;
        }

        String read(Publication publication) {
            byte[] data =
                    codec.equals(Codec.json())
                            ? unquoted(publication.data().text())
                            : publication.data().toByteArray();
            if (publication.delta()) {
                assertThat(begun).as("a delta follows something").isTrue();
                data = FossilDelta.apply(last, data, 1 << 20).orElseThrow();
            }
            last = data;
            begun = true;
            return new String(data, StandardCharsets.UTF_8);
        }

        private static byte[] unquoted(String json) {
            try (JsonParser parser =
                    new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
                parser.nextToken();
                return parser.getString().getBytes(StandardCharsets.UTF_8);
            }
        }
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private void publish(String channel, String json) {
        publish(channel, Payload.Kind.JSON, json, Map.of());
    }

    private void publish(String channel, Payload.Kind kind, String text, Map<String, String> tags) {
        Payload payload = Payload.of(kind, text.getBytes(StandardCharsets.UTF_8));
        assertThat(
                        hub.publish(channel, Draft.of(payload).withTags(tags))
                                .toCompletableFuture()
                                .join()
                                .orElseThrow()
                                .duplicate())
                .isFalse();
    }

    private Peer connected(Codec codec) {
        return Peer.open(hub, endpoint, codec).connected();
    }

    private static Request.Subscribe.Builder wish(String channel) {
        return Request.Subscribe.builder().channel(channel).delta("fossil");
    }

    private static Codec codec(String name) {
        return name.equals("json") ? Codec.json() : Codec.protobuf();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void theFirstIsWholeAndOthersAreDeltas(String name) {
        Codec codec = codec(name);
        Peer peer = connected(codec);
        assertThat(peer.subscribe(wish("doc:a").build()).delta()).isTrue();
        publish("doc:a", FIRST);
        publish("doc:a", SECOND);
        publish("doc:a", "[]");
        publish("doc:a", THIRD);
        List<Publication> came = peer.publications();

        assertThat(came.stream().map(Publication::delta))
                .containsExactly(false, true, false, false);
        assertThat(came.get(1).data().length()).isLessThan(FIRST.length());
        assertThat(came.stream().map(Publication::offset)).containsExactly(1L, 2L, 3L, 4L);
        Reader reader = new Reader(codec);
        assertThat(came.stream().map(reader::read)).containsExactly(FIRST, SECOND, "[]", THIRD);
    }

    @Test
    void whereTheyAreNotAllowedOrNotKnownNothingIsAgreedOn() {
        Peer peer = connected(Codec.json());
        assertThat(peer.subscribe(wish("plain:a").build()).delta()).isFalse();
        assertThat(peer.subscribe(wish("doc:a").delta("other").build()).delta()).isFalse();
        publish("plain:a", FIRST);
        publish("doc:a", FIRST);
        publish("plain:a", SECOND);
        publish("doc:a", SECOND);
        assertThat(peer.publications())
                .allSatisfy(it -> {
                    assertThat(it.delta()).isFalse();
                    assertThat(it.data().text()).startsWith("{");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void whatIsRecoveredBeginsWholeAndWhatFollowsGoesOnFromIt(String name) {
        Codec codec = codec(name);
        publish("doc:a", FIRST);
        Peer peer = connected(codec);
        Result.Subscribe first = peer.subscribe(wish("doc:a").build());
        peer.ask(3, new Request.Unsubscribe("doc:a"));
        publish("doc:a", SECOND);
        publish("doc:a", THIRD);
        Result.Subscribe again =
                peer.subscribe(
                        wish("doc:a")
                                .recover(true)
                                .epoch(first.epoch())
                                .offset(first.offset())
                                .build());
        publish("doc:a", FIRST);

        assertThat(again.recovered()).isTrue();
        assertThat(again.publications().stream().map(Publication::delta))
                .containsExactly(false, true);
        Reader reader = new Reader(codec);
        assertThat(again.publications().stream().map(reader::read)).containsExactly(SECOND, THIRD);
        Publication next = peer.publications().getFirst();
        assertThat(next.delta()).isTrue();
        assertThat(reader.read(next)).isEqualTo(FIRST);
    }

    @Test
    void whatWasFilteredOutIsNotWhatADeltaIsAgainst() {
        Peer peer = connected(Codec.json());
        FilterNode onlyOn = new FilterNode("", "lamp", "eq", "on", List.of(), List.of());
        peer.subscribe(wish("doc:a").filter(onlyOn).build());
        publish("doc:a", Payload.Kind.JSON, FIRST, Map.of("lamp", "on"));
        publish("doc:a", Payload.Kind.JSON, "\"quite another one\"", Map.of("lamp", "off"));
        publish("doc:a", Payload.Kind.JSON, SECOND, Map.of("lamp", "on"));
        List<Publication> came = peer.publications();
        Reader reader = new Reader(Codec.json());
        assertThat(came.stream().map(reader::read)).containsExactly(FIRST, SECOND);
        assertThat(came.getLast().delta()).isTrue();
        assertThat(came.getLast().offset()).isEqualTo(3);
    }

    @Test
    void whatADeliveryLeftOutIsNotEither() {
        Peer peer = connected(Codec.json());
        peer.subscribe(wish("drop:a").build());
        publish("drop:a", FIRST);
        Reader reader = new Reader(Codec.json());
        assertThat(reader.read(peer.publications().getFirst())).isEqualTo(FIRST);
        peer.session().full(true);
        publish("drop:a", SECOND);
        peer.session().lane().runAll();
        peer.session().full(false);
        publish("drop:a", THIRD);
        Publication after = peer.publications().getFirst();
        assertThat(after.delta()).isTrue();
        assertThat(reader.read(after)).isEqualTo(THIRD);
    }

    @Test
    void everyKindOfPayloadHasThem() {
        String text = "some text that is the same, and says \"größer\" ";
        for (Payload.Kind kind : List.of(Payload.Kind.TEXT, Payload.Kind.BINARY)) {
            Peer json = connected(Codec.json());
            Peer protobuf = connected(Codec.protobuf());
            json.subscribe(wish("doc:a").build());
            protobuf.subscribe(wish("doc:a").build());
            publish("doc:a", kind, text + 1, Map.of());
            publish("doc:a", kind, text + 2, Map.of());
            publish("doc:a", kind, "", Map.of());
            publish("doc:a", kind, text + 3, Map.of());
            Reader reader = new Reader(Codec.protobuf());
            List<Publication> came = protobuf.publications();
            assertThat(came.stream().map(reader::read))
                    .containsExactly(text + 1, text + 2, "", text + 3);
            assertThat(came.get(1).delta()).isTrue();
            Reader values = new Reader(Codec.json());
            List<String> read = json.publications().stream().map(values::read).toList();
            assertThat(read).hasSize(4).doesNotHaveDuplicates();
            assertThat(read.get(2)).isEqualTo(kind == Payload.Kind.TEXT ? "\"\"" : "null");
        }
    }

    @Test
    void ofLargePayloadsThereAreNone() {
        Peer peer = connected(Codec.json());
        peer.subscribe(wish("doc:a").build());
        String large = "\"" + "a".repeat(998) + "\"";
        String larger = "\"" + "a".repeat(999) + "\"";
        for (String json : List.of(FIRST, large, larger, large, large)) {
            publish("doc:a", json);
        }
        List<Publication> came = peer.publications();
        Reader reader = new Reader(Codec.json());
        assertThat(came.stream().map(reader::read))
                .containsExactly(FIRST, large, larger, large, large);
        // To and from what is too large it is whole.
        assertThat(came.subList(2, 5).stream().map(Publication::delta))
                .containsExactly(false, false, true);
    }

    @Test
    void eachIsMadeOnceForAllClientsOfAnEncoding() {
        Deltas deltas = new Deltas(1_000);
        Payload from = Payload.of(Payload.Kind.JSON, FIRST.getBytes(StandardCharsets.UTF_8));
        Payload to = Payload.of(Payload.Kind.JSON, SECOND.getBytes(StandardCharsets.UTF_8));
        Optional<Data> made = deltas.between(Codec.json(), from, to);
        assertThat(deltas.between(Codec.json(), from, to)).isSameAs(made);
        assertThat(deltas.between(Codec.protobuf(), from, to)).isNotEqualTo(made);
        assertThat(deltas.between(Codec.json(), to, from)).isNotEqualTo(made);
    }

    @Test
    void aClientWithoutAPositionGetsTheWholeOneFirstAlsoAfterItWasRefused() {
        publish("doc:a", FIRST);
        Peer peer = connected(Codec.json());
        Result.Subscribe lost =
                peer.subscribe(wish("doc:a").recover(true).epoch("other").offset(1).build());
        assertThat(lost.recovered()).isFalse();
        assertThat(lost.delta()).isTrue();
        publish("doc:a", SECOND);
        assertThat(peer.publications().getFirst().delta()).isFalse();
        assertThat(new Position(lost.epoch(), lost.offset()).offset()).isEqualTo(1);
    }
}
