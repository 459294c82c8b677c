package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.ClientInfo;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Makes the frames that publications, joins and leaves are sent in, and remembers the latest, so that all clients of one encoding are sent the
/// same object, and their sessions share what it is framed to. Any thread; threads that ask for one at the same moment may each make it.
final class Pushes {
    /// In how many places one may be: of as many as a hub gives to a subscriber one after the other hardly any is without a place, and
    /// each would be made anew for every client if others took its own in turns.
    private static final int PLACES = 8;

    /// So many times [#PLACES]: a power of two.
    private static final int ROWS = 32;

    /// How many are remembered: four times as many as a hub gives to a subscriber together.
    static final int REMEMBERED = ROWS * PLACES;

    private final AtomicReferenceArray<Made> made = new AtomicReferenceArray<>(REMEMBERED);

    /// Of each row, which place is taken next. Threads that take the same one forget what another remembered, which is made again.
    private final byte[] next = new byte[ROWS];

    private final int limit;

    /// @param of the publication, burst or signal
    /// @param channel where it is sent; a signal alone does not say
    private record Made(Object of, String channel, boolean binary, Payload frame) {
        @SuppressWarnings("ReferenceEquality") // the same: comparing its bytes would cost as much
        boolean is(Object of, String channel, boolean binary) {
            return this.of == of && this.binary == binary && this.channel.equals(channel);
        }
    }

    /// @param limit the largest payload, in bytes, whose push is remembered
    Pushes(int limit) {
        this.limit = limit;
    }

    /// The push of a publication, whole.
    Payload of(Codec codec, Publication publication) {
        return of(
                publication,
                publication.channel(),
                publication.payload().size(),
                codec,
                () -> encode(codec, publication));
    }

    /// The pushes of all its publications, whole, in one frame.
    Payload of(Codec codec, Burst burst) {
        String channel = burst.publications().getFirst().channel();
        return of(burst, channel, burst.bytes(), codec, () -> join(codec, burst));
    }

    /// The push of a join or leave.
    Payload of(Codec codec, String channel, Signal signal) {
        Member member = signal.member();
        int bytes = member.connectionInfo().size() + member.channelInfo().size();
        return of(signal, channel, bytes, codec, () -> encode(codec, channel, signal));
    }

    private Payload of(
            Object of, String channel, int bytes, Codec codec, Supplier<byte[]> encoded) {
        boolean binary = Rendering.isBinary(codec);
        int first = row(of, binary) * PLACES;
        for (int i = first; i < first + PLACES; i++) {
            Made known = made.get(i);
            if (known != null && known.is(of, channel, binary)) {
                return known.frame();
            }
        }
        Payload frame = Payload.of(binary ? Payload.Kind.BINARY : Payload.Kind.TEXT, encoded.get());
        if (bytes <= limit) {
            int row = row(of, binary);
            int place = next[row]++ & (PLACES - 1);
            made.set(row * PLACES + place, new Made(of, channel, binary, frame));
        }
        return frame;
    }

    private static int row(Object of, boolean binary) {
        int hash = System.identityHashCode(of);
        return (binary ? hash >>> 8 : hash) & (ROWS - 1);
    }

    private static byte[] join(Codec codec, Burst burst) {
        return codec.join(burst.publications().stream().map(each -> encode(codec, each)).toList());
    }

    private static byte[] encode(Codec codec, Publication publication) {
        Event push = Rendering.publication(codec, publication);
        return codec.encode(Reply.push(publication.channel(), push));
    }

    private static byte[] encode(Codec codec, String channel, Signal signal) {
        ClientInfo info = Rendering.info(codec, signal.member());
        Event push =
                switch (signal) {
                    case Signal.Join _ -> new Event.Join(info);
                    case Signal.Leave _ -> new Event.Leave(info);
                };
        return codec.encode(Reply.push(channel, push));
    }
}
