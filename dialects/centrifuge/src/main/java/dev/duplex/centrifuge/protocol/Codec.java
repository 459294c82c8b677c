package dev.duplex.centrifuge.protocol;

import java.util.List;

/// One of the two encodings of the protocol. Holds no state: any number of connections and threads may share it.
///
/// Frames are what the transport carries: the payload of a WebSocket message, the body of a request. Decoding reads
/// a slice of an array and keeps nothing of it; its time is linear in the length, and what it allocates is
/// bounded by what is there, never by a length that is only announced.
public sealed interface Codec permits JsonCodec, ProtobufCodec {
    /// Messages in a frame. A client that comes back asks for all its subscriptions in one, so this is
    /// above the number of channels that a session may have.
    int MAX_MESSAGES = 2_000;

    /// Elements of lists and entries of maps in all messages of a frame that a client sends: what two bytes ask for can
    /// cost a hundred in memory.
    int MAX_ELEMENTS = 20_000;

    /// The same of a frame that a server sends: who was away gets all that it missed in one.
    int MAX_REPLY_ELEMENTS = 1_000_000;

    /// One object per line.
    static Codec json() {
        return JsonCodec.INSTANCE;
    }

    /// Messages of `centrifuge.proto`, each behind its length.
    static Codec protobuf() {
        return ProtobufCodec.INSTANCE;
    }

    /// What a client sends. Unknown fields are ignored.
    Decoded<Command> commands(byte[] frame, int offset, int length);

    /// What a server sends: for clients, and for tests.
    Decoded<Reply> replies(byte[] frame, int offset, int length);

    /// What a client sends beside its stream: one message, alone in the body of its request; in Protobuf without a length before it.
    Decoded<Emulation> emulation(byte[] body);

    /// @return the body of a request
    byte[] encode(Emulation emulation);

    /// @return a frame of this one
    byte[] encode(Command command);

    /// @return a frame of this one
    byte[] encode(Reply reply);

    /// @param frames of one encoding, as `encode` returns them
    /// @return one frame with all of it, in this order
    byte[] join(List<byte[]> frames);

    default Decoded<Command> commands(byte[] frame) {
        return commands(frame, 0, frame.length);
    }

    default Decoded<Reply> replies(byte[] frame) {
        return replies(frame, 0, frame.length);
    }
}
