package dev.duplex.bench.load;

import java.util.function.Consumer;

/// What SockJS's frames say to a client.
final class SockJsFrames {
    private SockJsFrames() {}

    /// Reads one frame.
    ///
    /// @param opened is told of the one that opens a session
    /// @param message is given each message
    /// @throws LoadException if it closes the session, or is none
    static void read(byte[] frame, Runnable opened, Consumer<byte[]> message) {
        switch (frame.length == 0 ? 0 : frame[0]) {
            case 'o' -> opened.run();
            case 'a' -> JsonTexts.read(frame, 1, frame.length, message);
            case 'h' -> {}
            default -> throw new LoadException("the server sent " + JsonTexts.show(frame));
        }
    }
}
