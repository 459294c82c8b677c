package dev.duplex.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate that signs itself, made by the JDK's keytool.
///
/// @param directory holds `chain.pem` and `key.pem`, as [peers][dev.duplex.bench.peer] want them
record ServerCertificate(Path directory, X509Certificate certificate) {
    private static final String ALIAS = "server";
    private static final String PASSWORD = "measured";
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /// What it is signed with.
    enum Key {
        /// ECDSA on the curve P-256.
        ECDSA_P256,
        /// RSA with 2048 bits.
        RSA_2048;

        private List<String> options() {
            return switch (this) {
                case ECDSA_P256 -> List.of("-keyalg", "EC", "-groupname", "secp256r1");
                case RSA_2048 -> List.of("-keyalg", "RSA", "-keysize", "2048");
            };
        }
    }

    /// Writes the files into a directory that exists, over whatever has their names.
    static ServerCertificate make(Key key, Path directory) throws InterruptedException {
        try {
            Path store = Files.createTempDirectory("duplex-bench-").resolve("store.p12");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    ALIAS,
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "san=dns:localhost,ip:127.0.0.1",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    store.toString(),
                                    "-storepass",
                                    PASSWORD,
                                    "-validity",
                                    "30"));
            command.addAll(key.options());
            Commands.run(command);
            ServerCertificate made = fromStore(store, directory);
            Files.delete(store);
            Files.delete(store.getParent());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool's key cannot be read", e);
        }
    }

    private static ServerCertificate fromStore(Path store, Path directory)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
        byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key));
        Files.writeString(
                directory.resolve("chain.pem"), pem("CERTIFICATE", certificate.getEncoded()));
        return new ServerCertificate(directory, certificate);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, LINES.encodeToString(der), label);
    }
}
