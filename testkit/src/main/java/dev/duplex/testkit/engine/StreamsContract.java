package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [dev.duplex.channels.engine.Streams] promises; of histories, what `HistoryContract` says.
public abstract class StreamsContract extends HistoryContract {
    /// How often somebody subscribes and leaves.
    private static final int TIMES = 50;

    @Test
    @DisplayName(
            "a publication comes to the listener as it was published, at the position that was answered")
    void bringsWhatWasPublished() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        Member publisher =
                new Member(
                        "client",
                        "ann",
                        Payload.of(Payload.Kind.JSON, new byte[] {'1'}),
                        Payload.none());
        byte[] bytes = {0, 1, (byte) 0xff, '\n', '"'};
        Draft draft =
                Draft.of(Payload.of(Payload.Kind.BINARY, bytes))
                        .withKey("a key")
                        .withTags(Map.of("tag", "value", "été", ""))
                        .withPublisher(publisher);
        Published published = await(engine().streams().publish(channel, draft, KEPT));
        Publication came = listener().awaitPublications(channel, 1).getFirst();
        Publication kept = read(channel, ALL).publications().getFirst();

        assertThat(published.duplicate()).isFalse();
        for (Publication publication : List.of(came, kept)) {
            assertThat(publication.channel()).isEqualTo(channel);
            assertThat(publication.position()).isEqualTo(published.position());
            assertThat(publication.payload().kind()).isEqualTo(Payload.Kind.BINARY);
            assertThat(publication.payload().bytes()).isEqualTo(bytes);
            assertThat(publication.key()).isEqualTo("a key");
            assertThat(publication.tags()).isEqualTo(Map.of("tag", "value", "été", ""));
            Member seen = publication.publisher().orElseThrow();
            assertThat(seen.client()).isEqualTo("client");
            assertThat(seen.user()).isEqualTo("ann");
            assertThat(seen.connectionInfo().bytes()).isEqualTo(new byte[] {'1'});
            assertThat(seen.connectionInfo().kind()).isEqualTo(Payload.Kind.JSON);
            assertThat(seen.channelInfo().size()).isZero();
        }
        assertThat(came.time()).isEqualTo(kept.time());
    }

    @Test
    @DisplayName("offsets rise, and each publication names the one before")
    void offsetsRise() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        List<Position> answered = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answered.add(publish(channel, "" + i).position());
        }
        List<Publication> came = listener().awaitPublications(channel, 20);

        assertThat(came.stream().map(Publication::position)).isEqualTo(answered);
        assertThat(came.getFirst().previous()).isZero();
        for (int i = 1; i < came.size(); i++) {
            assertThat(came.get(i).offset()).isGreaterThan(came.get(i - 1).offset());
            assertThat(came.get(i).previous()).isEqualTo(came.get(i - 1).offset());
            assertThat(came.get(i).epoch()).isEqualTo(came.getFirst().epoch());
        }
        assertThat(position(channel)).isEqualTo(answered.getLast());
    }

    @Test
    @DisplayName(
            "many publishers: the listener and history have one order, each publisher's own in it, each once")
    void onePlainOrder() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        int publishers = 4;
        int each = 25;
        try (ExecutorService threads = Executors.newFixedThreadPool(publishers)) {
            List<Future<List<Position>>> work = new ArrayList<>();
            for (int p = 0; p < publishers; p++) {
                int publisher = p;
                Callable<List<Position>> publishing =
                        () ->
                                IntStream.range(0, each)
                                        .mapToObj(i ->
                                                publish(channel, publisher + ":" + i).position())
                                        .toList();
                work.add(threads.submit(publishing));
            }
            List<Long> offsets = new ArrayList<>();
            for (Future<List<Position>> one : work) {
                List<Long> mine = one.get().stream().map(Position::offset).toList();
                assertThat(mine).isSorted();
                offsets.addAll(mine);
            }
            assertThat(offsets).doesNotHaveDuplicates();
        }
        List<Publication> came = listener().awaitPublications(channel, publishers * each);

        assertThat(came.stream().map(Publication::offset)).isSorted().doesNotHaveDuplicates();
        assertThat(texts(came)).doesNotHaveDuplicates().hasSize(publishers * each);
        for (int p = 0; p < publishers; p++) {
            String mine = p + ":";
            assertThat(texts(came).stream().filter(it -> it.startsWith(mine)))
                    .isEqualTo(IntStream.range(0, each).mapToObj(i -> mine + i).toList());
        }
        assertThat(history(channel)).isEqualTo(texts(came));
        assertThat(listener().overlapped()).as("brought by two threads at once").isFalse();
    }

    @Test
    @DisplayName("what is published without waiting for answers keeps its order")
    void pipelined() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        List<CompletionStage<Published>> answers =
                IntStream.range(0, 100)
                        .mapToObj(i -> engine().streams().publish(channel, draft("" + i), KEPT))
                        .toList();
        answers.forEach(EngineContract::await);

        List<String> expected = IntStream.range(0, 100).mapToObj(i -> "" + i).toList();
        assertThat(texts(listener().awaitPublications(channel, 100))).isEqualTo(expected);
        assertThat(history(channel)).isEqualTo(expected);
    }

    @Test
    @DisplayName("channels have nothing to do with each other")
    void channelsAreApart() throws Exception {
        String one = newChannel();
        String other = newChannel();
        subscribe(one);
        publish(one, "1");
        publish(other, "2");
        publish(one, "3");

        assertThat(texts(listener().awaitPublications(one, 2))).containsExactly("1", "3");
        assertThat(history(one)).containsExactly("1", "3");
        assertThat(history(other)).containsExactly("2");
        assertThat(position(other).epoch()).isNotEmpty();
    }

    @Test
    @DisplayName("a channel that nothing was published in has a position, which stays")
    void emptyHasAPosition() {
        String channel = newChannel();
        Position empty = position(channel);
        assertThat(empty.offset()).isZero();
        assertThat(empty.epoch()).isNotEmpty();
        assertThat(position(channel)).isEqualTo(empty);
        assertThat(publish(channel, "1").position().epoch()).isEqualTo(empty.epoch());
    }

    @Test
    @DisplayName("the same idempotency key is published once, and answered with the first position")
    void idempotent() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        Draft once = draft("once").withIdempotencyKey("k");
        Published first = await(engine().streams().publish(channel, once, KEPT));
        publish(channel, "between");
        Published again = await(engine().streams().publish(channel, once, KEPT));
        Published other =
                await(
                        engine().streams()
                                .publish(channel, draft("other").withIdempotencyKey("l"), KEPT));
        String elsewhere = newChannel();
        Published there = await(engine().streams().publish(elsewhere, once, KEPT));

        assertThat(first.duplicate()).isFalse();
        assertThat(again).isEqualTo(new Published(first.position(), true));
        assertThat(other.duplicate()).isFalse();
        assertThat(there.duplicate()).isFalse();
        assertThat(history(channel)).containsExactly("once", "between", "other");
        assertThat(texts(listener().awaitPublications(channel, 3)))
                .containsExactly("once", "between", "other");
    }

    @Test
    @DisplayName(
            "a key counts where nothing is kept, and when what was published is not there any more")
    void idempotentWithoutHistory() throws Exception {
        String passing = newChannel();
        String skipping = newChannel();
        String cleared = newChannel();
        Draft once = draft("once").withIdempotencyKey("k");
        for (String channel : List.of(passing, skipping, cleared)) {
            subscribe(channel);
        }
        Position first = await(engine().streams().publish(cleared, once, KEPT)).position();
        await(engine().streams().clear(cleared));
        for (int time = 1; time <= 3; time++) {
            boolean again = time > 1;
            assertThat(await(engine().streams().publish(passing, once, StreamOptions.TRANSIENT)))
                    .isEqualTo(new Published(Position.NONE, again));
            assertThat(await(engine().streams().publish(skipping, once.withoutHistory(), KEPT)))
                    .isEqualTo(new Published(Position.NONE, again));
            assertThat(await(engine().streams().publish(cleared, once, KEPT)))
                    .isEqualTo(new Published(first, true));
        }
        for (String channel : List.of(passing, skipping, cleared)) {
            await(engine().streams().signal(channel, new Signal.Leave(Member.of("c", "ann"))));
            assertThat(listener().await(channel, 2)).hasSize(2);
        }
        assertThat(history(skipping)).isEmpty();
        assertThat(position(cleared)).isEqualTo(first);
    }

    @Test
    @DisplayName("many with one key at once: one is published")
    void idempotentAtOnce() throws Exception {
        String channel = newChannel();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Draft once = draft("once").withIdempotencyKey("k");
            List<Future<Published>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                work.add(
                        threads.submit(
                                () -> await(engine().streams().publish(channel, once, KEPT))));
            }
            List<Published> answers = new ArrayList<>();
            for (Future<Published> one : work) {
                answers.add(one.get());
            }
            assertThat(answers.stream().filter(it -> !it.duplicate())).hasSize(1);
            assertThat(answers.stream().map(Published::position).distinct()).hasSize(1);
        }
        assertThat(history(channel)).containsExactly("once");
    }

    @Test
    @DisplayName("where nothing is kept, publications pass through, and have no position")
    void passesThrough() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        Published published =
                await(engine().streams().publish(channel, draft("1"), StreamOptions.TRANSIENT));
        Publication came = listener().awaitPublications(channel, 1).getFirst();

        assertThat(published).isEqualTo(new Published(Position.NONE, false));
        assertThat(came.epoch()).isEmpty();
        assertThat(text(came)).isEqualTo("1");
        HistoryPage page = await(engine().streams().read(channel, ALL, StreamOptions.TRANSIENT));
        assertThat(page.publications()).isEmpty();
        assertThat(page.position()).isEqualTo(Position.NONE);
    }

    @Test
    @DisplayName(
            "what passed while a channel kept nothing is missed by whoever knows a position from before: the epoch is another")
    void whatPassedEndsThePosition() throws Exception {
        String channel = newChannel();
        publish(channel, "1");
        Position before = publish(channel, "2").position();
        await(engine().streams().publish(channel, draft("3"), StreamOptions.TRANSIENT));
        await(engine().streams().publish(channel, draft("4"), StreamOptions.TRANSIENT));

        assertThat(history(channel)).isEmpty();
        Position after = position(channel);
        assertThat(after.epoch()).isNotEmpty().isNotEqualTo(before.epoch());
        assertThat(publish(channel, "5").position().epoch()).isEqualTo(after.epoch());
        assertThat(history(channel)).containsExactly("5");
        await(engine().streams().publish(channel, draft("6"), StreamOptions.TRANSIENT));
        assertThat(position(channel).epoch()).isNotIn(before.epoch(), after.epoch());
    }

    @Test
    @DisplayName(
            "whoever goes on from where a duplicate's first one was has missed what passed since then: that is not the present position")
    void whatPassedIsBehindADuplicatesPosition() {
        String channel = newChannel();
        Draft once = draft("1").withIdempotencyKey("k");
        publish(channel, "0");
        await(engine().streams().publish(channel, once, KEPT));
        await(engine().streams().publish(channel, draft("2"), StreamOptions.TRANSIENT));
        Published again = await(engine().streams().publish(channel, once, KEPT));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.position()).isNotEqualTo(position(channel));
        assertThat(history(channel)).isEmpty();
        publish(channel, "3");
        HistoryPage page = read(channel, HistoryQuery.after(again.position(), HistoryQuery.ALL));
        assertThat(page.publications()).allMatch(it -> it.previous() > again.position().offset());
    }

    @Test
    @DisplayName("what skips history comes in order, has no position and moves none")
    void skipsHistory() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        publish(channel, "1");
        Published passed =
                await(engine().streams().publish(channel, draft("2").withoutHistory(), KEPT));
        publish(channel, "3");

        assertThat(passed).isEqualTo(new Published(Position.NONE, false));
        assertThat(listener().awaitPublications(channel, 3))
                .satisfiesExactly(
                        it -> assertThat(it.offset()).isOne(),
                        it -> {
                            assertThat(it.epoch()).isEmpty();
                            assertThat(text(it)).isEqualTo("2");
                        },
                        it -> assertThat(it.previous()).isOne());
        assertThat(history(channel)).containsExactly("1", "3");
    }

    @Test
    @DisplayName("signals come to the listener in order, and are not kept")
    void signals() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        Member ann = Member.of("c", "ann");
        await(engine().streams().signal(channel, new Signal.Join(ann)));
        publish(channel, "1");
        await(engine().streams().signal(channel, new Signal.Leave(ann)));

        assertThat(listener().await(channel, 3))
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo(new Signal.Join(ann)),
                        it -> assertThat(it).isInstanceOf(Publication.class),
                        it -> assertThat(it).isEqualTo(new Signal.Leave(ann)));
        assertThat(history(channel)).containsExactly("1");
    }

    @Test
    @DisplayName("whoever subscribes again gets all that comes from then on, each time")
    void subscribesAgain() throws Exception {
        String channel = newChannel();
        for (int time = 1; time <= TIMES; time++) {
            subscribe(channel);
            publish(channel, "in " + time);
            assertThat(texts(listener().awaitPublications(channel, time))).endsWith("in " + time);
            await(engine().streams().unsubscribe(channel));
        }
        assertThat(listener().awaitPublications(channel, TIMES).stream().map(Publication::offset))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("what is asked of streams that are closed fails, with an exception of the engine")
    void closed() {
        String channel = newChannel();
        Position position = publish(channel, "1").position();
        Streams streams = engine().streams();
        streams.close();
        streams.close();
        Draft draft = draft("2");
        Map<String, Supplier<CompletionStage<?>>> asked =
                Map.of(
                        "publish", () -> streams.publish(channel, draft, KEPT),
                        "pass", () -> streams.publish(channel, draft, StreamOptions.TRANSIENT),
                        "signal",
                                () -> streams.signal(channel, new Signal.Join(Member.of("c", "u"))),
                        "read", () -> streams.read(channel, ALL, KEPT),
                        "clear", () -> streams.clear(channel),
                        "trim", () -> streams.trim(channel, position),
                        "compact", () -> streams.compact(channel, position, draft),
                        "subscribe", () -> streams.subscribe(channel));
        asked.forEach((what, call) ->
                assertThat(call.get().toCompletableFuture())
                        .as(what)
                        .failsWithin(patience())
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(EngineException.class));
    }

    @Test
    @DisplayName("payloads of every kind and of any size come back as they are")
    void payloads() {
        String channel = newChannel();
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        for (Payload.Kind kind : Payload.Kind.values()) {
            for (byte[] bytes : List.of(new byte[0], new byte[] {'7'}, large)) {
                if (kind == Payload.Kind.BINARY || bytes.length < 2) {
                    await(
                            engine().streams()
                                    .publish(channel, Draft.of(Payload.of(kind, bytes)), KEPT));
                    Publication kept = read(channel, HistoryQuery.LATEST).publications().getFirst();
                    assertThat(kept.payload().kind()).isEqualTo(kind);
                    assertThat(kept.payload().bytes()).isEqualTo(bytes);
                }
            }
        }
        assertThat(read(channel, ALL).publications()).hasSize(7);
    }
}
