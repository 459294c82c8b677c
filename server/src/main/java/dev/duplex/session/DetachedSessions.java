package dev.duplex.session;

import dev.duplex.Limits;
import dev.duplex.channels.Lane;
import dev.duplex.http.Request;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The detached sessions of one endpoint, by the keys that their clients chose. Thread-safe.
public final class DetachedSessions {
    /// What was found under a key.
    public sealed interface Found {
        /// It was there.
        record Known(DetachedSession session) implements Found {}

        /// It has been made by this call: whoever made it calls [DetachedSession#open] now.
        record Opened(DetachedSession session) implements Found {}

        /// There is none, and no room for one.
        record Refused(Admission.Verdict verdict) implements Found {}
    }

    private final ConcurrentHashMap<String, DetachedSession> sessions = new ConcurrentHashMap<>();
    private final DetachedSession.Settings settings;
    private final Admission admission;
    private volatile boolean goingAway;

    /// @param admission counts sessions; may be shared with other endpoints
    public DetachedSessions(DetachedSession.Settings settings, Admission admission) {
        this.settings = settings;
        this.admission = admission;
    }

    /// An admission within these limits.
    public static Admission admission(Limits limits) {
        return new Admission(limits.detachedSessions(), limits.detachedSessionsPerAddress());
    }

    /// The session of this key.
    public Optional<DetachedSession> find(String key) {
        return Optional.ofNullable(sessions.get(key));
    }

    /// The session of this key, made if there is none.
    ///
    /// @param lane the new session's home: the calling thread's
    public Found findOrOpen(String key, Lane lane, Request request) {
        DetachedSession known = sessions.get(key);
        if (known != null) {
            return new Found.Known(known);
        }
        InetAddress address = request.remoteAddress().getAddress();
        Admission.Verdict verdict = admission.admit(address);
        if (verdict != Admission.Verdict.ADMITTED) {
            return new Found.Refused(verdict);
        }
        DetachedSession made =
                new DetachedSession(settings, lane, request, () -> forget(key, address));
        known = sessions.putIfAbsent(key, made);
        if (known != null) {
            admission.release(address);
            return new Found.Known(known);
        }
        if (goingAway) {
            InLane.behind(lane, made::goAway);
        }
        return new Found.Opened(made);
    }

    private void forget(String key, InetAddress address) {
        sessions.remove(key);
        admission.release(address);
    }

    /// The server stops: every session is closed with 1001, those too that are opened from here on.
    public void goAway() {
        goingAway = true;
        for (DetachedSession session : sessions.values()) {
            InLane.run(session.lane(), session::goAway);
        }
    }

    /// How many there are now.
    public int size() {
        return sessions.size();
    }
}
