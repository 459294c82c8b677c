package dev.duplex.centrifuge;

import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes to a client: replies and pushes, gathered in one frame for each batch. It is held until the reply to connect, which goes
/// first. Touched in the client's lane only.
final class Outbox {
    /// How much is gathered before it is sent.
    static final int GATHERED_BYTES = 16 << 10;

    /// How much of its channels may wait for the reply to connect, in bytes; one publication or burst may go beyond.
    static final int HELD_BYTES = 256 << 10;

    private final Session session;
    private final Codec codec;
    private final Runnable overflow;

    /// What is gathered; null if nothing is.
    private @Nullable List<byte[]> gathered;

    /// What is gathered, if that is one frame that others are sent as well; null if it is not.
    private @Nullable Payload alone;

    private int gatheredBytes;
    private boolean flushDue;
    private boolean held = true;
    private boolean ended;

    /// @param overflow called when the client has not read so much that there is no room for more: replies have nowhere to wait
    Outbox(Session session, Codec codec, Runnable overflow) {
        this.session = session;
        this.codec = codec;
        this.overflow = overflow;
    }

    void add(Reply reply) {
        if (!ended) {
            gather(codec.encode(reply));
        }
    }

    /// Gathers a frame that other clients are sent as well. Where nothing else goes with it, their sessions share what it is framed to.
    void add(Payload frame) {
        if (ended) {
            return;
        }
        if (held || gathered != null || alone != null) {
            gather(frame.bytes());
        } else {
            alone = frame;
            gatheredBytes += frame.size();
            flushAtEndOfBatch();
        }
    }

    /// Takes a frame that other clients are sent as well, if there is room; it goes behind what was said before.
    Offer offer(Payload frame) {
        if (!held) {
            flush();
            return session.sendShared(frame);
        }
        Offer room = room();
        if (room == Offer.ACCEPTED) {
            gather(frame.bytes());
        }
        return room;
    }

    /// From now on what is gathered goes, this before all that is there.
    void begin(Reply first) {
        held = false;
        byte[] frame = codec.encode(first);
        gathering().addFirst(frame);
        gatheredBytes += frame.length;
        flushAtEndOfBatch();
    }

    /// From now on what is gathered goes; what is there does not.
    void beginAnew() {
        held = false;
        clear();
    }

    private List<byte[]> gathering() {
        if (gathered == null) {
            gathered = new ArrayList<>(2);
            if (alone != null) {
                gathered.add(alone.bytes());
                alone = null;
            }
        }
        return gathered;
    }

    private void gather(byte[] frame) {
        gathering().add(frame);
        gatheredBytes += frame.length;
        flushAtEndOfBatch();
    }

    /// Whether there is room for a publication.
    Offer room() {
        if (held) {
            return gatheredBytes < HELD_BYTES ? Offer.ACCEPTED : Offer.FULL;
        }
        if (gatheredBytes >= GATHERED_BYTES) {
            flush();
        }
        return session.isWritable() ? Offer.ACCEPTED : session.isOpen() ? Offer.FULL : Offer.CLOSED;
    }

    private void flushAtEndOfBatch() {
        if (!flushDue) {
            flushDue = true;
            session.lane().onEndOfBatch(this::flushAtEnd);
        }
    }

    private void flushAtEnd() {
        flushDue = false;
        flush();
    }

    /// Sends what has been gathered, unless it is held.
    void flush() {
        List<byte[]> all = gathered;
        Payload shared = alone;
        if (held || ended) {
            return;
        }
        clear();
        Offer sent = Offer.ACCEPTED;
        if (shared != null) {
            sent = session.sendShared(shared);
        } else if (all != null) {
            sent = session.send(message(all));
        }
        if (sent == Offer.FULL) {
            overflow.run();
        }
    }

    private Message message(List<byte[]> all) {
        byte[] frame = all.size() == 1 ? all.getFirst() : codec.join(all);
        return Rendering.isBinary(codec) ? Message.binary(frame) : Message.text(frame);
    }

    /// Nothing goes any more.
    void end() {
        ended = true;
        clear();
    }

    private void clear() {
        gathered = null;
        alone = null;
        gatheredBytes = 0;
    }
}
