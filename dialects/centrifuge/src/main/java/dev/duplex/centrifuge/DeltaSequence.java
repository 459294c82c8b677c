package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.channels.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The publications that one client gets of one channel, where it has agreed on deltas: the first whole, each other as what has changed
/// since the one that it got before, whichever have been left out between them. Touched in the client's lane only.
final class DeltaSequence {
    private final Codec codec;
    private final Deltas deltas;
    private @Nullable Payload last;

    DeltaSequence(Codec codec, Deltas deltas) {
        this.codec = codec;
        this.deltas = deltas;
    }

    /// The publication as it is sent now, after all that this was called for before.
    Publication next(dev.duplex.channels.Publication publication) {
        Payload payload = publication.payload();
        Optional<Data> delta =
                last == null ? Optional.empty() : deltas.between(codec, last, payload);
        // One that no delta is made from is not kept.
        last = deltas.takes(payload) ? payload : null;
        return Rendering.publication(
                codec, publication, delta.orElseGet(() -> whole(payload)), delta.isPresent());
    }

    /// JSON clients get whole payloads as strings too, once deltas are agreed on.
    private Data whole(Payload payload) {
        Data whole = Rendering.whole(codec, payload);
        return Rendering.isBinary(codec) ? whole : whole.quoted();
    }
}
