package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.StreamOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [dev.duplex.channels.engine.Streams] promises of histories: how they are read, what is kept, and what removes it. A part of [StreamsContract].
abstract class HistoryContract extends EngineContract {
    static final HistoryQuery ALL = new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false);

    final void subscribe(String channel) {
        await(engine().streams().subscribe(channel));
    }

    @Test
    @DisplayName("history shows a publication as soon as it was answered")
    void readsItsWrites() {
        String channel = newChannel();
        for (int i = 0; i < 10; i++) {
            Position position = publish(channel, "" + i).position();
            HistoryPage page = read(channel, HistoryQuery.LATEST);
            assertThat(texts(page.publications())).containsExactly("" + i);
            assertThat(page.position()).isEqualTo(position);
        }
    }

    @Test
    @DisplayName("history pages forward and in reverse, after and before a position")
    void pages() {
        String channel = newChannel();
        List<Position> positions = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            positions.add(publish(channel, "" + i).position());
        }
        Position last = positions.getLast();
        record Case(HistoryQuery query, String expected) {}
        Optional<Position> none = Optional.empty();
        Optional<Position> four = Optional.of(positions.get(3));
        List<Case> cases =
                List.of(
                        new Case(new HistoryQuery(none, 3, false), "123"),
                        new Case(new HistoryQuery(none, 3, true), "987"),
                        new Case(new HistoryQuery(four, 3, false), "567"),
                        new Case(new HistoryQuery(four, HistoryQuery.ALL, false), "56789"),
                        new Case(new HistoryQuery(four, 2, true), "32"),
                        new Case(new HistoryQuery(four, HistoryQuery.ALL, true), "321"),
                        new Case(new HistoryQuery(none, 0, false), ""),
                        new Case(new HistoryQuery(Optional.of(last), 5, false), ""),
                        new Case(HistoryQuery.after(new Position(last.epoch(), 0), 2), "12"));
        for (Case it : cases) {
            HistoryPage page = read(channel, it.query());
            assertThat(String.join("", texts(page.publications())))
                    .as(it.query().toString())
                    .isEqualTo(it.expected());
            assertThat(page.position()).isEqualTo(last);
        }
    }

    @Test
    @DisplayName(
            "nothing follows a position beyond the end, however far, and all there is precedes it")
    void beyondTheEnd() {
        String channel = newChannel();
        publish(channel, "1");
        Position last = publish(channel, "2").position();
        for (long offset : List.of(last.offset() + 1, 1L << 53, Long.MAX_VALUE)) {
            Position beyond = new Position(last.epoch(), offset);
            HistoryPage after = read(channel, HistoryQuery.after(beyond, HistoryQuery.ALL));
            HistoryPage before =
                    read(channel, new HistoryQuery(Optional.of(beyond), HistoryQuery.ALL, true));
            assertThat(after).as("after " + offset).isEqualTo(new HistoryPage(List.of(), last));
            assertThat(texts(before.publications()))
                    .as("before " + offset)
                    .containsExactly("2", "1");
            assertThat(before.position()).isEqualTo(last);
        }
    }

    @Test
    @DisplayName("a page has no more bytes than are asked for, but one publication at least")
    void pagesOfBytes() {
        String channel = newChannel();
        for (int i = 1; i <= 5; i++) {
            publish(channel, ("" + i).repeat(10));
        }
        record Case(boolean reverse, long bytes, String expected) {}
        List<Case> cases =
                List.of(
                        new Case(false, 25, "12"),
                        new Case(false, 20, "12"),
                        new Case(false, 50, "12345"),
                        new Case(false, 1, "1"),
                        new Case(true, 39, "543"),
                        new Case(true, 9, "5"));
        for (Case it : cases) {
            HistoryQuery query =
                    new HistoryQuery(Optional.empty(), HistoryQuery.ALL, it.reverse(), it.bytes());
            HistoryPage page = read(channel, query);
            assertThat(texts(page.publications()))
                    .as(query.toString())
                    .containsExactlyElementsOf(
                            it.expected()
                                    .chars()
                                    .mapToObj(c -> Character.toString(c).repeat(10))
                                    .toList());
            assertThat(page.position().offset())
                    .as("is the channel's, not the page's")
                    .isEqualTo(read(channel, ALL).position().offset());
        }
    }

    @Test
    @DisplayName("a position of another epoch gets no publications")
    void anotherEpoch() {
        String channel = newChannel();
        Position position = publish(channel, "1").position();
        HistoryPage page = read(channel, HistoryQuery.after(new Position("another", 0), 10));

        assertThat(page.publications()).isEmpty();
        assertThat(page.position()).isEqualTo(position);
    }

    @Test
    @DisplayName("no more is kept than the options say, and the position goes on")
    void sizeIsBounded() {
        String channel = newChannel();
        StreamOptions three = new StreamOptions(3, Duration.ofHours(1), Duration.ofHours(1));
        for (int i = 1; i <= 10; i++) {
            await(engine().streams().publish(channel, draft("" + i), three));
        }
        HistoryPage page = await(engine().streams().read(channel, ALL, three));

        assertThat(texts(page.publications())).containsExactly("8", "9", "10");
        assertThat(page.publications().getFirst().previous()).isPositive();
        assertThat(page.position()).isEqualTo(page.publications().getLast().position());
    }

    @Test
    @DisplayName("what is too old is not shown, and the position outlives it")
    void expires() {
        String channel = newChannel();
        StreamOptions brief = new StreamOptions(10, Duration.ofSeconds(2), Duration.ofMinutes(10));
        await(engine().streams().publish(channel, draft("old"), brief));
        // Kept for so long that no machine is too slow to see it.
        Position last = publish(channel, "young").position();
        String other = newChannel();
        Position gone = await(engine().streams().publish(other, draft("old"), brief)).position();
        pass(Duration.ofMillis(2_500));
        HistoryPage young = read(channel, ALL);
        HistoryPage none = await(engine().streams().read(other, ALL, brief));

        assertThat(texts(young.publications())).containsExactly("young");
        assertThat(young.position()).isEqualTo(last);
        assertThat(none.publications()).isEmpty();
        assertThat(none.position()).isEqualTo(gone);
    }

    @Test
    @DisplayName("whatever is too old sooner than what precedes it, a history has no hole")
    void hasNoHole() {
        String channel = newChannel();
        StreamOptions brief = new StreamOptions(10, Duration.ofSeconds(2), Duration.ofMinutes(10));
        publish(channel, "1");
        publish(channel, "2");
        await(engine().streams().publish(channel, draft("brief"), brief));
        pass(Duration.ofMillis(2_500));
        List<String> forward = history(channel);
        HistoryQuery back = new HistoryQuery(Optional.empty(), HistoryQuery.ALL, true);

        // An engine may keep what expires sooner as long as what precedes it, or let that go along.
        assertThat(forward).isIn(List.of("1", "2", "brief"), List.of());
        assertThat(texts(read(channel, back).publications()).reversed()).isEqualTo(forward);
        assertThat(texts(read(channel, HistoryQuery.LATEST).publications()))
                .as("the latest, and no earlier one in its place")
                .isEqualTo(forward.isEmpty() ? List.of() : List.of("brief"));
    }

    @Test
    @DisplayName("what is to be kept for ever is kept")
    void keepsForEver() {
        String channel = newChannel();
        Duration ever = ChronoUnit.FOREVER.getDuration();
        StreamOptions kept = new StreamOptions(10, ever, ever);
        Position one = await(engine().streams().publish(channel, draft("1"), kept)).position();
        HistoryPage page = await(engine().streams().read(channel, ALL, kept));

        assertThat(texts(page.publications())).containsExactly("1");
        assertThat(page.position()).isEqualTo(one);
        assertThat(position(channel)).isEqualTo(one);
    }

    @Test
    @DisplayName("trimming removes up to a position, and the channel's own stays")
    void trims() {
        String channel = newChannel();
        Position one = publish(channel, "1").position();
        Position two = publish(channel, "2").position();
        Position three = publish(channel, "3").position();
        assertThat(trims(channel, two)).isTrue();
        assertThat(history(channel)).containsExactly("3");
        assertThat(trims(channel, one)).as("nothing is left there").isTrue();
        assertThat(history(channel)).containsExactly("3");
        assertThat(trims(channel, new Position(three.epoch(), Long.MAX_VALUE))).isTrue();
        assertThat(history(channel)).isEmpty();
        assertThat(position(channel)).isEqualTo(three);
        publish(channel, "4");
        assertThat(read(channel, ALL).publications().getFirst().previous())
                .isEqualTo(three.offset());
    }

    @Test
    @DisplayName("what was read in another epoch trims nothing")
    void trimsNothingOfAnotherEpoch() {
        String channel = newChannel();
        Position one = publish(channel, "1").position();
        assertThat(trims(channel, new Position("other", one.offset()))).isFalse();
        assertThat(trims(channel, new Position("", one.offset()))).isFalse();
        assertThat(trims(newChannel(), one)).isFalse();
        assertThat(trims(newChannel(), Position.NONE)).isFalse();
        assertThat(history(channel)).containsExactly("1");
    }

    private boolean trims(String channel, Position upTo) {
        return await(engine().streams().trim(channel, upTo));
    }

    @Test
    @DisplayName("clearing removes all publications, and the position stays")
    void clears() {
        String channel = newChannel();
        await(engine().streams().clear(channel));
        publish(channel, "1");
        publish(channel, "2");
        Position three = publish(channel, "3").position();
        await(engine().streams().clear(channel));
        assertThat(history(channel)).isEmpty();
        assertThat(position(channel)).isEqualTo(three);
        Published next = publish(channel, "4");
        assertThat(next.position().offset()).isGreaterThan(three.offset());
        assertThat(read(channel, ALL).publications().getFirst().previous())
                .isEqualTo(three.offset());
    }

    @Test
    @DisplayName(
            "compacting puts one publication in the place of all up to an offset, and publishes nothing")
    void compacts() throws Exception {
        String channel = newChannel();
        subscribe(channel);
        publish(channel, "1");
        Position two = publish(channel, "2").position();
        Position three = publish(channel, "3").position();
        assertThat(await(engine().streams().compact(channel, two, draft("1+2")))).isTrue();

        HistoryPage page = read(channel, ALL);
        assertThat(texts(page.publications())).containsExactly("1+2", "3");
        assertThat(page.publications().getFirst().position()).isEqualTo(two);
        assertThat(page.publications().getFirst().previous()).isZero();
        assertThat(page.position()).isEqualTo(three);
        publish(channel, "4");
        assertThat(texts(listener().awaitPublications(channel, 4)))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    @DisplayName(
            "a snapshot is what it was made as, can be replaced too, and follows what it replaces")
    void compactsAgain() {
        String channel = newChannel();
        Position one = publish(channel, "1").position();
        publish(channel, "2");
        Position three = publish(channel, "3").position();
        publish(channel, "4");
        assertThat(compacts(channel, one)).isTrue();
        Draft snapshot = draft("1+2+3").withKey("a key").withTags(Map.of("tag", "value"));
        for (int time = 1; time <= 2; time++) {
            assertThat(await(engine().streams().compact(channel, three, snapshot))).isTrue();
            HistoryPage page = read(channel, HistoryQuery.after(one, HistoryQuery.ALL));
            assertThat(texts(page.publications())).containsExactly("1+2+3", "4");
            Publication first = page.publications().getFirst();
            assertThat(first.position()).isEqualTo(three);
            assertThat(first.key()).isEqualTo("a key");
            assertThat(first.tags()).isEqualTo(Map.of("tag", "value"));
            assertThat(page.publications().getLast().previous()).isEqualTo(three.offset());
        }
    }

    @Test
    @DisplayName("there is nothing to compact where history does not reach")
    void compactsNothing() {
        String channel = newChannel();
        Position one = publish(channel, "1").position();
        assertThat(compacts(channel, new Position(one.epoch(), one.offset() + 1))).isFalse();
        assertThat(compacts(channel, new Position(one.epoch(), 0))).isFalse();
        assertThat(compacts(newChannel(), one)).isFalse();
        assertThat(compacts(newChannel(), Position.NONE)).isFalse();
        assertThat(trims(channel, one)).isTrue();
        assertThat(compacts(channel, one)).isFalse();
        assertThat(history(channel)).isEmpty();
    }

    @Test
    @DisplayName("a snapshot of another epoch replaces nothing")
    void compactsNothingOfAnotherEpoch() {
        String channel = newChannel();
        Position one = publish(channel, "1").position();
        assertThat(compacts(channel, new Position("other", one.offset()))).isFalse();
        assertThat(compacts(channel, new Position("", one.offset()))).isFalse();
        assertThat(history(channel)).containsExactly("1");
        assertThat(compacts(channel, one)).isTrue();
    }

    private boolean compacts(String channel, Position upTo) {
        return await(engine().streams().compact(channel, upTo, draft("x")));
    }
}
