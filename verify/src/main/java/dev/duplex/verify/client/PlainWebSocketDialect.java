package dev.duplex.verify.client;

import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Listens by a bare WebSocket, which gets payloads and nothing else. That it hears its channel it knows from the first of them.
final class PlainWebSocketDialect implements Dialect {
    /// The connection is looked after by WebSocket's own pings.
    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final Network network;
    private final Target target;
    private final String channel;
    private final String run;

    PlainWebSocketDialect(Network network, Target target, String channel, String run) {
        this.network = network;
        this.target = target;
        this.channel = channel;
        this.run = run;
    }

    @Override
    public void listen(SubscriberRecorder recorder) throws IOException, InterruptedException {
        try (WebSocketWire wire =
                new WebSocketWire(
                        network,
                        target.webSocket(target.plain("/channel/", channel)),
                        Network.Subprotocol.NONE)) {
            wire.connect();
            boolean begun = false;
            while (true) {
                String payload = new String(wire.receive(ANY_TIME), StandardCharsets.UTF_8);
                if (!begun) {
                    recorder.began(Resumption.UNTOLD);
                    begun = true;
                }
                Mark.note(Json.read(payload).orElse(Json.NULL), run, recorder);
            }
        }
    }
}
