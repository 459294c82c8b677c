package dev.duplex.verify;

import dev.duplex.faults.InjectionException;
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
    /// @throws InjectionException if one has not by then
    /// @throws IOException if HAProxy does not answer
    void await(Duration patience) throws InjectionException, IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> others = others(ask());
        while (!others.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new InjectionException(
                        "HAProxy has not found these nodes ready within %d s: %s."
                                .formatted(patience.toSeconds(), String.join(", ", others)));
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            others = others(ask());
        }
    }

    private String ask() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer command = ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII));
            while (command.hasRemaining()) {
                channel.write(command);
            }
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
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
            // first a
            // server is up; after one that failed it is down until two have succeeded.
            String found = row[check].replaceFirst("^\\* ", "");
            if (!found.equals("L7OK") || !row[status].equals("UP")) {
                others.add("%s/%s (%s, %s)".formatted(row[0], row[1], row[status], found));
            }
        }
        return others;
    }
}
