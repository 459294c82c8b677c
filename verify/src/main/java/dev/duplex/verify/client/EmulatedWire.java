package dev.duplex.verify.client;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Emulation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A stream of JSON from the server; what the client says are requests beside it.
final class EmulatedWire implements Wire {
    private final Network network;
    private final Target target;
    private final String path;
    private final Stream<byte[]> stream;
    private String node = "";
    private String session = "";

    private EmulatedWire(Network network, Target target, String path, Stream.Parts<byte[]> parts) {
        this.network = network;
        this.target = target;
        this.path = path;
        this.stream = new Stream<>(parts);
    }

    /// A line for each frame.
    static EmulatedWire httpStream(Network network, Target target) {
        return new EmulatedWire(
                network,
                target,
                "/connection/http_stream",
                body -> new Lines(body, Network.MESSAGE_BYTES)::next);
    }

    /// An event for each frame.
    static EmulatedWire sse(Network network, Target target) {
        return new EmulatedWire(
                network,
                target,
                "/connection/sse",
                body -> {
                    var events = new ServerEvent.Reader(new Lines(body, Network.MESSAGE_BYTES));
                    return () ->
                            events.next().map(it -> it.data().getBytes(StandardCharsets.UTF_8));
                });
    }

    @Override
    public void open(byte[] first) throws IOException, InterruptedException {
        stream.read(
                network.stream(
                                HttpRequest.newBuilder(target.http(path))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofByteArray(first)))
                        .body());
    }

    @Override
    public void named(String itsNode, String itsSession) {
        node = itsNode;
        session = itsSession;
    }

    @Override
    public void send(byte[] frame) throws IOException, InterruptedException {
        byte[] body = Codec.json().encode(new Emulation(node, session, Data.copyOf(frame)));
        HttpResponse<byte[]> answer =
                network.ask(
                        HttpRequest.newBuilder(target.http("/emulation"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body)));
        if (answer.statusCode() != 204 && answer.statusCode() != 200) {
            throw new ConnectionLostException(
                    "a command was answered with status " + answer.statusCode());
        }
    }

    @Override
    public byte[] receive(Duration patience) throws IOException, InterruptedException {
        return stream.take(patience);
    }

    @Override
    public void close() {
        stream.close();
    }
}
