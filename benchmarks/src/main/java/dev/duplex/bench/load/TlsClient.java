package dev.duplex.bench.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/// The load's side of TLS, the same for every server: BoringSSL, TLS 1.3 with one key exchange
/// and one cipher, one certificate that is trusted, and no session that could be resumed. A server
/// that agrees to something else is not measured.
public final class TlsClient implements AutoCloseable {
    private static final String VERSION = "TLSv1.3";
    private static final String GROUP = "x25519";

    /// BoringSSL's first choice, and that of the JDK as Netty sets it up.
    private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    private final SslContext context;
    private final AtomicLong fullHandshakes = new AtomicLong();

    /// @param expected what every server has to show
    public TlsClient(X509Certificate expected) {
        try {
            context =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .protocols(VERSION)
                            .option(OpenSslContextOption.GROUPS, new String[] {GROUP})
                            .trustManager(new OneCertificate(expected.getEncoded()))
                            // There is one certificate and one address.
                            .endpointIdentificationAlgorithm(null)
                            .build();
        } catch (SSLException | CertificateException e) {
            throw new LoadException("the load cannot speak TLS: " + e.getMessage());
        }
    }

    /// Puts TLS before whatever comes into a pipeline next.
    void addTo(ChannelPipeline pipeline) {
        // Without the server's name the handler knows no earlier session, and offers none.
        SslHandler handler = context.newHandler(pipeline.channel().alloc());
        pipeline.addLast(handler, new Agreement(handler.engine()));
    }

    /// Handshakes so far in which the server showed its certificate, which it does not do when a
    /// session is resumed.
    long fullHandshakes() {
        return fullHandshakes.get();
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }

    /// Looks at what was agreed, once.
    private static final class Agreement extends ChannelInboundHandlerAdapter {
        private final SSLEngine engine;

        Agreement(SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                SSLSession session = engine.getSession();
                context.pipeline().remove(this);
                if (!session.getProtocol().equals(VERSION)
                        || !session.getCipherSuite().equals(CIPHER)) {
                    throw new LoadException(
                            "the server agreed to "
                                    + session.getProtocol()
                                    + " with "
                                    + session.getCipherSuite()
                                    + ", which does not compare");
                }
            }
            context.fireUserEventTriggered(event);
        }
    }

    /// Trusts one certificate, and counts how often it is shown.
    private final class OneCertificate extends X509ExtendedTrustManager {
        private final byte[] expected;

        OneCertificate(byte[] expected) {
            this.expected = expected;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (!Arrays.equals(chain[0].getEncoded(), expected)) {
                throw new CertificateException("the server showed another certificate");
            }
            fullHandshakes.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
