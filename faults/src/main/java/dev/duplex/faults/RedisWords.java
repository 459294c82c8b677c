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

    /// @param password empty if it has none; else the answer to that comes before the command's
    /// @param patience for the connection, and for each part of the answer
    /// @return the answer as it comes, without the blanks around it
    static String say(InetSocketAddress address, String password, String command, Duration patience)
            throws IOException {
        String words = (password.isEmpty() ? "" : "AUTH " + password + "\r\n") + command + "\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            // It answers what has come, and closes. (A sentinel knows no QUIT.)
            socket.shutdownOutput();
            return new String(
                            socket.getInputStream().readNBytes(ANSWER_BYTES),
                            StandardCharsets.US_ASCII)
                    .strip();
        }
    }

    /// The same, to one on loopback without a password.
    static String say(int port, String command, Duration patience) throws IOException {
        return say(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "",
                command,
                patience);
    }
}
