package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.StreamedOptions;
import dev.duplex.channels.Payload;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.Relays;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.DetachedSessions;
import dev.duplex.session.InLane;
import java.util.Optional;
import java.util.function.Consumer;

/// Messages that have come to other nodes, on their way into the sessions of this one. Any thread.
final class Arriving implements Relays.Receiver {
    private final Allowance underWay = new Allowance(StreamedOptions.RELAYED_BYTES);
    private final DetachedSessions sessions;

    Arriving(DetachedSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean received(Relayed.Request request, Consumer<RelayOutcome> receipt) {
        Optional<DetachedSession> found = sessions.find(request.session());
        found.ifPresent(session -> give(session, request.message(), receipt));
        return found.isPresent();
    }

    private void give(DetachedSession session, Payload message, Consumer<RelayOutcome> receipt) {
        int bytes = message.size();
        if (underWay.take(bytes)) {
            InLane.run(
                    session.lane(),
                    () -> {
                        underWay.release(bytes);
                        session.send(new RelayedMessage(session, Message.of(message), receipt));
                    });
        } else {
            receipt.accept(RelayOutcome.BUSY);
        }
    }
}
