package dev.duplex;

import java.nio.file.Path;
import java.time.Duration;

/// A certificate chain and its key, in PEM files. The files are looked at every `reloadInterval`;
/// when either changed, connections accepted from then on get the new certificate. Files that
/// cannot be used are logged, and the certificate in use is kept.
///
/// The first server with TLS sets the system property `jdk.tls.rejectClientInitiatedRenegotiation` to `true`, unless it is set: a client of TLS 1.2 may not
/// begin another handshake on its connection. That holds for all TLS of the process. A program that serves TLS by other means before then, when the JDK has
/// read the property already, sets it itself.
///
/// @param certificateChain PEM, the server's certificate first
/// @param privateKey PEM, PKCS#8, without a password
/// @param reloadInterval how often the files are looked at; zero: never
public record Tls(Path certificateChain, Path privateKey, Duration reloadInterval) {
    /// As the full constructor, with a look every 10 seconds.
    public static Tls of(Path certificateChain, Path privateKey) {
        return new Tls(certificateChain, privateKey, Duration.ofSeconds(10));
    }
}
