package dev.duplex.app.feed;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Session;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/// Tells the feed to sessions, whatever carries them. A peer that does not read misses messages; what
/// peers say is not looked at.
final class FeedEndpoint implements Endpoint {
    private static final CloseReason NO_PAGE = new CloseReason(1008, "no page calls itself so");
    private static final CloseReason NO_PLACE = new CloseReason(1013, "too many listen");

    private final Feed feed;
    private final ConcurrentMap<Session, Consumer<FeedMessage>> listeners =
            new ConcurrentHashMap<>();

    FeedEndpoint(Feed feed) {
        this.feed = feed;
    }

    @Override
    public void onOpen(Session session) {
        if (!PageUsages.isPage(session.request().pathParameters().get("page"))) {
            session.close(NO_PAGE);
            return;
        }
        Consumer<FeedMessage> listener = message -> session.send(message.json());
        if (feed.listen(listener)) {
            listeners.put(session, listener);
        } else {
            session.close(NO_PLACE);
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        Consumer<FeedMessage> listener = listeners.remove(session);
        if (listener != null) {
            feed.leave(listener);
        }
    }
}
