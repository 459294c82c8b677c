package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Makes the frames that publications are sent in, and remembers the latest, so that all clients of one encoding are sent the same object,
/// and their sessions share what it is framed to. Any thread; threads that ask for one at the same moment may each make it.
final class Pushes {
    /// How many are remembered: twice as many as a hub gives to a subscriber together. A power of two.
    static final int REMEMBERED = 128;

    private final AtomicReferenceArray<Made> made = new AtomicReferenceArray<>(REMEMBERED);
    private final int limit;

    private record Made(Publication publication, boolean binary, Payload frame) {
        @SuppressWarnings(
                "ReferenceEquality") // the same publication: comparing its bytes would cost as much
        boolean is(Publication publication, boolean binary) {
            return this.publication == publication && this.binary == binary;
        }
    }

    /// @param limit the largest payload, in bytes, whose push is remembered
    Pushes(int limit) {
        this.limit = limit;
    }

    /// The push of a publication, whole.
    Payload of(Codec codec, Publication publication) {
        if (publication.payload().size() > limit) {
            return make(codec, publication);
        }
        boolean binary = Rendering.isBinary(codec);
        int at = place(publication, binary);
        Made known = made.get(at);
        if (known != null && known.is(publication, binary)) {
            return known.frame();
        }
        Payload frame = make(codec, publication);
        made.set(at, new Made(publication, binary, frame));
        return frame;
    }

    private static int place(Publication publication, boolean binary) {
        int hash = System.identityHashCode(publication);
        return (hash * 2 + (binary ? 1 : 0)) & (REMEMBERED - 1);
    }

    private static Payload make(Codec codec, Publication publication) {
        Event push = Rendering.publication(codec, publication);
        return Payload.of(
                Rendering.isBinary(codec) ? Payload.Kind.BINARY : Payload.Kind.TEXT,
                codec.encode(Reply.push(publication.channel(), push)));
    }
}
