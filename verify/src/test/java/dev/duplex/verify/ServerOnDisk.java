package dev.duplex.verify;

import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.verify.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A server with its channels on disk, as a program: what [OwnServer] starts, kills and starts again. It reads of the configuration what it
/// needs.
final class ServerOnDisk {
    private ServerOnDisk() {}

    /// @param arguments `serve --config FILE`
    public static void main(String[] arguments) throws Exception {
        Object configuration = Json.object(Files.readString(Path.of(arguments[2])));
        Object port = in(configuration, "port");
        Object keys = in(configuration, "api", "keys");
        Object directory = in(configuration, "disk", "directory");
        var _ =
                new TestServer(
                        DiskEngine.builder(Path.of(directory.toString())).open(),
                        TestServer.keeping(10_000),
                        Integer.parseInt(port.toString()),
                        ((List<?>) keys).getFirst().toString());
        Thread.currentThread().join();
    }

    private static Object in(Object object, String... names) {
        Object value = object;
        for (String name : names) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(name), name);
        }
        return value;
    }

    /// How it is started.
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServerOnDisk.class.getName());
    }
}
