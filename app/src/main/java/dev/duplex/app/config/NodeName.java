package dev.duplex.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a server is called among those that serve the same channels.
final class NodeName {
    static final Setting<String> NAME =
            Setting.of(
                    "node.name",
                    ValueType.text("NAME", "1 to 64 visible characters", NodeName::isName),
                    "the machine's name, _ and the port",
                    "What the server is called in info of the HTTP API and in the log, where several"
                            + " share their channels. For people: nothing goes wrong if two have one name.");

    private static final int LONGEST = 64;

    /// Where Linux tells it without asking a name server.
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private NodeName() {}

    /// The one that is set, or made of the machine's name and `port`; of the process where the system chooses the port.
    static String of(Settings settings, int port) {
        return settings.value(NAME)
                .orElseGet(() -> {
                    String suffix =
                            "_" + (port == 0 ? "process-" + ProcessHandle.current().pid() : port);
                    String host = host();
                    return host.substring(0, Math.min(host.length(), LONGEST - suffix.length()))
                            + suffix;
                });
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.chars().allMatch(it -> it > ' ' && it != 0x7F);
    }

    private static String host() {
        try {
            String linux = Files.isReadable(LINUX) ? Files.readString(LINUX).strip() : "";
            return isName(linux) ? linux : InetAddress.getLocalHost().getHostName();
        } catch (IOException _) {
            // Of a machine that does not know its own name; what it is called is for people only.
            return "unknown";
        }
    }
}
