package dev.duplex.bench;

import dev.duplex.testkit.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The versions of what is measured.
public final class Versions {
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");

    private Versions() {}

    /// Of peers that are there, by their names.
    static Map<String, String> of(Path bench, Collection<Peer> peers) throws InterruptedException {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Peer peer : peers) {
            switch (peer) {
                case OPENSSL, OPENSSL_REFCNT -> versions.put("OpenSSL", Machine.openSslVersion());
                case BUN ->
                        versions.put(
                                "Bun",
                                Commands.run(List.of(Program.bun(bench).toString(), "--version")));
                case JETTY -> versions.put("Jetty", ofJar("jetty-server"));
                case UNDERTOW -> versions.put("Undertow", ofJar("undertow-core"));
                case VERTX -> versions.put("Vert.x", ofJar("vertx-core"));
                case JAVA_WEBSOCKET -> versions.put("Java-WebSocket", ofJar("Java-WebSocket"));
                case WS -> versions.put("ws", onNode(bench, "ws"));
                case SOCKJS_NODE -> versions.put("sockjs-node", onNode(bench, "sockjs"));
                case NCHAN -> versions.put("nchan", ofDebian("libnginx-mod-nchan"));
                case NATS -> versions.put("NATS", ofDebian("nats-server"));
                case REDIS_1, REDIS_2, REDIS_3 -> versions.put("Redis", redis());
                case DUPLEX,
                        NETTY,
                        CENTRIFUGE_JSON,
                        CENTRIFUGE_MEMORY,
                        CENTRIFUGE_DISK,
                        CENTRIFUGE_PRESENCE,
                        BLOCKING,
                        EPOLL,
                        IO_URING,
                        NIO,
                        MEMORY_NODE,
                        DISK_NODE,
                        JDK,
                        PLAIN,
                        WEBSOCKET,
                        SOCKJS_WEBSOCKET,
                        XHR_STREAMING,
                        EVENTSOURCE,
                        XHR,
                        POLLING -> {
                    // Duplex and Netty, which are always named
                }
            }
        }
        return versions;
    }

    /// Of the Redis that is started here, for people.
    public static String redis() throws InterruptedException {
        return Commands.run(List.of(RedisServer.executable().toString(), "--version"))
                .replaceFirst(".*v=([0-9.]+).*", "$1");
    }

    /// By the name of its jar on the class path.
    static String ofJar(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> jar.matcher(Path.of(entry).toFile().getName()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("unknown");
    }

    private static String onNode(Path bench, String module) throws InterruptedException {
        Path description =
                bench.resolve("peers/node/node_modules").resolve(module).resolve("package.json");
        try {
            Matcher version = VERSION.matcher(Files.readString(description));
            return "%s on Node.js %s"
                    .formatted(
                            version.find() ? version.group(1) : "unknown",
                            Commands.run(List.of("node", "--version")).substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ofDebian(String name) throws InterruptedException {
        return Commands.run(List.of("dpkg-query", "-W", "-f", "${Version}", name));
    }
}
