package dev.duplex.session;

import dev.duplex.Limits;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Lane;
import dev.duplex.http.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The detached sessions of one endpoint, by the keys that their clients chose. Thread-safe.
public final class DetachedSessions {
    /// What was found under a key.
    public sealed interface Found {
        /// It was there.
        record Known(DetachedSession session) implements Found {}

        /// It has been made and opened by this call.
        record Opened(DetachedSession session) implements Found {}

        /// There is none, and no room for one.
        record Refused(Admission.Verdict verdict) implements Found {}
    }

    private final ConcurrentHashMap<String, DetachedSession> sessions = new ConcurrentHashMap<>();
    private final DetachedSession.Settings settings;
    private final Admission admission;
    private volatile boolean goingAway;
    private volatile boolean cutOff;

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

    /// The session of this key, made and opened if there is none. What is thrown meanwhile ends the
    /// session that was made.
    ///
    /// @param lane the new session's home: the calling thread's
    /// @param subprotocol of a new session
    /// @param observer who hears of a new session; asked for one only
    /// @param receiver makes a new session's first receiver
    public Found findOrOpen(
            String key,
            Lane lane,
            Request request,
            String subprotocol,
            Supplier<SessionObserver> observer,
            Function<DetachedSession, Receiver> receiver) {
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
                new DetachedSession(
                        settings,
                        lane,
                        request,
                        subprotocol,
                        observer.get(),
                        () -> forget(key, address));
        known = sessions.putIfAbsent(key, made);
        if (known != null) {
            admission.release(address);
            return new Found.Known(known);
        }
        if (goingAway) {
            InLane.behind(lane, made::goAway);
        }
        if (cutOff) {
            InLane.behind(lane, made::cutOff);
        }
        try {
            made.open(receiver.apply(made));
        } catch (RuntimeException | Error e) {
            made.failed();
            throw e;
        }
        return new Found.Opened(made);
    }

    private void forget(String key, InetAddress address) {
        sessions.remove(key);
        admission.release(address);
    }

    /// The server stops: every session is closed as its endpoint says, those too that are opened from here on.
    public void goAway() {
        goingAway = true;
        departures().forEach(Runnable::run);
    }

    /// What closes each session that is there, likewise.
    public List<Runnable> departures() {
        return sessions.values().stream()
                .<Runnable>map(session -> () -> InLane.run(session.lane(), session::goAway))
                .toList();
    }

    /// The server is at its end: ends every session whose client could not be told, those too that
    /// are opened from here on. Each home gets a task for each of its sessions.
    public void cutOff() {
        cutOff = true;
        for (DetachedSession session : sessions.values()) {
            InLane.run(session.lane(), session::cutOff);
        }
    }

    /// How many there are now.
    public int size() {
        return sessions.size();
    }
}
