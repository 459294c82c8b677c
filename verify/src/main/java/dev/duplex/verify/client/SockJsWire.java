package dev.duplex.verify.client;

import dev.duplex.verify.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/// A SockJS session by its transport `xhr_streaming`, as browsers have it that get no WebSocket through. A stream that the server has ended is
/// followed by the next of the session; one that breaks is the session's end.
final class SockJsWire implements Wire {
    private final Network network;
    private final Target target;
    private final String session;
    private final Deque<byte[]> frames = new ArrayDeque<>();
    private Stream<byte[]> stream = lines();

    SockJsWire(Network network, Target target) {
        this.network = network;
        this.target = target;
        this.session = "/connection/sockjs/000/" + UUID.randomUUID().toString().replace("-", "");
    }

    private static Stream<byte[]> lines() {
        return new Stream<>(body -> new Lines(body, Network.MESSAGE_BYTES)::next);
    }

    @Override
    public void open(byte[] first) throws IOException, InterruptedException {
        poll();
        String opening = line(Network.PATIENCE);
        while (opening.startsWith("h")) {
            opening = line(Network.PATIENCE);
        }
        if (!opening.equals("o")) {
            throw new ConnectionLostException("SockJS did not open: " + opening);
        }
        send(first);
    }

    private void poll() throws IOException, InterruptedException {
        stream.close();
        stream = lines();
        stream.read(
                network.stream(
                                HttpRequest.newBuilder(target.http(session + "/xhr_streaming"))
                                        .POST(BodyPublishers.noBody()))
                        .body());
    }

    private String line(Duration patience) throws IOException, InterruptedException {
        return new String(stream.take(patience), StandardCharsets.UTF_8);
    }

    @Override
    public void send(byte[] frame) throws IOException, InterruptedException {
        String body = Json.write(List.of(new String(frame, StandardCharsets.UTF_8)));
        HttpResponse<byte[]> answer =
                network.ask(
                        HttpRequest.newBuilder(target.http(session + "/xhr_send"))
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 204) {
            throw new ConnectionLostException(
                    "a message was answered with status " + answer.statusCode());
        }
    }

    @Override
    public byte[] receive(Duration patience) throws IOException, InterruptedException {
        while (frames.isEmpty()) {
            try {
                take(line(patience));
            } catch (ConnectionLostException e) {
                if (!Stream.COMPLETE.equals(e.getMessage())) {
                    throw e;
                }
                poll();
            }
        }
        return frames.remove();
    }

    private void take(String line) throws ConnectionLostException {
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case 'a' -> {
                if (!(Json.read(line.substring(1)).orElse("") instanceof List<?> messages)) {
                    throw new ConnectionLostException("no frame of SockJS: " + line);
                }
                for (Object message : messages) {
                    frames.add(String.valueOf(message).getBytes(StandardCharsets.UTF_8));
                }
            }
            case 'c' -> throw new ConnectionLostException("closed: " + line.substring(1));
            case 'h' -> {
                // A heartbeat, or what comes first in a stream.
            }
            default -> throw new ConnectionLostException("no frame of SockJS: " + line);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
