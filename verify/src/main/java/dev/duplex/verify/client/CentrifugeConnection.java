package dev.duplex.verify.client;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// A connection by the Centrifuge protocol. For one thread.
final class CentrifugeConnection implements AutoCloseable {
    /// How much later than said a ping may come.
    private static final Duration PING_GRACE = Duration.ofSeconds(10);

    private final Wire wire;
    private final Codec codec;
    private final Deque<Reply> waiting = new ArrayDeque<>();
    private Duration silence = Network.PATIENCE;
    private boolean pongs;
    private long lastId;

    private CentrifugeConnection(Wire wire, Codec codec) {
        this.wire = wire;
        this.codec = codec;
    }

    /// Connects.
    ///
    /// @throws IOException if that does not succeed
    static CentrifugeConnection open(Wire wire, Codec codec, String token)
            throws IOException, InterruptedException {
        CentrifugeConnection connection = new CentrifugeConnection(wire, codec);
        boolean open = false;
        try {
            connection.connect(token);
            open = true;
            return connection;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    private void connect(String token) throws IOException, InterruptedException {
        Request connect =
                Request.Connect.builder()
                        .token(token)
                        .name("duplex-verify")
                        .data(Data.EMPTY)
                        .build();
        long id = ++lastId;
        wire.open(codec.encode(new Command(id, connect)));
        if (!(answer(id) instanceof Result.Connect connected)) {
            throw new ConnectionLostException("connecting was answered with something else");
        }
        wire.named(connected.node(), connected.session());
        pongs = connected.pong();
        silence =
                connected.ping() > 0
                        ? Duration.ofSeconds(connected.ping()).plus(PING_GRACE)
                        : Duration.ofDays(1);
    }

    /// Sends a request.
    ///
    /// @return its id
    long send(Request request) throws IOException, InterruptedException {
        long id = ++lastId;
        wire.send(codec.encode(new Command(id, request)));
        return id;
    }

    /// Waits for what a request is answered with. What comes before it waits for [#next].
    ///
    /// @throws RefusedException if that is an error
    Result answer(long id) throws IOException, InterruptedException {
        return answer(id, Network.PATIENCE);
    }

    /// The same.
    ///
    /// @param patience how long it may take
    Result answer(long id, Duration patience) throws IOException, InterruptedException {
        Deque<Reply> before = new ArrayDeque<>();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Reply reply = read(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (reply.id() == id) {
                before.descendingIterator().forEachRemaining(waiting::addFirst);
                return result(reply);
            }
            before.add(reply);
        }
    }

    private static Result result(Reply reply) throws IOException {
        return switch (reply.body()) {
            case Result result -> result;
            case Reply.Failure(long code, String message, boolean _) ->
                    throw new RefusedException(code, message);
            case Reply.Push _, Reply.None _ ->
                    throw new ConnectionLostException("a reply without an answer");
        };
    }

    /// The next reply or push; pings are answered.
    ///
    /// @throws ConnectionLostException if the connection, or a subscription, is over
    Reply next() throws IOException, InterruptedException {
        return read(silence);
    }

    private Reply read(Duration patience) throws IOException, InterruptedException {
        while (true) {
            while (waiting.isEmpty()) {
                take(wire.receive(patience));
            }
            Reply reply = waiting.remove();
            if (reply.equals(Reply.PING)) {
                if (pongs) {
                    wire.send(codec.encode(Command.PONG));
                }
            } else {
                requireNoEnd(reply);
                return reply;
            }
        }
    }

    private void take(byte[] frame) throws IOException {
        switch (codec.replies(frame)) {
            case Decoded.Messages<Reply>(var replies) -> waiting.addAll(replies);
            case Decoded.Failed<Reply>(var malformed) ->
                    throw new ConnectionLostException("what came is no reply: " + malformed);
        }
    }

    private static void requireNoEnd(Reply reply) throws ConnectionLostException {
        if (reply.body() instanceof Reply.Push push) {
            switch (push.event()) {
                case Event.Disconnect(long code, String reason, boolean _) ->
                        throw new ConnectionLostException(
                                "disconnected with " + code + ": " + reason);
                case Event.Unsubscribe(long code, String reason) ->
                        throw new ConnectionLostException(
                                "unsubscribed with " + code + ": " + reason);
                default -> {
                    // For who asked.
                }
            }
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
