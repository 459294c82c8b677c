package dev.duplex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.ProxyProcess;
import dev.duplex.faults.LastingPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nginx or HAProxy before several nodes, with the configuration of `docs/guide/balancing` as it stands there, but for the addresses, and
/// the directories that take root.
final class Balancer implements AutoCloseable {
    private static final Path CONFIGURATIONS = Path.of("../docs/guide/balancing").toAbsolutePath();

    private final ProxyProcess process;
    private final int port;

    private Balancer(ProxyProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one, and returns when it listens.
    ///
    /// @param nodes the ports of three
    static Balancer start(ProxyProcess.Program program, Path directory, List<Integer> nodes)
            throws IOException {
        int port = LastingPort.find();
        String configuration = Files.readString(CONFIGURATIONS.resolve(program.configuration()));
        for (int i = 0; i < nodes.size(); i++) {
            configuration = put(configuration, "10.0.0.1" + (i + 1) + ":8080", at(nodes.get(i)));
        }
        configuration =
                switch (program) {
                    case NGINX -> nginx(put(configuration, "listen 80;", "listen %s;"), directory);
                    case HAPROXY -> put(configuration, "bind :80\n", "bind %s\n");
                };
        return new Balancer(
                ProxyProcess.start(program, directory, configuration.replace("%s", at(port)), port),
                port);
    }

    private static String nginx(String configuration, Path directory) {
        String here =
                """
                daemon off;
                user %s;
                pid %s/nginx.pid;
                error_log stderr;
                """
                        .formatted(System.getProperty("user.name"), directory);
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
        return here + put(configuration, "http {\n", inHttp);
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static String put(String configuration, String what, String instead) {
        assertThat(configuration).contains(what);
        return configuration.replace(what, instead);
    }

    /// Where it listens.
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
