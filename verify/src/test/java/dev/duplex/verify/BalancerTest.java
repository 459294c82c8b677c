package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Server;
import dev.duplex.faults.InjectionException;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.ProxyProcess;
import dev.duplex.http.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The guide's configurations before any number of nodes.
@Timeout(60)
class BalancerTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void leadsToAsManyNodesAsThereAre(ProxyProcess.Program program) throws Exception {
        try (Numbered nodes = Numbered.start(5);
                Balancer balancer = Balancer.start(program, folder, nodes.ports());
                HttpClient http = HttpClient.newHttpClient()) {
            Set<String> reached = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                String path = "connection/sockjs/000/session" + i + "/xhr";
                reached.add(
                        http.send(
                                        HttpRequest.newBuilder(balancer.url().resolve(path))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body());
            }
            assertThat(reached).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesNoneOfTheGuidesNodes(ProxyProcess.Program program) throws Exception {
        try (Numbered node = Numbered.start(1);
                Balancer _ = Balancer.start(program, folder, node.ports())) {
            String written =
                    Files.readString(folder.resolve("balancer").resolve(program.configuration()));
            assertThat(written)
                    .doesNotContain("10.0.0.")
                    .contains("127.0.0.1:" + node.ports().getFirst());
        }
    }

    /// Else those who come at once would all be sent to the others.
    @Test
    void haproxyIsThereWhenItHasFoundEachNodeReady() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Numbered nodes = Numbered.start(2);
                Server late =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .http("/ready", exchange -> readyAtThird(exchange, asked))
                                .start();
                Balancer _ =
                        Balancer.start(
                                ProxyProcess.Program.HAPROXY,
                                folder,
                                Stream.concat(nodes.ports().stream(), Stream.of(late.port()))
                                        .toList())) {
            // In both groups: two refusals each, and two that succeed.
            assertThat(asked).hasValueGreaterThanOrEqualTo(8);
        }
    }

    private static void readyAtThird(HttpExchange exchange, AtomicInteger asked) {
        // Each group asks by itself.
        exchange.status(asked.incrementAndGet() > 4 ? 200 : 503).respond(new byte[0]);
    }

    @Test
    void saysWhichNodeHaproxyDoesNotFindReady() throws Exception {
        try (Numbered node = Numbered.start(1)) {
            List<Integer> ports = List.of(node.ports().getFirst(), LastingPort.find());
            assertThatThrownBy(() ->
                            Balancer.start(
                                    ProxyProcess.Program.HAPROXY,
                                    folder,
                                    ports,
                                    Duration.ofSeconds(10)))
                    .isInstanceOf(InjectionException.class)
                    .hasMessageContaining("within 10 s")
                    .hasMessageContaining("any/node2 (DOWN, L4CON)")
                    .hasMessageContaining("sessions/node2 (DOWN, L4CON)")
                    .hasMessageNotContainingAny("node1");
        }
    }

    /// It may listen for clients before it does for those who ask.
    @Test
    void waitsForAHaproxyThatDoesNotAnswerYet() throws Exception {
        Path nobody = folder.resolve("haproxy.socket");
        HaproxyChecks checks = new HaproxyChecks(nobody);
        assertThatThrownBy(() -> checks.await(Duration.ofMillis(100)))
                .isInstanceOf(InjectionException.class)
                .hasMessageContaining("its statistics socket: No such file");
        try (ServerSocketChannel hasty = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hasty.bind(UnixDomainSocketAddress.of(nobody));
            Thread.ofVirtual().start(() -> answerAtThird(hasty));
            checks.await(Duration.ofSeconds(30));
        }
    }

    private static void answerAtThird(ServerSocketChannel server) {
        try {
            for (int asked = 1; asked <= 3; asked++) {
                try (SocketChannel one = server.accept()) {
                    one.read(ByteBuffer.allocate(100));
                    if (asked == 3) {
                        one.write(
                                StandardCharsets.US_ASCII.encode(
                                        "# pxname,svname,status,check_status\nany,node1,UP,L7OK\n"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A node that has failed once must not be left out until something that lasts for hours has ended.
    @Test
    void nginxSendsEverybodyToNodesThatAreBack() throws Exception {
        List<Integer> ports = List.of(LastingPort.find(), LastingPort.find());
        try (Balancer balancer = Balancer.start(ProxyProcess.Program.NGINX, folder, ports);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(status(http, balancer)).isEqualTo(502);
            try (Numbered _ = Numbered.startAt(ports)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(status(http, balancer)).isEqualTo(200);
                }
            }
        }
    }

    private static int status(HttpClient http, Balancer balancer) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(balancer.url().resolve("connection/websocket"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /// Servers that answer with their places.
    private record Numbered(List<Server> servers) implements AutoCloseable {
        static Numbered start(int count) {
            return startAt(Collections.nCopies(count, 0));
        }

        static Numbered startAt(List<Integer> ports) {
            return new Numbered(
                    IntStream.range(0, ports.size()).mapToObj(i -> one(i, ports.get(i))).toList());
        }

        private static Server one(int place, int port) {
            byte[] answer = Integer.toString(place).getBytes(StandardCharsets.US_ASCII);
            return Server.builder()
                    .host("127.0.0.1")
                    .port(port)
                    .http("/*", exchange -> exchange.respond(answer))
                    .start();
        }

        List<Integer> ports() {
            return servers.stream().map(Server::port).toList();
        }

        @Override
        public void close() {
            servers.forEach(Server::close);
        }
    }
}
