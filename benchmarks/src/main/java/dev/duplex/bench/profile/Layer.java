package dev.duplex.bench.profile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Where a moment of a server's time was spent: the innermost frame that says so decides.
public enum Layer {
    KERNEL_WRITE("kernel: writing to sockets"),
    KERNEL_READ("kernel: reading from sockets"),
    KERNEL_WAIT("kernel: epoll"),
    KERNEL_OTHER("kernel: the rest"),
    CODEC("WebSocket codec (`dev.duplex.websocket`)"),
    HUB("hub and engines (`dev.duplex.channels`, `engine`)"),
    DIALECT("Centrifuge dialect (`dev.duplex.centrifuge`, `access`, `json`)"),
    SOCKJS("SockJS and HTTP (`dev.duplex.sockjs`, `streamed`, `http`)"),
    SERVER("sessions and transport (`dev.duplex`, `session`, `transport`)"),
    NETTY("Netty"),
    JVM("JVM: compiler, collector, what is not Java"),
    OTHER("the rest: the JDK outside of the above, the program");

    private static final String KERNEL = "_[k]";

    /// Compiled, interpreted, inlined, compiled by the first compiler.
    private static final List<String> JAVA = List.of("_[j]", "_[0]", "_[i]", "_[1]");

    private static final List<Map.Entry<String, Layer>> PREFIXES =
            List.of(
                    Map.entry("dev/duplex/websocket/", CODEC),
                    Map.entry("dev/duplex/channels/", HUB),
                    Map.entry("dev/duplex/engine/", HUB),
                    Map.entry("dev/duplex/centrifuge/", DIALECT),
                    Map.entry("dev/duplex/access/", DIALECT),
                    Map.entry("dev/duplex/json/", DIALECT),
                    Map.entry("tools/jackson/", DIALECT),
                    Map.entry("dev/duplex/sockjs/", SOCKJS),
                    Map.entry("dev/duplex/streamed/", SOCKJS),
                    Map.entry("dev/duplex/http/", SOCKJS),
                    Map.entry("dev/duplex/bench/", OTHER),
                    Map.entry("dev/duplex/", SERVER),
                    Map.entry("io/netty/", NETTY));

    private final String title;

    Layer(String title) {
        this.title = title;
    }

    /// For people, as Markdown.
    public String title() {
        return title;
    }

    /// What share of the samples was in each, from 0 to 1; those that have none are left out.
    public static Map<Layer, Double> shares(Stacks stacks) {
        Map<Layer, Double> shares = new EnumMap<>(Layer.class);
        double total = stacks.total();
        stacks.each((frames, count) -> shares.merge(of(frames), count / total, Double::sum));
        return shares;
    }

    /// @param frames the outermost first
    static Layer of(List<String> frames) {
        if (frames.getLast().endsWith(KERNEL)) {
            return ofKernel(frames);
        }
        boolean java = false;
        for (String frame : frames.reversed()) {
            for (Map.Entry<String, Layer> prefix : PREFIXES) {
                if (frame.startsWith(prefix.getKey())) {
                    return prefix.getValue();
                }
            }
            java |= isJava(frame);
        }
        return java ? OTHER : JVM;
    }

    private static Layer ofKernel(List<String> frames) {
        for (String frame : frames) {
            if (frame.endsWith(KERNEL)) {
                if (frame.contains("epoll")) {
                    return KERNEL_WAIT;
                }
                if (frame.matches(
                        "(ksys_write|vfs_writev?|do_writev|__sys_send.*|__x64_sys_(write|send).*|sock_write_iter|tcp_sendmsg)_\\[k\\]")) {
                    return KERNEL_WRITE;
                }
                if (frame.matches(
                        "(ksys_read|vfs_readv?|do_readv|__sys_recv.*|__x64_sys_(read|recv).*|sock_read_iter|tcp_recvmsg)_\\[k\\]")) {
                    return KERNEL_READ;
                }
            }
        }
        return KERNEL_OTHER;
    }

    /// Whether a frame is of Java, compiled or not: the profiler says so behind its name.
    static boolean isJava(String frame) {
        return frame.endsWith("]") && JAVA.stream().anyMatch(frame::endsWith);
    }
}
