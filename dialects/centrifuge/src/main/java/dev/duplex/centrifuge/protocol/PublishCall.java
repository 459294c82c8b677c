package dev.duplex.centrifuge.protocol;

import dev.duplex.json.JsonObject;
import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.Optional;

/// What a client says that publishes by a call: as a `Request.Publish`, and a key by which it is published once though it may be said twice. In
/// JSON, whatever the connection's encoding.
///
/// @param data what is published: the text of a JSON value, or empty
/// @param idempotencyKey or empty
public record PublishCall(String channel, Data data, String idempotencyKey) {
    private static final int CHANNEL = 1;
    private static final int DATA = 2;
    private static final int KEY = 3;
    private static final Fields FIELDS =
            new Fields().sized(CHANNEL, "channel").data(DATA, "data").sized(KEY, "idempotencyKey");

    /// @return empty if it is not exactly one such object
    public static Optional<PublishCall> of(byte[] json) {
        try {
            return JsonRules.STANDARD.read(
                    json, in -> only(new JsonReader(in, Codec.MAX_ELEMENTS)));
        } catch (MalformedException | NotJsonException _) {
            return Optional.empty();
        }
    }

    private static Optional<PublishCall> only(JsonReader in) throws MalformedException {
        if (in.nextMessage() == null) {
            return Optional.empty();
        }
        PublishCall call = in.message(PublishCall::read);
        return in.nextMessage() == null ? Optional.of(call) : Optional.empty();
    }

    private static PublishCall read(FieldReader in) throws MalformedException {
        String channel = "";
        Data data = Data.EMPTY;
        String key = "";
        for (int field = in.next(FIELDS); field != 0; field = in.next(FIELDS)) {
            switch (field) {
                case CHANNEL -> channel = in.string();
                case DATA -> data = in.data();
                case KEY -> key = in.string();
                default -> throw new IllegalStateException("no field " + field);
            }
        }
        return new PublishCall(channel, data, key);
    }

    /// What it is answered with, in JSON.
    public static Data answer(StreamPosition position) {
        return Data.utf8(
                new JsonObject()
                        .put("offset", position.offset())
                        .put("epoch", position.epoch())
                        .toString());
    }
}
