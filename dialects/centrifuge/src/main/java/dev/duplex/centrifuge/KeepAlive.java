package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A client's time: it has to connect soon, and to answer the server's pings. Touched in the client's lane only.
final class KeepAlive {
    private final Client client;
    private final CentrifugeOptions options;
    private Lane.@Nullable Alarm alarm;
    private boolean pongDue;

    KeepAlive(Client client, CentrifugeOptions options) {
        this.client = client;
        this.options = options;
    }

    void awaitConnect() {
        set(() -> client.disconnect(DisconnectCode.STALE), options.connectTimeout());
    }

    /// It has connected.
    void begin() {
        set(this::ping, options.pingInterval());
    }

    void pong() {
        pongDue = false;
    }

    void end() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void ping() {
        client.reply(Reply.PING);
        pongDue = client.answersPings();
        if (pongDue) {
            set(this::awaited, options.pongTimeout());
        } else {
            set(this::ping, options.pingInterval());
        }
    }

    /// Its pong has come, or should have; it may be among what is not read yet.
    private void awaited() {
        if (!pongDue) {
            set(this::ping, options.pingInterval().minus(options.pongTimeout()));
        } else if (client.isHeard()) {
            client.disconnect(DisconnectCode.NO_PONG);
        } else {
            set(this::awaited, options.pongTimeout());
        }
    }

    private void set(Runnable task, Duration after) {
        end();
        try {
            alarm = client.lane().schedule(task, after);
        } catch (RejectedExecutionException _) {
            // The lane has ended, and the client with it.
        }
    }
}
