package dev.duplex.metrics;

import dev.duplex.centrifuge.CentrifugeObserver;
import dev.duplex.centrifuge.DisconnectCode;
import dev.duplex.centrifuge.ErrorCode;
import dev.duplex.centrifuge.protocol.Request;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what clients of the Centrifuge protocol do, for [dev.duplex.centrifuge.CentrifugeOptions.Builder#observer]: one for each [Metrics], for however many
/// endpoints. Needs `duplex-centrifuge`.
public final class CentrifugeMetrics implements CentrifugeObserver {
    private enum Method {
        CONNECT,
        SUBSCRIBE,
        UNSUBSCRIBE,
        PUBLISH,
        PRESENCE,
        PRESENCE_STATS,
        HISTORY,
        PING,
        SEND,
        RPC,
        REFRESH,
        SUB_REFRESH,
        UNKNOWN
    }

    private static final String OTHER = "other";

    private final LongAdder connected = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final EnumCounts<Method> commands = new EnumCounts<>(Method.class);
    private final EnumCounts<ErrorCode> errors = new EnumCounts<>(ErrorCode.class);
    private final Map<Integer, LongAdder> disconnects = new TreeMap<>();
    private final LongAdder otherDisconnects = new LongAdder();

    /// Registers them with those of the server.
    ///
    /// @throws IllegalArgumentException if that has been done for these metrics
    public CentrifugeMetrics(Metrics metrics) {
        for (DisconnectCode code : DisconnectCode.values()) {
            disconnects.put(code.code(), new LongAdder());
        }
        Registration registration = new Registration(metrics.registry());
        registration.gauge(Family.CENTRIFUGE_CLIENTS, values -> values.add(clients()));
        registration.counter(Family.CENTRIFUGE_COMMANDS, this::tellCommands);
        registration.counter(Family.CENTRIFUGE_ERRORS, this::tellErrors);
        registration.counter(Family.CENTRIFUGE_DISCONNECTS, this::tellDisconnects);
    }

    private long clients() {
        // In this order, so that it is never less than none.
        long gone = left.sum();
        return connected.sum() - gone;
    }

    private void tellCommands(Registration.Values values) {
        commands.forEach((method, count) -> values.add(count, Labels.of(method)));
    }

    private void tellErrors(Registration.Values values) {
        errors.forEach((code, count) -> values.add(count, Integer.toString(code.code())));
    }

    private void tellDisconnects(Registration.Values values) {
        disconnects.forEach((code, count) -> values.add(count.sum(), Integer.toString(code)));
        values.add(otherDisconnects.sum(), OTHER);
    }

    @Override
    public void connected() {
        connected.increment();
    }

    @Override
    public void left() {
        left.increment();
    }

    @Override
    public void command(Request request) {
        commands.increment(method(request));
    }

    private static Method method(Request request) {
        return switch (request) {
            case Request.Connect _ -> Method.CONNECT;
            case Request.Subscribe _ -> Method.SUBSCRIBE;
            case Request.Unsubscribe _ -> Method.UNSUBSCRIBE;
            case Request.Publish _ -> Method.PUBLISH;
            case Request.Presence _ -> Method.PRESENCE;
            case Request.PresenceStats _ -> Method.PRESENCE_STATS;
            case Request.History _ -> Method.HISTORY;
            case Request.Ping _ -> Method.PING;
            case Request.Send _ -> Method.SEND;
            case Request.Rpc _ -> Method.RPC;
            case Request.Refresh _ -> Method.REFRESH;
            case Request.SubRefresh _ -> Method.SUB_REFRESH;
            case Request.None _ -> Method.UNKNOWN;
        };
    }

    @Override
    public void refused(ErrorCode code) {
        errors.increment(code);
    }

    @Override
    public void disconnected(int code) {
        disconnects.getOrDefault(code, otherDisconnects).increment();
    }
}
