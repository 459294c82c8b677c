package dev.duplex;

import dev.duplex.channels.Lane;
import dev.duplex.websocket.CloseCode;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/// Runs a blocking handler on a virtual thread for each session. The callbacks of the endpoint only
/// hand over to the [WaitingSession] that the handler waits on.
///
/// A handler that is busy when its session ends is not interrupted: it is in the middle of work of
/// its own (a transaction, a file), and interruption would break that off for a reason that is
/// none of its business. It learns of the end when it asks its session for something next.
final class BlockingEndpoint implements Endpoint {
    private static final System.Logger LOG = System.getLogger(BlockingEndpoint.class.getName());

    private final AttributeKey<WaitingSession> waiting = AttributeKey.of("blocking session");
    private final BlockingHandler handler;

    /// Those of each lane, until that is forgotten: an endpoint may outlive servers and clients.
    private final Map<Lane, Wakeups> wakeups = Collections.synchronizedMap(new WeakHashMap<>());

    BlockingEndpoint(BlockingHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onOpen(Session session) {
        WaitingSession opened =
                new WaitingSession(
                        session, wakeups.computeIfAbsent(session.lane(), _ -> new Wakeups()));
        session.attribute(waiting, opened);
        Thread.ofVirtual().name("duplex-session-" + session.id()).start(() -> run(opened));
    }

    @Override
    public void onMessage(Session session, Message message) {
        session.attribute(waiting).ifPresent(it -> it.arrived(message.copy()));
    }

    @Override
    public void onDrained(Session session) {
        session.attribute(waiting).ifPresent(WaitingSession::drained);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        session.attribute(waiting).ifPresent(it -> it.ended(reason));
    }

    private void run(WaitingSession session) {
        CloseReason close = CloseReason.NORMAL;
        try {
            handler.handle(session);
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "the handler of session " + session.id() + " failed", thrown);
            close = new CloseReason(CloseCode.INTERNAL_ERROR, "internal error");
        }
        session.close(close);
        session.discard();
    }

    @Override
    public String toString() {
        return "blocking(" + handler + ")";
    }
}
