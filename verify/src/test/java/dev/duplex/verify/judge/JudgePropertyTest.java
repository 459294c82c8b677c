package dev.duplex.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.Sending;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Makes up a server that keeps its promises, with publishers and subscribers that come and go as chance has it, and then one thing that it does wrong.
class JudgePropertyTest {
    private static final int SUBSCRIBERS = 3;
    private static final List<String> PUBLISHERS = List.of("p", "q", "r");

    /// What happened, by a model of a server with one log.
    private static final class World {
        final Random random;
        final List<List<Sending>> sendings = new ArrayList<>();
        final List<List<Event>> events = new ArrayList<>();

        /// What is published, as publisher and sequence.
        final List<long[]> log = new ArrayList<>();

        /// Of each subscriber how much of the log it has; -1 if it is away.
        final int[] has = new int[SUBSCRIBERS];

        final int[] had = new int[SUBSCRIBERS];

        /// Of each publisher what is under way, as the time at which it was sent; 0 if nothing is.
        final long[] underWay = new long[PUBLISHERS.size()];

        final boolean[] committed = new boolean[PUBLISHERS.size()];
        long time = 1;

        World(long seed) {
            random = new Random(seed);
            PUBLISHERS.forEach(_ -> sendings.add(new ArrayList<>()));
            for (int i = 0; i < SUBSCRIBERS; i++) {
                events.add(new ArrayList<>());
                began(i, Resumption.NEW, 0);
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            for (int i = 0; i < PUBLISHERS.size(); i++) {
                while (underWay[i] == 0 || !committed[i]) {
                    publisher(i);
                }
                settle(i, Outcome.ACKNOWLEDGED);
            }
            for (int i = 0; i < SUBSCRIBERS; i++) {
                if (has[i] < 0) {
                    back(i);
                }
                while (has[i] < log.size()) {
                    hear(i);
                }
            }
        }

        private void step() {
            int who = random.nextInt(SUBSCRIBERS);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> publisher(random.nextInt(PUBLISHERS.size()));
                case 5 -> {
                    if (has[who] >= 0) {
                        had[who] = has[who];
                        has[who] = -1;
                        events.get(who).add(new Event.Ended(time++, "cut"));
                    } else {
                        back(who);
                    }
                }
                default -> {
                    if (has[who] >= 0 && has[who] < log.size()) {
                        hear(who);
                    }
                }
            }
        }

        private void publisher(int who) {
            if (underWay[who] == 0) {
                underWay[who] = time++;
            } else if (!committed[who]) {
                log.add(new long[] {who, sendings.get(who).size() + 1});
                committed[who] = true;
            } else {
                settle(who, random.nextInt(4) == 0 ? Outcome.UNKNOWN : Outcome.ACKNOWLEDGED);
            }
        }

        private void settle(int who, Outcome outcome) {
            sendings.get(who)
                    .add(new Sending(sendings.get(who).size() + 1, underWay[who], outcome, time++));
            underWay[who] = 0;
            committed[who] = false;
        }

        private void back(int who) {
            boolean recovers = random.nextInt(3) > 0;
            began(
                    who,
                    recovers ? Resumption.RECOVERED : Resumption.NOT_RECOVERED,
                    recovers ? had[who] : log.size());
        }

        private void began(int who, Resumption how, int at) {
            has[who] = at;
            events.get(who).add(new Event.Began(time++, how));
        }

        private void hear(int who) {
            long[] one = log.get(has[who]++);
            events.get(who)
                    .add(new Event.Received(time++, "c", PUBLISHERS.get((int) one[0]), one[1]));
        }

        Judgement judge() {
            List<PublisherLog> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS.size(); i++) {
                publishers.add(
                        new PublisherLog(
                                PUBLISHERS.get(i), "c", PublisherEnd.ANSWERED, sendings.get(i)));
            }
            List<SubscriberLog> subscribers = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribers.add(new SubscriberLog("s" + i, "kind", "c", false, 0, events.get(i)));
            }
            return Judge.judge(new Run(publishers, subscribers, false, Optional.empty()));
        }

        /// Whether what was got had to come: it was acknowledged, sent after the subscription began, and its publisher's next came in the
        /// same connection.
        boolean isDue(List<Event> all, int index) {
            Event.Received received = (Event.Received) all.get(index);
            Sending sending =
                    sendings.get(PUBLISHERS.indexOf(received.publisher()))
                            .get((int) received.sequence() - 1);
            boolean begun = false;
            for (Event event : all.subList(0, index)) {
                if (event instanceof Event.Began began) {
                    begun = began.at() < sending.sentAt();
                }
            }
            for (Event event : all.subList(index + 1, all.size())) {
                if (event instanceof Event.Received later
                        && later.publisher().equals(received.publisher())) {
                    return begun && sending.outcome() == Outcome.ACKNOWLEDGED;
                }
                if (!(event instanceof Event.Received)) {
                    return false;
                }
            }
            return false;
        }

        /// The indexes of what a subscriber got between something else that it got right before and right after, in one connection.
        List<Integer> within(int who) {
            List<Event> all = events.get(who);
            List<Integer> indexes = new ArrayList<>();
            for (int i = 1; i < all.size() - 1; i++) {
                if (all.subList(i - 1, i + 2).stream().allMatch(Event.Received.class::isInstance)) {
                    indexes.add(i);
                }
            }
            return indexes;
        }
    }

    @Property(tries = 300)
    void findsNothingInAServerThatKeepsItsPromises(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 400) int steps) {
        World world = new World(seed);
        world.run(steps);
        assertThat(world.judge().findings()).isEmpty();
    }

    @Property(tries = 200)
    void findsWhatComesAgain(@ForAll long seed) {
        World world = new World(seed);
        world.run(300);
        List<Event> events = world.events.getFirst();
        List<Integer> within = world.within(0);
        if (!within.isEmpty()) {
            int index = within.get(world.random.nextInt(within.size()));
            events.add(index + 1, events.get(index));
            assertThat(world.judge().count(Breach.TWICE)).isOne();
        }
    }

    @Property(tries = 200)
    void findsWhatDidNotCome(@ForAll long seed) {
        World world = new World(seed);
        world.run(300);
        List<Event> events = world.events.getFirst();
        List<Integer> due = world.within(0).stream().filter(it -> world.isDue(events, it)).toList();
        if (!due.isEmpty()) {
            events.remove((int) due.get(world.random.nextInt(due.size())));
            List<Finding> findings = world.judge().findings();
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().breach()).isIn(Breach.LOST, Breach.DISHONEST);
            assertThat(findings.getFirst().count()).isOne();
        }
    }

    @Property(tries = 200)
    void findsWhatIsSwapped(@ForAll long seed) {
        World world = new World(seed);
        world.run(300);
        List<Event> events = world.events.getFirst();
        List<Integer> within = world.within(0);
        if (!within.isEmpty()) {
            int index = within.get(world.random.nextInt(within.size()));
            Event.Received one = (Event.Received) events.get(index);
            Event.Received other = (Event.Received) events.get(index + 1);
            events.set(
                    index, new Event.Received(one.at(), "c", other.publisher(), other.sequence()));
            events.set(
                    index + 1,
                    new Event.Received(other.at(), "c", one.publisher(), one.sequence()));
            Judgement judgement = world.judge();
            boolean bothHeardElsewhere =
                    world.events.stream().skip(1).anyMatch(it -> follows(it, one, other));
            if (bothHeardElsewhere) {
                assertThat(judgement.count(Breach.DIFFERENT_ORDER)).isOne();
            }
        }
    }

    private static boolean follows(List<Event> events, Event.Received one, Event.Received other) {
        for (int i = 0; i < events.size() - 1; i++) {
            if (isSame(events.get(i), one) && isSame(events.get(i + 1), other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Event event, Event.Received other) {
        return event instanceof Event.Received it
                && it.publisher().equals(other.publisher())
                && it.sequence() == other.sequence();
    }
}
