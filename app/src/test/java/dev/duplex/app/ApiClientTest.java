package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Why a server with TLS is not called.
@Timeout(60)
class ApiClientTest {
    @TempDir private Path folder;

    private static Served served(Certificate certificate) throws Exception {
        return Served.with("--tls-cert=" + certificate.chain(), "--tls-key=" + certificate.key());
    }

    /// As with a public certificate and the address by default, which is that of this machine.
    @Test
    void aCertificateOfAnotherNameAsksForThatName() throws Exception {
        Certificate certificate = Certificate.named("node.example", folder);
        try (Served served = served(certificate);
                HttpClient trusting =
                        HttpClient.newBuilder().sslContext(trusting(certificate)).build();
                ApiClient client = new ApiClient(served.uri("/"), Served.API_KEY)) {
            IOException failure =
                    catchThrowableOfType(
                            IOException.class,
                            () ->
                                    trusting.send(
                                            HttpRequest.newBuilder(served.uri("/health")).build(),
                                            BodyHandlers.discarding()));
            assertThat(client.sentence(failure))
                    .isEqualTo(
                            "the certificate of "
                                    + served.uri("/")
                                    + " is not for 127.0.0.1; give, with --url, a name that it has and that"
                                    + " leads to this very server");
        }
    }

    @Test
    void aCertificateThatNobodyKnowsAsksWhomToTrust() throws Exception {
        try (Served served = served(Certificate.named("localhost", folder))) {
            URI url = served.uri("/");
            Run run =
                    Run.of(
                            Map.of("DUPLEX_API_KEYS", Served.API_KEY),
                            "publish",
                            "--url=" + url,
                            "a",
                            "1");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly(
                            "duplex: nobody whom Java trusts has signed the certificate of "
                                    + url
                                    + "; DUPLEX_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE names others");
        }
    }

    @Test
    void whereThereIsNoTlsThatIsNotTakenForACertificate() throws Exception {
        try (Served served = Served.with()) {
            String url = "https://127.0.0.1:" + served.uri("/").getPort() + "/";
            Run run =
                    Run.of(
                            Map.of("DUPLEX_API_KEYS", Served.API_KEY),
                            "publish",
                            "--url=" + url,
                            "a",
                            "1");
            assertThat(run.err()).startsWith("duplex: cannot reach " + url + ": ");
        }
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(certificate.chain())) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
