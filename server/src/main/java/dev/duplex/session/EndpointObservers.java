package dev.duplex.session;

import dev.duplex.ServerObserver;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import dev.duplex.channels.Lane;
import java.util.concurrent.ConcurrentHashMap;

/// Who hears of the sessions of one endpoint: one [SessionObserver] for each lane and transport. Thread-safe;
/// asked when a session begins.
public final class EndpointObservers {
    private record Key(Lane lane, SessionTransport transport) {}

    private final ServerObserver observer;
    private final String endpoint;
    private final ConcurrentHashMap<Key, SessionObserver> known = new ConcurrentHashMap<>();

    /// @param endpoint the path of the route, as the server was given it
    public EndpointObservers(ServerObserver observer, String endpoint) {
        this.observer = observer;
        this.endpoint = endpoint;
    }

    /// Who hears of the sessions of one lane. Called in it.
    public SessionObserver of(Lane lane, SessionTransport transport) {
        if (observer.equals(ServerObserver.NONE)) {
            return SessionObserver.NONE;
        }
        Key key = new Key(lane, transport);
        SessionObserver found = known.get(key);
        if (found != null) {
            return found;
        }
        // Nobody else asks for this lane meanwhile; so the observer need not be called under a
        // lock.
        SessionObserver made = observer.sessions(endpoint, transport);
        known.put(key, made);
        return made;
    }

    /// A request for a session, or of one, was refused.
    public void refused(int status) {
        observer.sessionRefused(endpoint, status);
    }
}
