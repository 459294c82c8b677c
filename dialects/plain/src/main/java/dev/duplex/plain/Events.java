package dev.duplex.plain;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Start;
import dev.duplex.json.JsonPayload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
    static final byte[] HEARTBEAT = ascii(":\n\n");

    private static final byte[] DATA = ascii("data: ");

    /// A position as it is written here. It is written again to who sent it: nothing else may be in it, line feeds least of all.
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9]{0,64}):([0-9]{1,19})");

    /// No stream has such an epoch: those are letters and digits.
    private static final Position NOWHERE = new Position("?", 0);

    /// The first event: where the client begins, and whether it has missed something.
    ///
    /// @param from where it was, or where the channel is
    byte[] beginning(Duration retry, Start start, Position from) {
        boolean lost = start.recovering() && !start.recovered();
        Position at = lost ? start.position() : from;
        String what =
                lost
                        ? "event: lost\ndata: what was published while you were away, if anything, is not to be had any more\n"
                        : "event: begin\ndata: "
                                + (start.recovering() ? "recovered" : "new")
                                + "\n";
        return utf8("retry: " + retry.toMillis() + "\n" + what + id(at) + "\n");
    }

    /// @param skipped how many were left out before it
    byte[] publication(Publication publication, long skipped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(publication.payload().size() + 64);
        if (skipped > 0) {
            out.writeBytes(utf8("event: skipped\ndata: " + skipped + "\n\n"));
        }
        if (!publication.epoch().isEmpty()) {
            out.writeBytes(utf8(id(publication.position())));
        }
        lines(out, data(publication.payload()));
        out.write('\n');
        return out.toByteArray();
    }

    private byte[] data(Payload payload) {
        if (json) {
            return JsonPayload.value(payload);
        }
        byte[] bytes = payload.bytes();
        return payload.kind().isText() ? bytes : Base64.getEncoder().encode(bytes);
    }

    /// Each line by itself: the client puts a line feed between them.
    private static void lines(ByteArrayOutputStream out, byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            boolean carriageReturn = bytes[at] == '\r';
            if (carriageReturn || bytes[at] == '\n') {
                line(out, bytes, from, at);
                if (carriageReturn && at + 1 < bytes.length && bytes[at + 1] == '\n') {
                    at++;
                }
                from = at + 1;
            }
        }
        line(out, bytes, from, bytes.length);
    }

    private static void line(ByteArrayOutputStream out, byte[] bytes, int from, int to) {
        out.writeBytes(DATA);
        out.write(bytes, from, to - from);
        out.write('\n');
    }

    private static String id(Position position) {
        return "id: " + position.epoch() + ":" + position.offset() + "\n";
    }

    /// The position that an id names. One that names none stands for a place that is not there any more.
    static Position position(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return NOWHERE;
        }
        try {
            return new Position(parts.group(1), Long.parseLong(parts.group(2)));
        } catch (NumberFormatException _) {
            // More than there can be.
            return NOWHERE;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
