package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.util.ArrayList;
import java.util.List;

/// Protobuf messages, each behind its length as a varint.
final class ProtobufCodec implements Codec {
    static final ProtobufCodec INSTANCE = new ProtobufCodec();

    private ProtobufCodec() {}

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
        try {
            return new Decoded.Messages<>(
                    List.of(
                            new ProtobufReader(body, 0, body.length, MAX_ELEMENTS)
                                    .whole(EmulationFields::emulation)));
        } catch (MalformedException e) {
            return new Decoded.Failed<>(e.malformed());
        }
    }

    private static <T> Decoded<T> decode(
            byte[] frame, int offset, int length, int maxElements, FieldReader.Body<T> body) {
        ProtobufReader in = new ProtobufReader(frame, offset, length, maxElements);
        List<T> messages = new ArrayList<>(1);
        try {
            if (in.atEnd()) {
                throw new MalformedException(Reason.EMPTY, "no message in the frame");
            }
            while (!in.atEnd()) {
                if (messages.size() == MAX_MESSAGES) {
                    throw new MalformedException(
                            Reason.TOO_MANY, "more than " + MAX_MESSAGES + " messages in a frame");
                }
                messages.add(in.message(body));
            }
        } catch (MalformedException e) {
            return new Decoded.Failed<>(e.malformed());
        }
        return new Decoded.Messages<>(messages);
    }

    @Override
    public byte[] encode(Emulation emulation) {
        return ProtobufWriter.whole(emulation, EmulationFields::write);
    }

    @Override
    public byte[] encode(Command command) {
        return ProtobufWriter.frame(command, RequestFields::write);
    }

    @Override
    public byte[] encode(Reply reply) {
        return ProtobufWriter.frame(reply, ReplyFields::write);
    }

    @Override
    public byte[] join(List<byte[]> frames) {
        return Frames.join(frames, new byte[0]);
    }
}
