package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.LogWatch;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.conformance.TestCertificate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A certificate that changes while the server runs.
class CertificateReloadTest extends ServerSuite {
    @Test
    @DisplayName(
            "new connections get the new certificate, open ones go on, and bad files change nothing")
    void reloads() throws Exception {
        TestCertificate files = TestCertificate.make("first");
        Server server =
                start(
                        builder()
                                .tls(files.tls())
                                .webSocket(
                                        "/echo",
                                        Endpoint.blocking(
                                                session -> session.forEach(session::send))));
        RawWebSocket before = connect(address(server), true, "TLS");
        accepted(before, handshake(server, "/echo"));
        assertThat(subject(before)).contains("OU=first");
        files.replaceBy(TestCertificate.make("second"));
        eventually("the new certificate is served", () -> current(server).contains("OU=second"));
        Expect.echo(before, RawFrame.text("still here"));
        // Until both files were replaced they did not belong together, which may have been seen.
        LogWatch.taken();
        java.nio.file.Files.writeString(files.chain(), "this is no certificate");
        eventually("unusable files are logged", () -> !LogWatch.taken().isEmpty());
        assertThat(current(server)).contains("OU=second");
        Expect.echo(before, RawFrame.text("still here"));
        server.close(Duration.ofSeconds(1));
        LogWatch.taken();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("TLS 1.2 and 1.3 are spoken")
    void speaksBothVersions(String version) throws Exception {
        Server server =
                start(
                        builder()
                                .tls(TestCertificate.shared().tls())
                                .webSocket(
                                        "/echo",
                                        Endpoint.blocking(
                                                session -> session.forEach(session::send))));
        try (RawWebSocket peer = RawWebSocket.connectTls(address(server), 0, version)) {
            accepted(peer, handshake(server, "/echo"));
            assertThat(((SSLSocket) peer.socket()).getSession().getProtocol()).isEqualTo(version);
            Expect.echo(peer, RawFrame.text(version));
        }
    }

    private static String current(Server server) {
        try (RawWebSocket peer = RawWebSocket.connectTls(address(server))) {
            return subject(peer);
        }
    }

    private static String subject(RawWebSocket peer) {
        try {
            X509Certificate shown =
                    (X509Certificate)
                            ((SSLSocket) peer.socket()).getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }
}
