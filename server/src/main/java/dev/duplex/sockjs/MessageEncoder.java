package dev.duplex.sockjs;

import dev.duplex.Message;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Payload;
import dev.duplex.session.DetachedSession;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Encodes messages as the protocol carries them: JSON strings. A publication is encoded once a
/// lane, for all sessions there. Binary messages, which SockJS does not know, go as their Base64 text.
final class MessageEncoder implements DetachedSession.Encoding {
    /// Publications whose encodings a lane keeps at a time, until its batch ends: as many as a hub
    /// gives to a member together.
    private static final int MAX_SHARED = 64;

    private final Map<Lane, Shared> lanes = new ConcurrentHashMap<>();

    /// A publication, encoded.
    private static final class Encoded {
        final byte[] string;
        private @Nullable Message frame;

        Encoded(byte[] string) {
            this.string = string;
        }

        Message frame() {
            if (frame == null) {
                frame = Message.text(Frames.messages(List.of(string)));
            }
            return frame;
        }
    }

    /// What one lane has encoded in the batch that is running. By identity: the same publication, not
    /// an equal one.
    private static final class Shared {
        final IdentityHashMap<Payload, Encoded> encoded = new IdentityHashMap<>();
    }

    @Override
    public byte[] own(Message message) {
        return encode(message);
    }

    @Override
    public byte[] shared(Payload payload, Lane lane) {
        return lookUp(payload, lane).string;
    }

    /// A publication as a message frame of its own, for the WebSocket transport.
    Message sharedFrame(Payload payload, Lane lane) {
        return lookUp(payload, lane).frame();
    }

    private Encoded lookUp(Payload payload, Lane lane) {
        IdentityHashMap<Payload, Encoded> known =
                lanes.computeIfAbsent(lane, _ -> new Shared()).encoded;
        Encoded found = known.get(payload);
        if (found != null) {
            return found;
        }
        if (known.isEmpty()) {
            lane.onEndOfBatch(known::clear);
        } else if (known.size() >= MAX_SHARED) {
            known.clear();
        }
        Encoded made = new Encoded(encode(payload));
        known.put(payload, made);
        return made;
    }

    private static byte[] encode(Payload payload) {
        byte[] bytes = payload.bytes();
        return switch (payload.kind()) {
            case JSON, TEXT -> JsonString.quote(bytes);
            case BINARY -> JsonString.quote(Base64.getEncoder().encode(bytes));
        };
    }
}
