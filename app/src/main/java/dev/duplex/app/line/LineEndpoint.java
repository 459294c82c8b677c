package dev.duplex.app.line;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import java.util.Optional;
import java.util.function.LongSupplier;

/// An endpoint whose sessions are on the lines that the path parameter `line` names.
final class LineEndpoint implements Endpoint {
    private static final CloseReason NO_LINE = new CloseReason(1008, "no line is called so");
    private static final CloseReason NO_PLACE = new CloseReason(1013, "too many lines are open");

    private final AttributeKey<LineSession> slow = AttributeKey.of("line");
    private final Endpoint endpoint;
    private final Lines lines;
    private final LongSupplier nanoTime;

    LineEndpoint(Endpoint endpoint, Lines lines, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.lines = lines;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onOpen(Session session) {
        String name = session.request().pathParameters().getOrDefault("line", "");
        if (!Lines.isName(name)) {
            session.close(NO_LINE);
        } else {
            Optional<Line> line = lines.open(name);
            if (line.isEmpty()) {
                session.close(NO_PLACE);
                return;
            }
            LineSession opened =
                    new LineSession(session, line.get(), nanoTime, () -> onDrained(session));
            session.attribute(slow, opened);
            endpoint.onOpen(opened);
        }
    }

    @Override
    public void onMessage(Session session, Message message) {
        session.attribute(slow).ifPresent(it -> endpoint.onMessage(it, message));
    }

    @Override
    public void onDrained(Session session) {
        session.attribute(slow).filter(LineSession::isWritable).ifPresent(endpoint::onDrained);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        session.attribute(slow)
                .ifPresent(it -> {
                    it.line().closed();
                    endpoint.onClose(it, reason);
                });
    }

    @Override
    public CloseReason goingAway() {
        return endpoint.goingAway();
    }
}
