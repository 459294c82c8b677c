package dev.duplex.verify.client;

import java.util.Arrays;
import java.util.Optional;

/// How a subscriber of our own reaches its channel.
public enum ClientKind {
    CENTRIFUGE_JSON("centrifuge-json", true),
    CENTRIFUGE_PROTOBUF("centrifuge-protobuf", true),
    CENTRIFUGE_SOCKJS("centrifuge-sockjs", true),
    HTTP_STREAM("http-stream", true),
    SSE("sse", true),
    PLAIN_WEBSOCKET("plain-websocket", false),
    PLAIN_SSE("plain-sse", true);

    private final String label;
    private final boolean recovers;

    ClientKind(String label, boolean recovers) {
        this.label = label;
        this.recovers = recovers;
    }

    /// Its name in options and reports.
    public String label() {
        return label;
    }

    /// What those are called that stay away for the whole run.
    public String sleeperLabel() {
        return label + "-sleeper";
    }

    /// Whether it gets what it missed.
    public boolean recovers() {
        return recovers;
    }

    /// The one with this name.
    public static Optional<ClientKind> of(String label) {
        return Arrays.stream(values()).filter(it -> it.label.equals(label)).findFirst();
    }
}
