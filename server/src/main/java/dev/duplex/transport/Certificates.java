package dev.duplex.transport;

import dev.duplex.Tls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The server's certificate, as it is in its files now or was when they were last usable. One
/// virtual thread looks at the files; connections take [#current] when they are accepted.
final class Certificates implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

    /// Who does TLS: the JDK. The property is there to measure others beside it
    /// (`./bench --only tls`, which brings their libraries), is read once, and is no setting
    /// (decision 0022). `OPENSSL_REFCNT` would need replaced contexts to be released, which
    /// is not done here.
    private static final SslProvider PROVIDER =
            SslProvider.valueOf(System.getProperty("dev.duplex.transport.tlsProvider", "JDK"));

    /// Whether the JDK lets a client of TLS 1.2 begin another handshake on its connection. It reads that once, for all TLS of the process.
    private static final String NO_SECOND_HANDSHAKE = "jdk.tls.rejectClientInitiatedRenegotiation";

    static {
        // One handshake costs the server what many requests do, and until a client has gone on with
        // it nothing is sent.
        if (System.getProperty(NO_SECOND_HANDSHAKE) == null) {
            System.setProperty(NO_SECOND_HANDSHAKE, "true");
        }
    }

    /// What becomes of a client that names protocols, and none that is spoken here: it is refused (RFC 7301 §3.2). OpenSSL cannot be told to.
    private static final SelectorFailureBehavior WITHOUT_COMMON_PROTOCOL =
            PROVIDER == SslProvider.JDK
                    ? SelectorFailureBehavior.FATAL_ALERT
                    : SelectorFailureBehavior.NO_ADVERTISE;

    /// What tells cheaply that a file was written.
    private record Stamp(FileTime modified, long size) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    private final Tls tls;
    private volatile SslContext current;

    // Of the last attempt, which need not have succeeded; touched by the watcher only.
    private Stamp chainStamp;
    private Stamp keyStamp;
    private byte[] chainBytes;
    private byte[] keyBytes;
    private @Nullable String lastError;

    private @Nullable Thread watcher;

    private Certificates(Tls tls) throws IOException {
        this.tls = tls;
        chainStamp = stamp(tls.certificateChain());
        keyStamp = stamp(tls.privateKey());
        chainBytes = read(tls.certificateChain());
        keyBytes = read(tls.privateKey());
        current = context();
    }

    /// Reads the files and begins to watch them.
    ///
    /// @throws IOException if they cannot be used; names the file and says why
    static Certificates open(Tls tls) throws IOException {
        Certificates certificates = new Certificates(tls);
        if (!tls.reloadInterval().isZero()) {
            certificates.watcher =
                    Thread.ofVirtual().name("duplex-certificates").start(certificates::watch);
        }
        return certificates;
    }

    /// For the next connection.
    SslContext current() {
        return current;
    }

    private SslContext context() throws IOException {
        PemFiles files =
                PemFiles.parse(tls.certificateChain(), chainBytes, tls.privateKey(), keyBytes);
        return SslContextBuilder.forServer(files.key(), files.chain())
                .sslProvider(PROVIDER)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                WITHOUT_COMMON_PROTOCOL,
                                SelectedListenerFailureBehavior.ACCEPT,
                                ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stamp stamp(Path file) throws IOException {
        try {
            return Stamp.of(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(tls.reloadInterval());
                look();
            }
        } catch (InterruptedException _) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Stamp chainNow = stamp(tls.certificateChain());
            Stamp keyNow = stamp(tls.privateKey());
            if (chainNow.equals(chainStamp) && keyNow.equals(keyStamp)) {
                return;
            }
            byte[] chain = read(tls.certificateChain());
            byte[] key = read(tls.privateKey());
            chainStamp = chainNow;
            keyStamp = keyNow;
            if (Arrays.equals(chain, chainBytes) && Arrays.equals(key, keyBytes)) {
                return;
            }
            chainBytes = chain;
            keyBytes = key;
            current = context();
            lastError = null;
            LOG.log(Level.INFO, "TLS certificate reloaded from {0}", tls.certificateChain());
        } catch (IOException | RuntimeException e) {
            complain(e);
        }
    }

    /// Says each trouble once, not at every look.
    private void complain(Exception e) {
        String error = String.valueOf(e.getMessage());
        if (!error.equals(lastError)) {
            lastError = error;
            LOG.log(Level.ERROR, "TLS certificate not reloaded, the old one stays in use", e);
        }
    }

    @Override
    public void close() {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }
}
