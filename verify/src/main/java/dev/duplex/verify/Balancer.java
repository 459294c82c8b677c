package dev.duplex.verify;

import dev.duplex.faults.InjectionException;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.ProxyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// nginx or HAProxy before several nodes on loopback, with the configuration of `docs/guide/balancing` as it stands there, but for the
/// addresses, the directories that take root, and HAProxy's statistics.
///
/// @param process the program
/// @param url where it listens
public record Balancer(ProxyProcess process, URI url) implements AutoCloseable {
    /// The first of the configurations' nodes, whose lines all nodes get, and the others, whose lines go.
    private static final String FIRST = "10.0.0.11:8080";

    private static final List<String> OTHERS = List.of("10.0.0.12:8080", "10.0.0.13:8080");

    /// What HAProxy calls the first.
    private static final String FIRST_NAME = "server one ";

    /// For HAProxy to find nodes ready that are.
    private static final Duration CHECKED = Duration.ofSeconds(30);

    /// Starts one, and returns when it listens; HAProxy when it has found each node ready.
    ///
    /// @param folder gets a directory of its own below, with its configuration and what it says; whoever made it removes it
    /// @param nodes their ports
    /// @throws InjectionException if it does not listen, does not find a node ready within 30 s, or is not installed
    /// @throws IOException if there can be no files, or no port is free
    public static Balancer start(ProxyProcess.Program program, Path folder, List<Integer> nodes)
            throws InjectionException, IOException, InterruptedException {
        return start(program, folder, nodes, CHECKED);
    }

    /// @param patience for HAProxy to find each node ready
    static Balancer start(
            ProxyProcess.Program program, Path folder, List<Integer> nodes, Duration patience)
            throws InjectionException, IOException, InterruptedException {
        Path directory = Files.createDirectories(folder.resolve("balancer")).toAbsolutePath();
        HaproxyChecks checks = new HaproxyChecks(directory.resolve("haproxy.socket"));
        int port = LastingPort.find();
        String configuration = before(nodes, read(program));
        configuration =
                switch (program) {
                    case NGINX -> nginx(put(configuration, "listen 80;", listens(port)), directory);
                    case HAPROXY ->
                            checks.configuration()
                                    + put(configuration, "bind :80\n", "bind " + at(port) + "\n");
                };
        Balancer balancer =
                new Balancer(
                        ProxyProcess.start(program, directory, configuration, port),
                        URI.create("http://" + at(port) + "/"));
        if (program == ProxyProcess.Program.HAPROXY) {
            balancer.awaitChecks(checks, patience);
        }
        return balancer;
    }

    private void awaitChecks(HaproxyChecks checks, Duration patience)
            throws InjectionException, InterruptedException {
        boolean ready = false;
        try {
            checks.await(patience);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private static String read(ProxyProcess.Program program) throws IOException {
        String name = "balancing/" + program.configuration();
        try (InputStream file = Balancer.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + name + " beside this class");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String before(List<Integer> nodes, String configuration) {
        require(configuration, FIRST);
        return configuration
                .lines()
                .filter(line -> OTHERS.stream().noneMatch(line::contains))
                .map(line -> line.contains(FIRST) ? forEach(nodes, line) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String forEach(List<Integer> nodes, String line) {
        return IntStream.range(0, nodes.size())
                .mapToObj(i ->
                        line.replace(FIRST, at(nodes.get(i)))
                                .replace(FIRST_NAME, "server node" + (i + 1) + " "))
                .collect(Collectors.joining("\n"));
    }

    private static String nginx(String configuration, Path directory) {
        String here =
                """
                daemon off;
                pid %s/nginx.pid;
                error_log stderr;
                """
                        .formatted(directory);
        // Started by root its workers would be somebody else, who may not write to the directory.
        String user = System.getProperty("user.name");
        String who = "root".equals(user) ? "user root;\n" : "";
        // What it says and keeps where only root may write.
        String inHttp =
                """
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                """
                        .formatted(directory);
        return here + who + put(configuration, "http {\n", inHttp);
    }

    private static String listens(int port) {
        return "listen " + at(port) + ";";
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static String put(String configuration, String what, String instead) {
        require(configuration, what);
        return configuration.replace(what, instead);
    }

    private static void require(String configuration, String what) {
        if (!configuration.contains(what)) {
            throw new IllegalStateException("the configuration has no \"" + what.strip() + '"');
        }
    }

    /// Kills it.
    @Override
    public void close() {
        process.close();
    }
}
