package dev.duplex.verify.client;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Listens to a channel and comes back whenever its connection ends, until its thread is interrupted. Run again, by another thread when the first
/// has ended, it comes back to where it was.
public final class Subscriber implements Runnable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Dialect dialect;
    private final SubscriberRecorder recorder;
    private volatile String lastFailure = "";

    private Subscriber(Dialect dialect, SubscriberRecorder recorder) {
        this.dialect = dialect;
        this.recorder = recorder;
    }

    /// @param run what it listens for; see [Mark]
    public static Subscriber of(
            ClientKind kind,
            Network network,
            Target target,
            String run,
            SubscriberRecorder recorder) {
        return new Subscriber(
                dialect(kind, network, target, run, recorder.channel(), Network.PATIENCE),
                recorder);
    }

    /// One that may have missed very much when it comes back: when it is run again, by another thread.
    public static Subscriber sleeper(
            ClientKind kind,
            Network network,
            Target target,
            String run,
            SubscriberRecorder recorder) {
        return new Subscriber(
                dialect(kind, network, target, run, recorder.channel(), Network.RECOVERY_PATIENCE),
                recorder);
    }

    private static Dialect dialect(
            ClientKind kind,
            Network network,
            Target target,
            String run,
            String channel,
            Duration patience) {
        return switch (kind) {
            case CENTRIFUGE_JSON ->
                    json(
                            () -> webSocket(network, target, Network.Subprotocol.JSON),
                            target,
                            channel,
                            run,
                            patience);
            case CENTRIFUGE_PROTOBUF ->
                    new CentrifugeDialect(
                            () -> webSocket(network, target, Network.Subprotocol.PROTOBUF),
                            Codec.protobuf(),
                            target,
                            channel,
                            run,
                            patience);
            case CENTRIFUGE_SOCKJS ->
                    json(() -> new SockJsWire(network, target), target, channel, run, patience);
            case HTTP_STREAM ->
                    json(
                            () -> EmulatedWire.httpStream(network, target),
                            target,
                            channel,
                            run,
                            patience);
            case SSE ->
                    json(() -> EmulatedWire.sse(network, target), target, channel, run, patience);
            case PLAIN_WEBSOCKET -> new PlainWebSocketDialect(network, target, channel, run);
            case PLAIN_SSE -> new PlainSseDialect(network, target, channel, run);
        };
    }

    private static Dialect json(
            Supplier<Wire> wires, Target target, String channel, String run, Duration patience) {
        return new CentrifugeDialect(wires, Codec.json(), target, channel, run, patience);
    }

    /// The wire of clients by WebSocket.
    static Wire webSocket(Network network, Target target, Network.Subprotocol subprotocol) {
        return new WebSocketWire(network, target.webSocket("/connection/websocket"), subprotocol);
    }

    /// Why its last connection ended, or could not be made; empty if none did.
    public String lastFailure() {
        return lastFailure;
    }

    @Override
    public void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!recorder.isFull()) {
                long before = recorder.beginnings();
                try {
                    dialect.listen(recorder);
                } catch (IOException e) {
                    lastFailure = Network.reason(e);
                    recorder.ended(lastFailure);
                }
                pause = recorder.beginnings() > before ? FIRST_PAUSE : longer(pause);
                // Not all at once.
                Thread.sleep(
                        pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 151))
                                .dividedBy(100));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
