package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.TlsClient;
import dev.duplex.bench.load.Traffic;
import dev.duplex.testkit.RawTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The servers of `./bench --only tls`, as it starts them: each does TLS with what it is named for,
/// and takes a new certificate.
@Tag("long")
class TlsProvidersTest {
    private static final Duration RELOADED = Duration.ofSeconds(30);

    /// Each is a handshake.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Peer.class,
            names = {"JDK", "OPENSSL", "OPENSSL_REFCNT"})
    void itServesAndReloadsItsCertificate(Peer peer) throws Exception {
        ServerCertificate first =
                ServerCertificate.make(ServerCertificate.Key.ECDSA_P256, directory);
        List<String> command =
                peer.command(
                        Path.of("").toAbsolutePath(),
                        Scenario.ALL.stream()
                                .filter(each -> each.name().equals("tls-echo-pingpong"))
                                .findFirst()
                                .orElseThrow(),
                        Optional.of(directory),
                        List.of("-Xms64m", "-XX:TieredStopAtLevel=1"));
        try (LoadLoop loop = new LoadLoop();
                TlsClient client = new TlsClient(first.certificate());
                PeerProcess server = new PeerProcess(peer, Optional.of(client), 0, command)) {
            assertThat(presented(server.target())).isEqualTo(first.certificate());
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/maps")))
                    .satisfies(maps ->
                            assertThat(maps.contains("netty_tcnative"))
                                    .as("BoringSSL is loaded")
                                    .isEqualTo(peer != Peer.JDK));
            Load echo = new Load.Echo(3, 1, 64, Content.ASCII, false);
            try (Traffic old = Traffic.open(echo, server.target(), loop)) {
                ServerCertificate second =
                        ServerCertificate.make(ServerCertificate.Key.RSA_2048, directory);
                awaitCertificate(server.target(), second.certificate());
                assertThat(old.measure(Duration.ofMillis(200), () -> 0).messages())
                        .as("old connections go on")
                        .isPositive();
                old.finish();
                assertThatTheNewOneServes(second, server.target().port(), loop);
            }
        }
    }

    private static void assertThatTheNewOneServes(
            ServerCertificate certificate, int port, LoadLoop loop) throws InterruptedException {
        try (TlsClient client = new TlsClient(certificate.certificate());
                Traffic traffic =
                        Traffic.open(
                                new Load.Handshakes(2),
                                new Target(port, Optional.of(client)),
                                loop)) {
            // One is over when the traffic is open, and has been followed by another.
            assertThat(traffic.finish()).isGreaterThanOrEqualTo(2);
        }
    }

    private static void awaitCertificate(Target target, X509Certificate expected)
            throws IOException {
        long deadline = System.nanoTime() + RELOADED.toNanos();
        while (!presented(target).equals(expected)) {
            assertThat(System.nanoTime()).as("the certificate is reloaded").isLessThan(deadline);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static X509Certificate presented(Target target) throws IOException {
        return RawTls.certificate(new InetSocketAddress("127.0.0.1", target.port()));
    }
}
