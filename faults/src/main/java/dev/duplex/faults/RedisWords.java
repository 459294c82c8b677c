package dev.duplex.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Says one command to a Redis, or to a sentinel, as a person at a terminal would.
final class RedisWords {
    private static final int ANSWER_BYTES = 64 << 10;

    private RedisWords() {}

    /// @param patience for the connection, and for each part of the answer
    /// @return the answer as it comes, without the blanks around it
    static String say(InetSocketAddress address, String command, Duration patience)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            // It answers what has come, and closes. (A sentinel knows no QUIT.)
            socket.shutdownOutput();
            return new String(
                            socket.getInputStream().readNBytes(ANSWER_BYTES),
                            StandardCharsets.US_ASCII)
                    .strip();
        }
    }

    /// The same, to one on loopback.
    static String say(int port, String command, Duration patience) throws IOException {
        return say(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), command, patience);
    }
}
