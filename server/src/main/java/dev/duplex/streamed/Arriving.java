package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.StreamedOptions;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.Relays;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.DetachedSessions;
import dev.duplex.session.InLane;
import java.util.Optional;

/// Messages that have come to other nodes, on their way into the sessions of this one. Any thread.
final class Arriving implements Relays.Receiver {
    private final Allowance underWay = new Allowance(StreamedOptions.RELAYED_BYTES);
    private final DetachedSessions sessions;

    Arriving(DetachedSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean received(Relayed relayed) {
        Optional<DetachedSession> found = sessions.find(relayed.session());
        found.ifPresent(session -> give(session, relayed.message()));
        return found.isPresent();
    }

    private void give(DetachedSession session, Payload message) {
        int bytes = message.size();
        if (underWay.take(bytes)) {
            InLane.run(
                    session.lane(),
                    () -> {
                        underWay.release(bytes);
                        session.send(new UnansweredMessage(session, Message.of(message)));
                    });
        } else {
            InLane.run(session.lane(), () -> session.exceeded(UnansweredMessage.TOO_MANY));
        }
    }
}
