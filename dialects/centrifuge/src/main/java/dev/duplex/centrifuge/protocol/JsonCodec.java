package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/// JSON objects, one a line. What is between them when they come may be any white space.
final class JsonCodec implements Codec {
    static final JsonCodec INSTANCE = new JsonCodec();
    private static final byte[] LINE_FEED = {'\n'};

    private JsonCodec() {}

    @Override
    public Decoded<Command> commands(byte[] frame, int offset, int length) {
        return decode(frame, offset, length, MAX_ELEMENTS, RequestFields::command);
    }

    @Override
    public Decoded<Reply> replies(byte[] frame, int offset, int length) {
        return decode(frame, offset, length, MAX_REPLY_ELEMENTS, ReplyFields::reply);
    }

    @Override
    public Decoded<Emulation> emulation(byte[] body) {
        Decoded<Emulation> decoded =
                decode(body, 0, body.length, MAX_ELEMENTS, EmulationFields::emulation);
        boolean several =
                decoded instanceof Decoded.Messages<Emulation>(var messages) && messages.size() > 1;
        return several
                ? new Decoded.Failed<>(new Malformed(Reason.TOO_MANY, "more than one message"))
                : decoded;
    }

    private static <T> Decoded<T> decode(
            byte[] frame, int offset, int length, int maxElements, FieldReader.Body<T> body) {
        try {
            return new Decoded.Messages<>(
                    JsonRules.STANDARD.read(
                            frame,
                            offset,
                            length,
                            in -> messages(new JsonReader(in, maxElements), body)));
        } catch (MalformedException e) {
            return new Decoded.Failed<>(e.malformed());
        } catch (NotJsonException e) {
            return new Decoded.Failed<>(JsonReader.malformed(e));
        }
    }

    private static <T> List<T> messages(JsonReader in, FieldReader.Body<T> body)
            throws MalformedException {
        List<T> messages = new ArrayList<>(1);
        for (JsonToken token = in.nextMessage(); token != null; token = in.nextMessage()) {
            if (messages.size() == MAX_MESSAGES) {
                throw new MalformedException(
                        Reason.TOO_MANY, "more than " + MAX_MESSAGES + " messages in a frame");
            }
            messages.add(in.message(body));
        }
        if (messages.isEmpty()) {
            throw new MalformedException(Reason.EMPTY, "no message in the frame");
        }
        return messages;
    }

    @Override
    public byte[] encode(Emulation emulation) {
        return JsonWriter.object(emulation, EmulationFields::write);
    }

    @Override
    public byte[] encode(Command command) {
        return JsonWriter.object(command, RequestFields::write);
    }

    @Override
    public byte[] encode(Reply reply) {
        return JsonWriter.object(reply, ReplyFields::write);
    }

    @Override
    public byte[] join(List<byte[]> frames) {
        return Frames.join(frames, LINE_FEED);
    }
}
