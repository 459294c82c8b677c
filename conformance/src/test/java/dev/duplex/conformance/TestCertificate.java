package dev.duplex.conformance;

import dev.duplex.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// A certificate for `localhost` and 127.0.0.1, signed by itself, made with the JDK's `keytool` and
/// written as PEM.
///
/// @param chain the certificate's file
/// @param key the private key's file
public record TestCertificate(Path chain, Path key) {
    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /// Made once, by whoever asks first.
    private static final class Shared {
        static final TestCertificate CERTIFICATE = make("shared");
    }

    /// One for all tests that do not care.
    public static TestCertificate shared() {
        return Shared.CERTIFICATE;
    }

    /// A new one, in a new directory.
    ///
    /// @param unit told apart by the subject's organizational unit
    public static TestCertificate make(String unit) {
        try {
            Path directory = Files.createTempDirectory("duplex-conformance");
            TestCertificate made =
                    new TestCertificate(
                            directory.resolve("chain.pem"), directory.resolve("key.pem"));
            Path store = directory.resolve("store.p12");
            keytool(store, unit);
            made.write(store);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For a server that looks at the files often.
    public Tls tls() {
        return new Tls(chain, key, Duration.ofMillis(200));
    }

    /// Puts another's contents in the place of this one's, each file in one step.
    public void replaceBy(TestCertificate other) throws IOException {
        Files.move(other.key, key, StandardCopyOption.REPLACE_EXISTING);
        Files.move(other.chain, chain, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void keytool(Path store, String unit) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-alias",
                                        "server",
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-validity",
                                        "30",
                                        "-dname",
                                        "CN=localhost, OU=" + unit,
                                        "-ext",
                                        "SAN=dns:localhost,ip:127.0.0.1",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private void write(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(chain, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String what, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(what, LINES.encodeToString(der), what));
    }
}
