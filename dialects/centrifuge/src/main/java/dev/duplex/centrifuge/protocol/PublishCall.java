package dev.duplex.centrifuge.protocol;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

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
        try (JsonReader in = JsonReader.of(json, 0, json.length)) {
            if (in.nextMessage() == null) {
                return Optional.empty();
            }
            PublishCall call = in.message(PublishCall::read);
            JsonToken more = in.nextMessage();
            return more == null ? Optional.of(call) : Optional.empty();
        } catch (MalformedException | JacksonException e) {
            return Optional.empty();
        }
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
                "{\"offset\":"
                        + position.offset()
                        + ",\"epoch\":"
                        + Json.quoted(Data.utf8(position.epoch())).text()
                        + "}");
    }
}
