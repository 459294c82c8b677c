package dev.duplex.verify.client;

import java.io.IOException;

/// A connection is over, or could not be made.
public final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(String why) {
        super(why);
    }
}
