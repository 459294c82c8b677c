package dev.duplex.centrifuge;

import dev.duplex.centrifuge.delta.FossilDelta;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.channels.Payload;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Makes deltas, and remembers the latest, so that all clients that go from one payload to the same other get the same delta. Any thread;
/// threads that ask for one at the same moment may each make it.
final class Deltas {
    /// How many are remembered. A power of two.
    static final int REMEMBERED = 64;

    private final AtomicReferenceArray<Made> made = new AtomicReferenceArray<>(REMEMBERED);
    private final int limit;

    /// @param delta empty if the payload itself is as short
    private record Made(Payload from, Payload to, boolean binary, Optional<Data> delta) {
        @SuppressWarnings(
                "ReferenceEquality") // the same payloads: comparing their bytes would cost as much
        boolean is(Payload from, Payload to, boolean binary) {
            return this.from == from && this.to == to && this.binary == binary;
        }
    }

    /// @param limit the largest payload, in bytes, that a delta is made from or to
    Deltas(int limit) {
        this.limit = limit;
    }

    /// Whether deltas are made from and to a payload of its size.
    boolean takes(Payload payload) {
        return payload.size() <= limit;
    }

    /// What makes one payload of another, as a client of this encoding is sent it: what it holds are those payloads as it was
    /// sent them. Empty if it is to get the whole payload.
    Optional<Data> between(Codec codec, Payload from, Payload to) {
        if (!takes(from) || !takes(to)) {
            return Optional.empty();
        }
        boolean binary = Rendering.isBinary(codec);
        int at = place(from, to, binary);
        Made known = made.get(at);
        if (known != null && known.is(from, to, binary)) {
            return known.delta();
        }
        Optional<Data> delta = make(codec, from, to);
        made.set(at, new Made(from, to, binary, delta));
        return delta;
    }

    private static int place(Payload from, Payload to, boolean binary) {
        int hash = System.identityHashCode(from) * 31 + System.identityHashCode(to);
        return (hash * 31 + (binary ? 1 : 0)) & (REMEMBERED - 1);
    }

    private static Optional<Data> make(Codec codec, Payload from, Payload to) {
        byte[] target = Rendering.whole(codec, to).toByteArray();
        byte[] delta = FossilDelta.create(Rendering.whole(codec, from).toByteArray(), target);
        if (delta.length >= target.length) {
            return Optional.empty();
        }
        Data data = Data.copyOf(delta);
        return Optional.of(Rendering.isBinary(codec) ? data : data.quoted());
    }
}
