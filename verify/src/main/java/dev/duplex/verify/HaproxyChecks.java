package dev.duplex.verify;

import dev.duplex.faults.InjectionException;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What HAProxy has found out about its servers, by its statistics socket (`show stat` of its management guide). A server whose first check
/// fails is left out until two have succeeded; one that has been found ready is left out only after two that failed.
final class HaproxyChecks {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /// Rows that are no servers.
    private static final Set<String> SUMS = Set.of("FRONTEND", "BACKEND");

    private final Path socket;

    HaproxyChecks(Path socket) {
        this.socket = socket;
    }

    /// The lines of the configuration that make it listen there, for this user only.
    String configuration() {
        return """
        global
            stats socket %s mode 600 level user
        """
                .formatted(socket);
    }

    /// Waits until each server of each group has been found ready.
    ///
    /// @throws InjectionException if one has not by then, or HAProxy does not answer
    void await(Duration patience) throws InjectionException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String others = look();
        while (!others.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new InjectionException(
                        "HAProxy has not found these nodes ready within %d s: %s."
                                .formatted(patience.toSeconds(), others));
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            others = look();
        }
    }

    /// Who is not ready; empty if everybody is. HAProxy listens on its sockets one after the other: this one may come after those of clients.
    private String look() {
        try {
            return String.join(", ", others(ask()));
        } catch (IOException e) {
            return "any (its statistics socket: " + e.getMessage() + ")";
        }
    }

    private String ask() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer command = ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII));
            while (command.hasRemaining()) {
                channel.write(command);
            }
            String statistics =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
            if (statistics.isBlank()) {
                throw new EOFException("it has closed without an answer");
            }
            return statistics;
        }
    }

    /// The servers that have not been found ready, each with what was found.
    ///
    /// @param statistics comma-separated, the first line naming the columns
    static List<String> others(String statistics) {
        List<String> lines = statistics.lines().filter(line -> !line.isBlank()).toList();
        List<String> names = List.of(lines.getFirst().replaceFirst("^# ", "").split(","));
        int status = names.indexOf("status");
        int check = names.indexOf("check_status");
        List<String> others = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",", -1);
            if (SUMS.contains(row[1])) {
                continue;
            }
            // "* " is before what was found last while the next check is under way. Before the
            // first a server is up; after one that failed it is down until two have succeeded.
            String found = row[check].replaceFirst("^\\* ", "");
            if (!found.equals("L7OK") || !row[status].equals("UP")) {
                others.add("%s/%s (%s, %s)".formatted(row[0], row[1], row[status], found));
            }
        }
        return others;
    }
}
