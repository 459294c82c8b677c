package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Start;
import dev.duplex.http.ServerSentEvents;
import dev.duplex.json.JsonPayload;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How things look in an event stream (HTML Standard §9.2.5). A publication is an event without a name, so that `onmessage` gets it; its
/// id is its position, so that who comes back says where it was. What else there is to say has a name.
///
/// @param json whether every payload is one JSON value ([JsonPayload]). If not, JSON and text come as they are and
///     binary in Base64; then a carriage return, which the format has no way to carry, comes as a line feed
record Events(boolean json) {
    static final byte[] HEARTBEAT = new ServerSentEvents().comment("").end().toByteArray();

    private static final String LOST =
            "what was published while you were away, if anything, is not to be had any more";

    /// A position as it is written here. It is written again to who sent it: nothing else may be in it, line feeds least of all.
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9]{0,64}):([0-9]{1,19})");

    /// The first event: where the client begins, and whether it has missed something.
    ///
    /// @param from where it was, or where the channel is
    byte[] beginning(Duration retry, Start start, Position from) {
        ServerSentEvents out = new ServerSentEvents().retry(retry);
        if (start.recovering() && !start.recovered()) {
            out.name("lost").data(LOST).id(id(start.position()));
        } else {
            out.name("begin").data(start.recovering() ? "recovered" : "new").id(id(from));
        }
        return out.end().toByteArray();
    }

    /// @param skipped how many were left out before it
    byte[] publication(Publication publication, long skipped) {
        ServerSentEvents out = new ServerSentEvents(publication.payload().size() + 64);
        if (skipped > 0) {
            out.name("skipped").data(Long.toString(skipped)).end();
        }
        if (!publication.epoch().isEmpty()) {
            out.id(id(publication.position()));
        }
        return out.data(data(publication.payload())).end().toByteArray();
    }

    /// The last event of who is sent away. It has no id: who comes back all the same says where it was.
    static byte[] end(int code, String reason) {
        byte[] json = JsonPayload.value(Payload.of(Payload.Kind.TEXT, reason.getBytes(UTF_8)));
        String data = "{\"code\":%d,\"reason\":%s}".formatted(code, new String(json, UTF_8));
        return new ServerSentEvents().name("end").data(data).end().toByteArray();
    }

    /// All that is said to who is to try again. There is no empty line in it: that would end an event, and a client forgets its last id
    /// by one that comes before an id (§9.2.6).
    static byte[] comeBack(Duration retry, Refusal why) {
        return new ServerSentEvents().comment(" " + why.sentence()).retry(retry).toByteArray();
    }

    private byte[] data(Payload payload) {
        if (json) {
            return JsonPayload.value(payload);
        }
        byte[] bytes = payload.bytes();
        return payload.kind().isText() ? bytes : Base64.getEncoder().encode(bytes);
    }

    private static String id(Position position) {
        return position.epoch() + ":" + position.offset();
    }

    /// The position that an id names. One that names none stands for a place that is not there any more.
    static Position position(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Position.NOWHERE;
        }
        try {
            return new Position(parts.group(1), Long.parseLong(parts.group(2)));
        } catch (NumberFormatException _) {
            // More than there can be.
            return Position.NOWHERE;
        }
    }
}
