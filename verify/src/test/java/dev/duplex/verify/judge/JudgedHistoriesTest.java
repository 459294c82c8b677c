package dev.duplex.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.verify.judge.HonestHistory.Publication;
import dev.duplex.verify.judge.HonestHistory.Subscriber;
import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Event.Began;
import dev.duplex.verify.log.Event.Ended;
import dev.duplex.verify.log.Event.Received;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The judge on histories of a server that keeps its promises, which are clean; and with one thing in them changed, of which it says what it
/// is and nothing else. Written from what the judge promises, by a model of a server and not by the judge's own notions.
class JudgedHistoriesTest {
    private static final int TRIES = 400;

    @Property(tries = 2_000)
    void honestHistoriesAreClean(@ForAll long seed) {
        assertThat(judge(new Case(seed), false).findings()).isEmpty();
    }

    @Property(tries = TRIES)
    void whatCannotBeRecoveredCountsWhereThatIsDemanded(@ForAll long seed) {
        Case one = new Case(seed);
        long told =
                one.histories()
                        .flatMap(it -> it.subscribers.stream())
                        .flatMap(it -> it.events.stream())
                        .filter(it -> it instanceof Began(_, Resumption how) && isLoss(how))
                        .count();
        Judgement judgement = judge(one, true);
        assertThat(breaches(judgement))
                .isEqualTo(told == 0 ? Set.of() : Set.of(Breach.NOT_RECOVERED));
        assertThat(judgement.count(Breach.NOT_RECOVERED)).isEqualTo(told);
    }

    /// Sent when the subscriber was there, and a later one of that publisher came to it in the same connection.
    @Property(tries = TRIES)
    void aDeliveryThatIsMissingIsLost(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.received((events, i) ->
                        !isRecovered(events, i)
                                && acknowledged(one, events.get(i))
                                && sentAt(one, events.get(i)) > begunAt(events, i)
                                && aLaterOneComes(events, i));
        one.events.remove(index);
        assertOne(judge(one, false), one, Breach.LOST);
    }

    /// The last of all that came.
    @Property(tries = TRIES)
    void anEndThatIsMissingIsNoCatchingUp(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.received((events, i) ->
                        i == events.size() - 1
                                && acknowledged(one, events.get(i))
                                && sentAt(one, events.get(i)) > begunAt(events, i));
        one.events.remove(index);
        assertOne(judge(one, false), one, Breach.BEHIND);
    }

    /// Sent since the subscriber was away, and a later one of that publisher came to it in the connection that recovered. It is missing in the
    /// middle of what came, or where that begins: that decides between the two names.
    @Property(tries = TRIES)
    void aDeliveryThatIsMissingInWhatWasRecoveredIsNamed(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.received((events, i) ->
                        isRecovered(events, i)
                                && acknowledged(one, events.get(i))
                                && sentAt(one, events.get(i))
                                        > events.get(begun(events, i) - 1).at()
                                && aLaterOneComes(events, i));
        boolean first = index == begun(one.events, index) + 1;
        one.events.remove(index);
        if (first) {
            assertOne(judge(one, false), one, Breach.DISHONEST);
        } else {
            assertOne(judge(one, false), one, Breach.LOST, Breach.DISHONEST);
        }
    }

    @Property(tries = TRIES)
    void recoveredOverAGapIsDishonest(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.choose((subscriber, i) ->
                        how(subscriber.events.get(i)).equals(Optional.of(Resumption.NOT_RECOVERED))
                                && one.isEvident(subscriber, i));
        one.events.set(index, new Began(one.events.get(index).at(), Resumption.RECOVERED));
        Judgement judgement = judge(one, false);
        assertThat(breaches(judgement)).containsExactly(Breach.DISHONEST);
        assertThat(judgement.count(Breach.DISHONEST))
                .isEqualTo(one.missing(one.subscriber, index).size());
    }

    @Property(tries = TRIES)
    void whatComesTwiceIsNamed(@ForAll long seed) {
        Case one = new Case(seed);
        int index = one.received((_, _) -> true);
        Received again = (Received) one.events.get(index);
        one.events.add(index + 1, at(again, again.at() + 1));
        assertOne(judge(one, false), one, Breach.TWICE);
    }

    /// The second time in a later connection.
    @Property(tries = TRIES)
    void whatIsRecoveredThoughItWasThereIsNamed(@ForAll long seed) {
        Case one = new Case(seed);
        int index = one.received((events, i) -> nextBegin(events, i).isPresent());
        int began = nextBegin(one.events, index).orElseThrow();
        one.events.add(
                began + 1, at((Received) one.events.get(index), one.events.get(began).at() + 1));
        Judgement judgement = judge(one, false);
        assertThat(judgement.count(Breach.TWICE)).isEqualTo(1);
        assertThat(breaches(judgement))
                .isSubsetOf(Breach.TWICE, Breach.OUT_OF_ORDER, Breach.DIFFERENT_ORDER);
    }

    /// The second was sent when the first was acknowledged.
    @Property(tries = TRIES)
    void twoThatAreSwappedAreOutOfOrder(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.received((events, i) ->
                        isFollowed(events, i)
                                && acknowledged(one, events.get(i))
                                && settledAt(one, events.get(i)) < sentAt(one, events.get(i + 1)));
        one.swap(index);
        Judgement judgement = judge(one, false);
        assertThat(judgement.count(Breach.OUT_OF_ORDER)).isEqualTo(1);
        assertThat(breaches(judgement)).isSubsetOf(Breach.OUT_OF_ORDER, Breach.DIFFERENT_ORDER);
    }

    /// Neither was sent because of the other, and another subscriber got them the other way.
    @Property(tries = TRIES)
    void twoThatAreSwappedForOneSubscriberHaveADifferentOrder(@ForAll long seed) {
        Case one = new Case(seed);
        int index =
                one.received((events, i) ->
                        isFollowed(events, i)
                                && areConcurrent(one, events.get(i), events.get(i + 1))
                                && one.areHeardByAnother(events.get(i), events.get(i + 1)));
        one.swap(index);
        assertThat(breaches(judge(one, false))).containsExactly(Breach.DIFFERENT_ORDER);
    }

    @Property(tries = TRIES)
    void whatNobodySentIsInvented(@ForAll long seed) {
        Case one = new Case(seed);
        int index = one.received((_, _) -> true);
        Received other = (Received) one.events.get(index);
        one.events.add(
                index + 1,
                new Received(other.at() + 1, other.channel(), other.publisher(), 1_000_000));
        assertOne(judge(one, false), one, Breach.INVENTED);
    }

    @Property(tries = TRIES)
    void whatWasRefusedMustNotCome(@ForAll long seed) {
        Case one = new Case(seed);
        Optional<Publication> refused =
                one.history.publishers.stream()
                        .flatMap(it -> it.sent.stream())
                        .filter(it -> it.outcome == Outcome.REFUSED)
                        .findFirst();
        Assume.that(refused.isPresent());
        Publication publication = refused.orElseThrow();
        int index = one.received((events, i) -> events.get(i).at() > publication.settledAt);
        // In its place in the order: before all that was sent after it.
        int place =
                IntStream.rangeClosed(0, index)
                        .filter(i -> one.events.get(i).at() > publication.sentAt)
                        .filter(i -> one.events.get(i) instanceof Received)
                        .findFirst()
                        .orElseThrow();
        one.events.add(
                place,
                new Received(
                        one.events.get(place).at() - 1,
                        one.history.channel,
                        publication.publisher,
                        publication.sequence));
        Judgement judgement = judge(one, false);
        assertThat(judgement.count(Breach.REFUSED_BUT_SEEN)).isEqualTo(1);
        // Now that it is known to be published, it has come too late, or is missing elsewhere.
        assertThat(breaches(judgement))
                .doesNotContain(
                        Breach.INVENTED, Breach.WRONG_CHANNEL, Breach.TWICE, Breach.UNANSWERED);
    }

    @Property(tries = TRIES)
    void whatIsOfAnotherChannelIsNamed(@ForAll long seed) {
        Case one = new Case(seed);
        int index = one.received((_, _) -> true);
        Received stranger =
                one.other.subscribers.stream()
                        .flatMap(it -> it.events.stream())
                        .filter(Received.class::isInstance)
                        .map(Received.class::cast)
                        .findFirst()
                        .orElseThrow();
        one.events.add(index + 1, at(stranger, one.events.get(index).at() + 1));
        assertOne(judge(one, false), one, Breach.WRONG_CHANNEL);
    }

    @Property(tries = TRIES)
    void aPublisherThatIsNotAnsweredAtLastIsNamed(@ForAll long seed) {
        Case one = new Case(seed);
        List<PublisherLog> publishers = new ArrayList<>(one.publisherLogs());
        PublisherLog first = publishers.getFirst();
        publishers.set(
                0,
                new PublisherLog(
                        first.name(), first.channel(), PublisherEnd.UNANSWERED, first.sendings()));
        Judgement judgement =
                Judge.judge(new Run(publishers, one.subscriberLogs(), false, Optional.empty()));
        assertThat(breaches(judgement)).containsExactly(Breach.UNANSWERED);
        assertThat(judgement.findings().getFirst().who()).isEqualTo(first.name());
    }

    private static Judgement judge(Case one, boolean recoveryDemanded) {
        return Judge.judge(
                new Run(
                        one.publisherLogs(),
                        one.subscriberLogs(),
                        recoveryDemanded,
                        Optional.empty()));
    }

    private static Set<Breach> breaches(Judgement judgement) {
        Set<Breach> breaches = EnumSet.noneOf(Breach.class);
        judgement.findings().forEach(it -> breaches.add(it.breach()));
        return breaches;
    }

    private static void assertOne(Judgement judgement, Case one, Breach... breaches) {
        assertThat(judgement.findings())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.breach()).isIn((Object[]) breaches);
                    assertThat(it.count()).isEqualTo(1);
                    assertThat(it.who()).isEqualTo(one.subscriber.name);
                });
    }

    private static Received at(Received received, long at) {
        return new Received(at, received.channel(), received.publisher(), received.sequence());
    }

    /// What a telling begins anew: what was before need not have come.
    private static boolean starts(Resumption how) {
        return isLoss(how) || how == Resumption.NEW;
    }

    private static boolean isLoss(Resumption how) {
        return how == Resumption.NOT_RECOVERED || how == Resumption.SKIPPED;
    }

    private static Optional<Resumption> how(Event event) {
        return event instanceof Began began ? Optional.of(began.how()) : Optional.empty();
    }

    private static boolean acknowledged(Case one, Event event) {
        return publication(one, event).isAcknowledged();
    }

    private static long sentAt(Case one, Event event) {
        return publication(one, event).sentAt;
    }

    private static long settledAt(Case one, Event event) {
        return publication(one, event).settledAt;
    }

    private static Publication publication(Case one, Event event) {
        return one.history.publication((Received) event);
    }

    /// Where the stretch begins that an event is in.
    private static int begun(List<Event> events, int index) {
        int begun = index;
        while (!(events.get(begun) instanceof Began)) {
            begun--;
        }
        return begun;
    }

    private static long begunAt(List<Event> events, int index) {
        return events.get(begun(events, index)).at();
    }

    private static boolean isRecovered(List<Event> events, int index) {
        return how(events.get(begun(events, index))).equals(Optional.of(Resumption.RECOVERED));
    }

    /// Whether a later one of the same publisher comes before the stretch ends.
    private static boolean aLaterOneComes(List<Event> events, int index) {
        Received it = (Received) events.get(index);
        return events.subList(index + 1, events.size()).stream()
                .takeWhile(Received.class::isInstance)
                .map(Received.class::cast)
                .anyMatch(later ->
                        later.publisher().equals(it.publisher())
                                && later.sequence() > it.sequence());
    }

    /// Whether another comes next.
    private static boolean isFollowed(List<Event> events, int index) {
        return index + 1 < events.size() && events.get(index + 1) instanceof Received;
    }

    private static boolean areConcurrent(Case one, Event first, Event second) {
        Publication a = publication(one, first);
        Publication b = publication(one, second);
        return !a.publisher.equals(b.publisher)
                && Math.min(a.settledAt, one.history.heardAt(a)) > b.sentAt
                && Math.min(b.settledAt, one.history.heardAt(b)) > a.sentAt;
    }

    /// Where the next connection begins.
    private static Optional<Integer> nextBegin(List<Event> events, int index) {
        return IntStream.range(index, events.size() - 1)
                .filter(i -> events.get(i) instanceof Ended)
                .mapToObj(i -> i + 1)
                .findFirst();
    }

    /// Two channels, and the log of one subscriber of the first, for a test to change.
    private static final class Case {
        final HonestHistory history;
        final HonestHistory other;
        private final Random random;
        private Subscriber subscriber;
        List<Event> events;

        Case(long seed) {
            history = new HonestHistory("a", seed);
            other = new HonestHistory("b", ~seed);
            random = new Random(seed);
            subscriber = history.subscribers.getFirst();
            events = subscriber.events;
        }

        Stream<HonestHistory> histories() {
            return Stream.of(history, other);
        }

        /// Takes a publication that came to a subscriber, at random among those that suit.
        int received(BiPredicate<List<Event>, Integer> suits) {
            return choose(
                    (one, i) -> one.events.get(i) instanceof Received && suits.test(one.events, i));
        }

        /// Takes an event, at random among those that suit, for a test to change.
        int choose(BiPredicate<Subscriber, Integer> suits) {
            record Place(Subscriber subscriber, int index) {}
            List<Place> places =
                    history.subscribers.stream()
                            .flatMap(it ->
                                    IntStream.range(0, it.events.size())
                                            .filter(i -> suits.test(it, i))
                                            .mapToObj(i -> new Place(it, i)))
                            .toList();
            Assume.that(!places.isEmpty());
            Place place = places.get(random.nextInt(places.size()));
            subscriber = place.subscriber();
            events = new ArrayList<>(subscriber.events);
            return place.index();
        }

        /// Swaps two that follow each other, both as late as the second.
        void swap(int index) {
            Received first = (Received) events.get(index);
            Received second = (Received) events.get(index + 1);
            events.set(index, at(second, second.at() - 1));
            events.set(index + 1, at(first, second.at()));
        }

        /// Whether another subscriber got both.
        boolean areHeardByAnother(Event first, Event second) {
            Set<Publication> both =
                    Set.of(
                            history.publication((Received) first),
                            history.publication((Received) second));
            return history.subscribers.stream()
                    .filter(it -> it.events.stream().filter(e -> isOf(e, both)).count() == 2)
                    .skip(1)
                    .findAny()
                    .isPresent();
        }

        private boolean isOf(Event event, Set<Publication> publications) {
            return event instanceof Received received
                    && publications.contains(history.publication(received));
        }

        /// Whether something is missing, and of all of it what came afterwards shows that: it was sent when that was known to be published.
        boolean isEvident(Subscriber subscriber, int index) {
            List<Publication> missing = missing(subscriber, index);
            long known = missing.stream().mapToLong(this::knownAt).max().orElse(Long.MAX_VALUE);
            return subscriber.events.subList(index + 1, subscriber.events.size()).stream()
                    .takeWhile(it -> !(it instanceof Began(_, Resumption how) && isLoss(how)))
                    .filter(Received.class::isInstance)
                    .anyMatch(it -> history.publication((Received) it).sentAt > known);
        }

        private long knownAt(Publication publication) {
            long heard = history.heardAt(publication);
            return publication.isAcknowledged() ? Math.min(heard, publication.settledAt) : heard;
        }

        /// What is published and was left out where a subscriber was told so, of what was sent since it was told the like before.
        List<Publication> missing(Subscriber subscriber, int index) {
            long since =
                    subscriber.events.subList(0, index).stream()
                            .filter(it -> it instanceof Began(_, Resumption how) && starts(how))
                            .mapToLong(Event::at)
                            .max()
                            .orElseThrow();
            return subscriber.gaps.getOrDefault(index, List.of()).stream()
                    .filter(it -> it.sentAt > since)
                    .filter(it -> it.isAcknowledged() || it.heard)
                    .toList();
        }

        List<PublisherLog> publisherLogs() {
            return histories().flatMap(it -> it.publisherLogs().stream()).toList();
        }

        List<SubscriberLog> subscriberLogs() {
            return histories()
                    .flatMap(history ->
                            history.subscribers.stream()
                                    .map(it -> it.log(it == subscriber ? events : it.events)))
                    .toList();
        }
    }
}
