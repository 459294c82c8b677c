package dev.duplex.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS that trusts everybody: for tests against a server of the same test only.
public final class RawTls {
    private static final SSLContext CONTEXT = context();

    private RawTls() {}

    static SSLSocket over(Socket tcp, InetSocketAddress server, String... versions)
            throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        CONTEXT.getSocketFactory()
                                .createSocket(tcp, server.getHostString(), server.getPort(), true);
        if (versions.length > 0) {
            tls.setEnabledProtocols(versions);
        }
        tls.startHandshake();
        return tls;
    }

    /// The certificate that a server shows for itself. Makes a connection and a handshake.
    public static X509Certificate certificate(InetSocketAddress server) throws IOException {
        try (Socket tcp = new Socket(server.getAddress(), server.getPort());
                SSLSocket tls = over(tcp, server)) {
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEverybody()}, new SecureRandom());
            // Every connection makes a whole handshake, so that a new certificate is seen at once.
            context.getClientSessionContext().setSessionTimeout(1);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static final class TrustEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
