package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an HTTP connection has written, and something between it and the socket keeps, as TLS does while it waits for the peer: nothing of it is
/// in the socket's buffer.
class WriteDeadlineTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Dam dam = new Dam();
    private final Queue<HttpExchange> exchanges = new ArrayDeque<>();
    private final HttpConnection connection = connection();

    /// Lets nothing out before it is told to.
    private static final class Dam extends ChannelOutboundHandlerAdapter {
        private final Queue<ChannelPromise> kept = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            kept.add(promise);
        }

        void letOut() {
            while (!kept.isEmpty()) {
                kept.remove().setSuccess();
            }
        }
    }

    private HttpConnection connection() {
        Router<HttpHandler> handlers = new Router<>();
        handlers.add("/", exchanges::add);
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", 80);
        return new HttpConnection(
                new Routes(
                        new Router<>(), handlers, Hosts.any(), Limits.DEFAULT, ServerObserver.NONE),
                new EventLoopLane(channel.eventLoop()),
                new RequestHead.Link(here, here, false),
                Optional.empty(),
                null);
    }

    @BeforeEach
    void assemble() {
        channel.pipeline().addLast(dam);
        connection.addTo(channel.pipeline());
    }

    private void receives(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    private HttpExchange asked() {
        receives(GET);
        return exchanges.remove();
    }

    private void writes(HttpExchange exchange) {
        assertThat(exchange.write(ByteBuffer.allocate(100))).isEqualTo(Offer.ACCEPTED);
        channel.runPendingTasks();
    }

    /// The time to take something is over, if there was one.
    private void timePasses() {
        assertThat(connection.timer().isSet(Wait.WRITE)).isTrue();
        connection.timer().clear(Wait.WRITE);
        connection.expired(Wait.WRITE);
        channel.runPendingTasks();
    }

    @Test
    void aResponseThatDoesNotGoOutEndsTheConnection() {
        asked().respond(new byte[100]);
        timePasses();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void soDoesAPieceOfOne() {
        HttpExchange exchange = asked();
        writes(exchange);
        timePasses();
        assertThat(channel.isOpen()).isFalse();
        assertThat(exchange.write(ByteBuffer.allocate(1))).isEqualTo(Offer.CLOSED);
    }

    @Test
    void soDoesARefusal() {
        receives("GET\r\n\r\n");
        assertThat(dam.kept).isNotEmpty();
        timePasses();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatGoesOutInPiecesIsGivenTheTimeAgain() {
        HttpExchange exchange = asked();
        writes(exchange);
        dam.letOut();
        writes(exchange);
        timePasses();
        assertThat(channel.isOpen()).isTrue();
        dam.letOut();
        exchange.end();
        timePasses();
        assertThat(channel.isOpen()).isTrue();
        timePasses();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aResponseIsNotTakenForTheSameOneBefore() {
        asked().respond(new byte[100]);
        dam.letOut();
        asked().respond(new byte[100]);
        timePasses();
        assertThat(channel.isOpen()).isTrue();
        timePasses();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nothingIsWaitedForBehindWhatIsOut() {
        asked().respond(new byte[100]);
        dam.letOut();
        timePasses();
        assertThat(connection.timer().isSet(Wait.WRITE)).isFalse();
        assertThat(channel.isOpen()).isTrue();
    }
}
