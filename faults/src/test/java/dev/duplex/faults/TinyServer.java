package dev.duplex.faults;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server that is up fast, as a process of its own: it answers at one address, unless a file says otherwise: `fails` in it has it end with
/// code 3, `unready` has it answer 503, `stubborn` has it take no notice of SIGTERM.
final class TinyServer {
    private TinyServer() {}

    /// @param arguments the port, and the file
    static void main(String... arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        String mode = Files.exists(file) ? Files.readString(file) : "";
        System.out.println("mode '" + mode + "', variable " + System.getenv("TINY"));
        if (mode.equals("fails")) {
            System.err.println("no room on the disk");
            System.exit(3);
        }
        if (mode.equals("stubborn")) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                synchronized (TinyServer.class) {
                                    while (true) {
                                        try {
                                            TinyServer.class.wait();
                                        } catch (InterruptedException e) {
                                            System.out.println(e);
                                        }
                                    }
                                }
                            }));
        }
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 64);
        server.createContext(
                "/ready",
                exchange -> {
                    exchange.sendResponseHeaders(mode.equals("unready") ? 503 : 200, -1);
                    exchange.close();
                });
        server.start();
    }

    /// A port that is free now.
    static InetSocketAddress freeAddress() throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), LastingPort.find());
    }

    static URI ready(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:%d/ready".formatted(address.getPort()));
    }

    static List<String> command(InetSocketAddress address, Path file) {
        return java("TinyServer", Integer.toString(address.getPort()), file.toString());
    }

    /// A program of the tests.
    static List<String> java(String name, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.duplex.faults." + name));
        command.addAll(List.of(arguments));
        return command;
    }

    /// The status that comes within so long, or what came instead.
    static String ask(InetSocketAddress address, Duration patience) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(ready(address)).timeout(patience).build();
            return Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    static String ask(InetSocketAddress address) throws InterruptedException {
        return ask(address, Duration.ofSeconds(20));
    }
}
