package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.centrifuge.protocol.FilterNode;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client gets what its filter matches, and is as far in the channel as if it had got all.
class TagFiltersTest {
    private static final FilterNode RED =
            new FilterNode("", "colour", "eq", "red", List.of(), List.of());

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "open",
                                            ChannelOptions.builder()
                                                    .history(4, Duration.ofMinutes(1))
                                                    .recovery(Recovery.STREAM)
                                                    .tagFilters(true)
                                                    .build(),
                                            "closed",
                                            ChannelOptions.TRANSIENT)))
                    .build();
    private final Peer peer =
            Peer.open(
                            hub,
                            new Centrifuge(
                                    hub, CentrifugeOptions.builder(new ScriptedAccess()).build()))
                    .connected();

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private void publish(String... colours) {
        for (String colour : colours) {
            assertThat(
                            hub.publish(
                                            "open:a",
                                            Draft.of(
                                                            Payload.of(
                                                                    Payload.Kind.JSON,
                                                                    ("\"" + colour + "\"")
                                                                            .getBytes(
                                                                                    StandardCharsets
                                                                                            .UTF_8)))
                                                    .withTags(Map.of("colour", colour)))
                                    .toCompletableFuture())
                    .isCompleted();
        }
    }

    private static Request.Subscribe.Builder wish(String channel) {
        return Request.Subscribe.builder().channel(channel).filter(RED);
    }

    @Test
    void onlyWhatMatchesIsSentAndKeepsItsOffset() {
        peer.subscribe(wish("open:a").build());
        publish("red", "blue", "red", "green");
        assertThat(peer.publications().stream().map(Publication::offset)).containsExactly(1L, 3L);
    }

    @Test
    void theSameHoldsForWhatIsRecoveredWhichIsWholeAllTheSame() {
        Result.Subscribe first = peer.subscribe(wish("open:a").build());
        peer.ask(3, new Request.Unsubscribe("open:a"));
        publish("red", "blue", "red", "blue");
        Request.Subscribe again =
                wish("open:a").recover(true).epoch(first.epoch()).offset(first.offset()).build();
        Result.Subscribe recovered = peer.subscribe(again);
        assertThat(recovered.recovered()).isTrue();
        assertThat(recovered.offset()).as("each of these moves it on").isEqualTo(first.offset());
        assertThat(recovered.publications().stream().map(Publication::offset))
                .containsExactly(1L, 3L);

        peer.ask(4, new Request.Unsubscribe("open:a"));
        Request.Subscribe third =
                wish("open:a").recover(true).epoch(first.epoch()).offset(3).build();
        assertThat(peer.subscribe(third).offset()).as("none is there to move it on").isEqualTo(4);

        peer.ask(5, new Request.Unsubscribe("open:a"));
        publish("blue", "blue", "blue", "blue", "blue");
        assertThat(
                        peer.subscribe(
                                        wish("open:a")
                                                .recover(true)
                                                .epoch(recovered.epoch())
                                                .offset(3)
                                                .build())
                                .recovered())
                .as("of what is gone nobody can say whether it matched")
                .isFalse();
    }

    @Test
    void whatItDoesNotWantDoesNotMakeItSlow() {
        peer.subscribe(wish("open:a").build());
        peer.session().full(true);
        publish("blue", "blue");
        assertThat(peer.news()).isEmpty();
        assertThat(peer.session().isOpen()).isTrue();
        peer.session().full(false);
        publish("red");
        assertThat(peer.publications().stream().map(Publication::offset)).containsExactly(3L);
    }

    @Test
    void whereTheyAreNotAllowedOrMakeNoSenseTheyAreRefused() {
        FilterNode nonsense = new FilterNode("xor", "", "", "", List.of(), List.of());
        FilterNode deep = RED;
        for (int i = 1; i < FilterNode.MAX_DEPTH; i++) {
            deep = new FilterNode("not", "", "", "", List.of(), List.of(deep));
        }
        FilterNode wide =
                new FilterNode(
                        "or",
                        "",
                        "",
                        "",
                        List.of(),
                        Stream.generate(() -> RED).limit(256).toList());
        Reply refused = ErrorCode.BAD_REQUEST.reply(2);
        assertThat(peer.ask(2, wish("closed:a").build())).containsExactly(refused);
        assertThat(peer.ask(2, wish("open:a").filter(nonsense).build())).containsExactly(refused);
        assertThat(peer.ask(2, wish("open:a").filter(wide).build())).containsExactly(refused);
        assertThat(hub.channels()).isZero();
        assertThat(peer.subscribe(wish("open:a").filter(deep).build()).recoverable()).isTrue();
    }
}
