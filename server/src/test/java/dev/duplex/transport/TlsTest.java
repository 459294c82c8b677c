package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.Tls;
import dev.duplex.TransportKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir static Path shared;
    private static TestCertificate first;
    private static TestCertificate second;

    @TempDir Path directory;
    private Path chain;
    private Path key;

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = TestCertificate.make(shared, "first", "EC");
        second = TestCertificate.make(shared, "second", "RSA");
    }

    @BeforeEach
    void writeFirst() throws Exception {
        chain = directory.resolve("chain.pem");
        key = directory.resolve("key.pem");
        first.write(chain, key);
    }

    private Server.Builder server(TransportKind kind, Limits limits, Duration reload) {
        return Transports.server(kind, limits)
                .tls(new Tls(chain, key, reload))
                .http("/", x -> x.respond(("secure " + x.request().secure()).getBytes(UTF_8)));
    }

    private static SSLSocket socket(int port, String... protocols) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("first", first.certificate());
        trusted.setCertificateEntry("second", second.certificate());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreSpokenAndHttp11Agreed(String version) throws Exception {
        for (TransportKind kind : Transports.here().toList()) {
            try (Server server = server(kind, Limits.DEFAULT, Duration.ZERO).start();
                    SSLSocket socket = socket(server.port(), version)) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                RawClient client = new RawClient(socket);
                assertThat(client.send(GET).response().body()).isEqualTo("secure true");
                assertThat(client.send(GET).response().status()).isEqualTo(200);
                client.send(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                assertThat(client.response().status()).isEqualTo(200);
                assertThat(client.ended()).isTrue();
            }
        }
    }

    /// A handshake costs the server far more than the client, and until the client has gone on with it nothing goes out.
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aSecondHandshakeOnAConnectionIsRefused(TransportKind kind) throws Exception {
        try (Server server = server(kind, Limits.DEFAULT, Duration.ZERO).start();
                SSLSocket socket = socket(server.port(), "TLSv1.2")) {
            // Where a protocol is chosen, assertions of Netty's break a second handshake in tests.
            offer(socket);
            socket.startHandshake();
            RawClient client = new RawClient(socket);
            assertThat(client.send(GET).response().status()).isEqualTo(200);
            assertThatThrownBy(
                            () -> {
                                // Begins one, and may leave it to who reads to go on with it.
                                socket.startHandshake();
                                client.line();
                            })
                    .isInstanceOfAny(SSLException.class, SocketException.class, EOFException.class);
        }
    }

    /// RFC 7301 §3.2: "In the event that the server supports no protocols that the client advertises, then the server SHALL respond with a fatal
    /// "no_application_protocol" alert."
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoSpeaksOtherProtocolsOnlyIsRefusedAndWhoNamesNoneIsNot(String version) throws Exception {
        try (Server server = server(TransportKind.AUTO, Limits.DEFAULT, Duration.ZERO).start();
                SSLSocket other = socket(server.port(), version);
                SSLSocket silent = socket(server.port(), version)) {
            offer(other, "h2");
            assertThatThrownBy(other::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
            offer(silent);
            assertThat(new RawClient(silent).send(GET).response().status()).isEqualTo(200);
        }
    }

    private static void offer(SSLSocket socket, String... applications) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(applications);
        socket.setSSLParameters(parameters);
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void largeBodiesPassBothWays(TransportKind kind) throws Exception {
        int size = 5 << 20;
        try (Server server =
                        Transports.server(kind)
                                .tls(new Tls(chain, key, Duration.ZERO))
                                .http("/", x -> x.body(size, x::respond))
                                .start();
                SSLSocket socket = socket(server.port())) {
            RawClient client = new RawClient(socket);
            client.send(
                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            client.send(new byte[size]);
            assertThat(client.response().body()).hasSize(size);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aHandshakeThatIsNotFinishedInTimeEndsWithoutAWord(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().handshakeTimeout(Duration.ofSeconds(1)).build();
        try (Server server = server(kind, limits, Duration.ZERO).start()) {
            try (RawClient silent = RawClient.connect(server.port())) {
                assertThat(silent.ended()).isTrue();
            }
            Transports.eventually(
                    "one that is finished in time is answered", () -> isAnswered(server.port()));
        }
    }

    /// Whether the handshake is finished in time, which on a machine that stands still it need not be, and what follows it is not.
    private static boolean isAnswered(int port) {
        try (SSLSocket socket = socket(port)) {
            socket.startHandshake();
            return new RawClient(socket).response().status() == 408;
        } catch (IOException _) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatIsNotTlsIsClosedAndOthersAreServed(TransportKind kind) throws Exception {
        try (Server server = server(kind, Limits.DEFAULT, Duration.ZERO).start()) {
            try (RawClient plain = RawClient.connect(server.port())) {
                plain.send(GET);
                assertThat(plain.untilEnd()).doesNotContain("HTTP");
            }
            try (SSLSocket socket = socket(server.port())) {
                assertThat(new RawClient(socket).send(GET).response().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void connectionsOverTheLimitAreJustClosed(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().connections(1).build();
        try (Server server = server(kind, limits, Duration.ZERO).start();
                SSLSocket taken = socket(server.port())) {
            assertThat(new RawClient(taken).send(GET).response().status()).isEqualTo(200);
            try (SSLSocket refused = socket(server.port())) {
                assertThatThrownBy(refused::startHandshake)
                        .isInstanceOfAny(SSLException.class, IOException.class);
            }
        }
    }

    @Test
    void aChangedCertificateIsTakenAndABadOneIsNot() throws Exception {
        try (Server server =
                        server(TransportKind.AUTO, Limits.DEFAULT, Duration.ofMillis(10)).start();
                SSLSocket before = socket(server.port())) {
            RawClient old = new RawClient(before);
            assertThat(old.send(GET).response().status()).isEqualTo(200);
            assertThat(presented(server.port())).isEqualTo(first.certificate());
            second.write(chain, key);
            awaitCertificate(server.port(), second.certificate());
            assertThat(old.send(GET).response().status())
                    .as("old connections go on")
                    .isEqualTo(200);

            // The key of another certificate: kept out. Then both fit again: taken.
            Files.writeString(chain, first.certificatePem());
            assertThat(presented(server.port())).isEqualTo(second.certificate());
            Files.writeString(chain, "no certificate at all");
            assertThat(presented(server.port())).isEqualTo(second.certificate());
            first.write(chain, key);
            awaitCertificate(server.port(), first.certificate());
        }
    }

    private static X509Certificate presented(int port) throws Exception {
        try (SSLSocket socket = socket(port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void awaitCertificate(int port, X509Certificate expected) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!presented(port).equals(expected)) {
            assertThat(System.nanoTime()).as("the certificate is reloaded").isLessThan(deadline);
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAtTheStart() throws Exception {
        Path missing = directory.resolve("missing.pem");
        assertStartFails(missing, key, "missing.pem does not exist");
        assertStartFails(chain, missing, "missing.pem does not exist");
        assertStartFails(key, key, "key.pem has no certificate", "key.pem has a certificate");
        assertStartFails(chain, chain, "chain.pem has no private key");
        Path other = Files.writeString(directory.resolve("other.pem"), second.keyPem());
        assertStartFails(chain, other, "other.pem is not that of the certificate");
    }

    private static void assertStartFails(Path chain, Path key, String... anyOf) {
        assertThatThrownBy(
                        () -> Transports.server(TransportKind.NIO).tls(Tls.of(chain, key)).start())
                .isInstanceOf(UncheckedIOException.class)
                .satisfies(failure -> assertThat(anyOf).anyMatch(failure.toString()::contains));
    }
}
