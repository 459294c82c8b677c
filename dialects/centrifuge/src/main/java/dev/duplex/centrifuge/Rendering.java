package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.ClientInfo;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.json.JsonPayload;
import java.util.Optional;
import java.util.Set;

/// What the hub has, as a client of one encoding is sent it, and back: payloads to a JSON client as [JsonPayload] says, to a Protobuf client as their bytes.
final class Rendering {
    private Rendering() {}

    static Publication publication(Codec codec, dev.duplex.channels.Publication publication) {
        return publication(codec, publication, data(codec, publication.payload()), false);
    }

    /// A publication whose payload is sent as this.
    ///
    /// @param delta whether it is a delta
    static Publication publication(
            Codec codec, dev.duplex.channels.Publication publication, Data data, boolean delta) {
        Publication.Builder builder =
                Publication.builder().data(data).delta(delta).tags(publication.tags());
        if (!publication.epoch().isEmpty()) {
            builder.offset(publication.offset());
        }
        publication.publisher().ifPresent(it -> builder.info(info(codec, it)));
        return builder.build();
    }

    static ClientInfo info(Codec codec, Member member) {
        return new ClientInfo(
                member.user(),
                member.client(),
                data(codec, member.connectionInfo()),
                data(codec, member.channelInfo()));
    }

    /// A payload as it is sent; nothing stays nothing.
    static Data data(Codec codec, Payload payload) {
        return isBinary(codec) || JsonPayload.isNothing(payload)
                ? Data.copyOf(payload.bytes())
                : Data.copyOf(JsonPayload.value(payload));
    }

    /// A payload as a client holds it that is sent deltas: in JSON always a value, `null` where there is nothing.
    static Data whole(Codec codec, Payload payload) {
        return Data.copyOf(isBinary(codec) ? payload.bytes() : JsonPayload.value(payload));
    }

    /// What a client has sent for a channel, if the channel takes it. JSON is looked at also when it came by Protobuf, for others get it as JSON.
    ///
    /// @param kinds what the channel takes
    static Optional<Payload> payload(Codec codec, Data data, Set<Payload.Kind> kinds) {
        byte[] bytes = data.toByteArray();
        if (kinds.contains(Payload.Kind.JSON)) {
            Optional<Payload> json =
                    isBinary(codec)
                            ? JsonPayload.of(bytes)
                            : data.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(Payload.of(Payload.Kind.JSON, bytes));
            if (json.isPresent()) {
                return json;
            }
        }
        if (!isBinary(codec)) {
            return Optional.empty();
        }
        if (kinds.contains(Payload.Kind.BINARY)) {
            return Optional.of(Payload.of(Payload.Kind.BINARY, bytes));
        }
        return kinds.contains(Payload.Kind.TEXT) && data.isUtf8()
                ? Optional.of(Payload.of(Payload.Kind.TEXT, bytes))
                : Optional.empty();
    }

    /// What a client has said of itself, outside of channels.
    static Payload payload(Codec codec, Data data) {
        return data.isEmpty()
                ? Payload.none()
                : Payload.of(
                        isBinary(codec) ? Payload.Kind.BINARY : Payload.Kind.JSON,
                        data.toByteArray());
    }

    /// Where a client says that it is. An offset that no publication of ours can have is beyond the end, like any other that there is not yet.
    ///
    /// @param offset as in the protocol: unsigned
    static Position position(String epoch, long offset) {
        return new Position(epoch, offset < 0 ? Long.MAX_VALUE : offset);
    }

    static boolean isBinary(Codec codec) {
        return codec.equals(Codec.protobuf());
    }
}
