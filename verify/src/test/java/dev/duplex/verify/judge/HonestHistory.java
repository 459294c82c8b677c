package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.Sending;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What one channel of a server that keeps its promises, on a network that does not, may look like: answers are lost, publications are
/// refused or committed only when their publisher has given up, connections end, and who comes back is told the truth of what it missed.
/// Made from a seed, by a model of the server that is one list, in the order of commits.
final class HonestHistory {
    /// Time that passes between two things at least, so that a test can put something between.
    static final long TICK = 10;

    final String channel;
    final List<Publisher> publishers = new ArrayList<>();
    final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Publication> committed = new ArrayList<>();
    private final List<Publication> late = new ArrayList<>();
    private final Random random;
    private long clock;

    /// @param prefix of the names in it
    HonestHistory(String prefix, long seed) {
        channel = prefix + "-channel";
        random = new Random(seed);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            publishers.add(new Publisher(prefix + "-publisher-" + i));
        }
        for (int i = 0; i < 3; i++) {
            subscribers.add(new Subscriber(prefix + "-subscriber-" + i, random.nextInt(4) > 0));
        }
        subscribers.forEach(Subscriber::subscribe);
        subscribers.forEach(Subscriber::begin);
        int steps = 100 + random.nextInt(400);
        for (int i = 0; i < steps; i++) {
            step();
        }
        settle();
    }

    private void step() {
        if (random.nextInt(3) == 0) {
            publishers.get(random.nextInt(publishers.size())).step();
        } else {
            subscribers.get(random.nextInt(subscribers.size())).step();
        }
        if (!late.isEmpty() && random.nextInt(20) == 0) {
            Publication publication = late.remove(random.nextInt(late.size()));
            if (random.nextBoolean()) {
                commit(publication);
            }
        }
    }

    /// After all faults.
    private void settle() {
        late.forEach(this::commit);
        publishers.forEach(Publisher::finish);
        subscribers.forEach(Subscriber::catchUp);
    }

    private void commit(Publication publication) {
        publication.committed = true;
        committed.add(publication);
    }

    private long now() {
        clock += TICK * (1 + random.nextInt(5));
        return clock;
    }

    Publication publication(Event.Received received) {
        return publishers.stream()
                .filter(it -> it.name.equals(received.publisher()))
                .findFirst()
                .orElseThrow()
                .sent
                .get((int) received.sequence() - 1);
    }

    /// When the first subscriber heard it.
    long heardAt(Publication publication) {
        return subscribers.stream()
                .flatMap(it -> it.events.stream())
                .filter(it ->
                        it instanceof Event.Received received
                                && publication(received) == publication)
                .mapToLong(Event::at)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    List<PublisherLog> publisherLogs() {
        return publishers.stream().map(Publisher::log).toList();
    }

    List<SubscriberLog> subscriberLogs() {
        return subscribers.stream().map(it -> it.log(it.events)).toList();
    }

    /// One that was sent, and what became of it.
    static final class Publication {
        final String publisher;
        final long sequence;
        final long sentAt;
        Outcome outcome = Outcome.UNKNOWN;
        long settledAt;
        boolean committed;

        /// Whether a subscriber heard it.
        boolean heard;

        Publication(String publisher, long sequence, long sentAt) {
            this.publisher = publisher;
            this.sequence = sequence;
            this.sentAt = sentAt;
        }

        boolean isAcknowledged() {
            return outcome == Outcome.ACKNOWLEDGED;
        }
    }

    /// Sends one at a time.
    final class Publisher {
        final String name;
        final List<Publication> sent = new ArrayList<>();
        private boolean waiting;

        /// Whether an attempt at what was sent last got no answer, and it was sent again.
        private boolean again;

        Publisher(String name) {
            this.name = name;
        }

        void step() {
            if (!waiting) {
                send();
                return;
            }
            Publication last = sent.getLast();
            int dice = random.nextInt(10);
            if (last.committed) {
                settle(dice < 8 ? Outcome.ACKNOWLEDGED : Outcome.UNKNOWN);
            } else if (dice < 6) {
                late.remove(last);
                commit(last);
            } else if (dice == 6) {
                // Of the last attempt; those before may be committed yet.
                settle(again ? Outcome.UNKNOWN : Outcome.REFUSED);
            } else {
                if (!late.contains(last)) {
                    late.add(last);
                }
                again = dice == 7;
                if (!again) {
                    settle(Outcome.UNKNOWN);
                }
            }
        }

        private void send() {
            sent.add(new Publication(name, sent.size() + 1L, now()));
            waiting = true;
            again = false;
        }

        private void settle(Outcome outcome) {
            sent.getLast().outcome = outcome;
            sent.getLast().settledAt = now();
            waiting = false;
        }

        void finish() {
            if (waiting) {
                settle(Outcome.UNKNOWN);
            }
            send();
            commit(sent.getLast());
            settle(Outcome.ACKNOWLEDGED);
        }

        PublisherLog log() {
            return new PublisherLog(
                    name,
                    channel,
                    PublisherEnd.ANSWERED,
                    sent.stream()
                            .map(it ->
                                    new Sending(it.sequence, it.sentAt, it.outcome, it.settledAt))
                            .toList());
        }
    }

    /// Comes and goes.
    final class Subscriber {
        final String name;
        final List<Event> events = new ArrayList<>();

        /// By the event that tells it, what was left out.
        final Map<Integer, List<Publication>> gaps = new HashMap<>();

        /// Whether its protocol can say whether all was recovered.
        final boolean isTold;

        private State state = State.AWAY;
        private int position;
        private Resumption answer = Resumption.NEW;

        private enum State {
            AWAY,
            /// The server has it, which it does not know yet.
            COMING,
            HEARING
        }

        Subscriber(String name, boolean isTold) {
            this.name = name;
            this.isTold = isTold;
        }

        void step() {
            switch (state) {
                case AWAY -> {
                    if (random.nextInt(5) == 0) {
                        subscribe();
                    }
                }
                case COMING -> begin();
                case HEARING -> hear();
            }
        }

        void subscribe() {
            boolean first = events.isEmpty();
            if (!isTold) {
                answer = Resumption.UNTOLD;
                position = committed.size();
            } else if (first) {
                position = committed.size();
            } else if (random.nextInt(5) < 3) {
                answer = Resumption.RECOVERED;
            } else {
                answer = Resumption.NOT_RECOVERED;
                skip();
            }
            state = State.COMING;
        }

        void begin() {
            events.add(new Event.Began(now(), answer));
            state = State.HEARING;
        }

        private void hear() {
            int dice = random.nextInt(40);
            if (dice < 2) {
                events.add(new Event.Ended(now(), "cut"));
                state = State.AWAY;
            } else if (dice == 2 && isTold) {
                skip();
                events.add(new Event.Began(now(), Resumption.SKIPPED));
            } else if (position < committed.size()) {
                receive();
            }
        }

        /// Leaves out some of what it has not had, perhaps all, perhaps nothing.
        private void skip() {
            int from = position;
            position += random.nextInt(committed.size() - position + 1);
            gaps.put(events.size(), List.copyOf(committed.subList(from, position)));
        }

        private void receive() {
            Publication next = committed.get(position++);
            next.heard = true;
            events.add(new Event.Received(now(), channel, next.publisher, next.sequence));
        }

        void catchUp() {
            if (state == State.AWAY) {
                subscribe();
            }
            if (state == State.COMING) {
                begin();
            }
            while (position < committed.size()) {
                receive();
            }
        }

        SubscriberLog log(List<Event> events) {
            return new SubscriberLog(name, isTold ? "told" : "untold", channel, false, 0, events);
        }
    }
}
