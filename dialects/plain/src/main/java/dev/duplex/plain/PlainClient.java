package dev.duplex.plain;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Start;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A session in its channel: what is published there is sent, what it sends is published there, in its order.
final class PlainClient extends Visit {
    /// How many of the last publications a client may ask for: up to 9,999, of which it gets what the engine keeps and the hub gives.
    private static final Pattern HISTORY = Pattern.compile("[0-9]{1,4}");

    private final Session session;
    private final int most;
    private final Missed missed;

    /// What it sent, and has not been given to the hub.
    private final Deque<Message> waiting = new ArrayDeque<>(0);

    /// How many of its messages have not been published yet.
    private int underWay;

    /// How many of the last publications it wants first.
    private int last;

    private boolean suspended;
    private boolean asking;

    PlainClient(Session session, Hub hub, PlainOptions options) {
        super(hub, options, session.lane(), session.request());
        this.session = session;
        most = options.publicationsUnderWay();
        // A session has no place for how many were left out.
        missed =
                new Missed(
                        (publication, _) -> give(publication), options.publicationsBehindHistory());
    }

    void open() {
        // What has been read already waits; nothing more is read before it is in the channel.
        suspend();
        String history = session.request().query("history").orElse("0");
        if (HISTORY.matcher(history).matches()) {
            last = Integer.parseInt(history);
            arrive(Optional.empty(), last);
        } else {
            refuse(Refusal.BAD_REQUEST);
        }
    }

    @Override
    void entered(Start start) {
        if (start.recovering() && !start.recovered()) {
            // Between reading the history and entering, its beginning has gone. Nothing is lost
            // from here on, so what is before
            // here is read again, and is what there is.
            missed.hold();
            latest(last, page -> begin(upTo(start.position(), page)));
        } else {
            begin(start.publications());
        }
    }

    private void begin(Collection<Publication> first) {
        missed.begin(first);
        if (missed.isEmpty()) {
            // What came meanwhile may have been refused; the session, which took all of this, tells
            // of no room.
            roomAgain();
        }
        resume();
        publishNext();
    }

    /// What is not after a position, in its order: what is after it comes by itself.
    private static List<Publication> upTo(Position position, HistoryPage latestFirst) {
        return latestFirst.publications().reversed().stream()
                .filter(it -> it.epoch().equals(position.epoch()))
                .filter(it -> it.offset() <= position.offset())
                .toList();
    }

    // --- what goes

    @Override
    public Offer offer(Publication publication) {
        return missed.offer(publication);
    }

    private Offer give(Publication publication) {
        return session.sendShared(publication.payload());
    }

    void drained() {
        if (missed.drained()) {
            roomAgain();
        }
    }

    // --- what comes

    void message(Message message) {
        if (isGone()) {
            return;
        }
        waiting.add(message.copy());
        underWay++;
        if (underWay >= most) {
            suspend();
        }
        publishNext();
    }

    /// One is asked about at a time: so they stay in order however long an answer takes.
    private void publishNext() {
        if (asking || !isThere() || waiting.isEmpty()) {
            return;
        }
        Message next = waiting.remove();
        asking = true;
        permitted(
                Action.PUBLISH,
                grant -> {
                    asking = false;
                    publish(next, grant);
                    publishNext();
                });
    }

    private void publish(Message message, Grant grant) {
        Set<Payload.Kind> kinds =
                hub().options(channel()).map(ChannelOptions::kinds).orElse(Set.of());
        Optional<Payload> payload = Incoming.payload(message, kinds);
        if (payload.isEmpty()) {
            refuse(Refusal.PAYLOAD);
            return;
        }
        Draft draft = Draft.of(payload.get()).withPublisher(member(grant));
        ask(() -> hub().publish(channel(), draft), this::published, this::refuse);
    }

    private void published(Published position) {
        underWay--;
        if (underWay < most) {
            resume();
        }
    }

    private void suspend() {
        if (!suspended) {
            suspended = true;
            session.suspendReading();
        }
    }

    private void resume() {
        if (suspended && underWay < most) {
            suspended = false;
            session.resumeReading();
        }
    }

    // --- the end

    @Override
    void end(Refusal why) {
        waiting.clear();
        missed.clear();
        session.close(why.closeReason());
    }

    @Override
    void disconnect(int code, String reason) {
        waiting.clear();
        missed.clear();
        session.close(new CloseReason(code, reason));
    }
}
