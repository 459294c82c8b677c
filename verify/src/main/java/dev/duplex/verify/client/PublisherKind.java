package dev.duplex.verify.client;

import java.util.Arrays;
import java.util.Optional;

/// How a publisher publishes.
public enum PublisherKind {
    /// By the HTTP API; what is not answered stays unknown.
    HTTP("http", false),
    /// By the HTTP API with an idempotency key; what is not answered is sent again until it is.
    HTTP_KEYS("http-keys", true),
    /// As a client; what is not answered stays unknown.
    CLIENT("client", false),
    /// As a client, with an idempotency key; what is not answered is sent again until it is.
    CLIENT_KEYS("client-keys", true);

    private final String label;
    private final boolean keys;

    PublisherKind(String label, boolean keys) {
        this.label = label;
        this.keys = keys;
    }

    /// Its name in options and reports.
    public String label() {
        return label;
    }

    /// Whether it has idempotency keys, so that each publication is demanded to be there exactly once.
    public boolean hasKeys() {
        return keys;
    }

    /// Whether it needs a key of the HTTP API.
    public boolean isHttp() {
        return this == HTTP || this == HTTP_KEYS;
    }

    /// The one with this name.
    public static Optional<PublisherKind> of(String label) {
        return Arrays.stream(values()).filter(it -> it.label.equals(label)).findFirst();
    }
}
