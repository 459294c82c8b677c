package dev.duplex.room;

import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Offer;

/// A session in a room: what it has sent, and how far it has seen what the room shows.
final class Member {
    /// What became of the last view that was made for it.
    private enum Last {
        SENT,
        /// Its event loop has not come to it yet.
        UNDER_WAY,
        LOST
    }

    final Session session;
    final Inbox inbox;

    /// Written in the room's lane when a view is handed over, and in the session's when it is sent.
    private volatile Last last = Last.SENT;

    // In the room's lane only:
    /// It did not get the last view, or none yet.
    private boolean behind = true;

    /// The room does not count it any more.
    private boolean gone;

    Member(Session session, Inbox inbox) {
        this.session = session;
        this.inbox = inbox;
    }

    /// In the room's lane: whether a view would be sent now.
    boolean canBeShown() {
        return last != Last.UNDER_WAY && session.isWritable();
    }

    /// In the room's lane, when the last view is not under way.
    boolean needsWhole() {
        return behind || last == Last.LOST;
    }

    /// In the room's lane: it does not get the view of this tick.
    void missed() {
        behind = true;
    }

    /// In the room's lane: it gets this view.
    void handedOver() {
        behind = false;
        last = Last.UNDER_WAY;
    }

    /// In the session's lane.
    void send(Message view) {
        last = session.sendShared(view) == Offer.ACCEPTED ? Last.SENT : Last.LOST;
    }

    /// The last view was not sent: that failed, or the session's lane has ended before.
    void lost() {
        last = Last.LOST;
    }

    /// In the room's lane.
    ///
    /// @return whether it was there until now
    boolean leave() {
        boolean first = !gone;
        gone = true;
        return first;
    }
}
