package dev.duplex.room;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import java.util.function.BiPredicate;

/// Puts the sessions of its path into a room, and what they send into their inboxes.
final class RoomEndpoint implements Endpoint {
    private final AttributeKey<Member> membership = AttributeKey.of("member of a room");
    private final Room room;
    private final BiPredicate<Session, Message> first;

    /// @param first sees each message before the room; what it takes is no input
    RoomEndpoint(Room room, BiPredicate<Session, Message> first) {
        this.room = room;
        this.first = first;
    }

    @Override
    public void onOpen(Session session) {
        room.arrived(session).ifPresent(member -> session.attribute(membership, member));
    }

    @Override
    public void onMessage(Session session, Message message) {
        session.attribute(membership)
                .filter(_ -> !first.test(session, message))
                .ifPresent(member -> room.sent(member, message));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        session.attribute(membership).ifPresent(member -> room.gone(member, reason));
    }

    @Override
    public String toString() {
        return room.toString();
    }
}
