package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Session;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.websocket.Role;
import dev.duplex.websocket.deflate.DeflateOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A WebSocket whose frames cannot be made at some moment, as when there is no memory for them: here because a client's have to be masked, and
/// there is no key. It is cut, and does not stay as it is.
class BrokenConnectionTest {
    private static final Limits LIMITS =
            Limits.builder().queueBytes(16 << 10).pingInterval(Duration.ofNanos(1)).build();

    /// A ping of a server, without payload.
    private static final byte[] PING = {(byte) 0x89, 0};

    private final List<Integer> closed = new ArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventLoopLane lane = new EventLoopLane(channel.eventLoop());

    /// So many keys there are not.
    private int missing;

    private final WebSocketConnection connection =
            new WebSocketConnection(
                    ConnectionSetup.create(
                            Role.CLIENT,
                            endpoint(),
                            LIMITS,
                            DeflateOptions.OFF,
                            new Hub(),
                            lane,
                            observer(),
                            this::maskingKey),
                    request(),
                    "",
                    Optional.empty());

    private int maskingKey() {
        if (missing > 0) {
            missing--;
            throw new InternalError("of the test");
        }
        return 0;
    }

    private static RequestHead request() {
        InetSocketAddress here = new InetSocketAddress("127.0.0.1", 80);
        return new RequestHead(
                "GET",
                "/",
                RequestTarget.parse("/").orElseThrow(),
                Map.of(),
                new RequestFields(new DefaultHttpHeaders()),
                new RequestHead.Link(here, here, false));
    }

    private Endpoint endpoint() {
        return new Endpoint() {
            @Override
            public void onClose(Session session, CloseReason reason) {
                closed.add(reason.code());
            }
        };
    }

    private SessionObserver observer() {
        return new SessionObserver() {
            @Override
            public void closed(SessionEnd why, int code) {
                ends.add(why);
            }
        };
    }

    BrokenConnectionTest() {
        channel.pipeline().addLast(new ChannelWire(connection));
    }

    /// Runs something on the loop, and all that comes of it.
    private void onLoop(Runnable task) {
        lane.execute(task);
        channel.runPendingTasks();
    }

    private void cut(SessionEnd why) {
        assertThat(channel.isOpen()).isFalse();
        assertThat(closed).containsExactly(1006);
        assertThat(ends).containsExactly(why);
        assertThat(connection.session().isOpen()).isFalse();
    }

    @Test
    void whatCannotBeSentClosesItWithoutAWordIfThatCannotBeSentEither() {
        missing = 2;
        onLoop(() ->
                assertThatThrownBy(() -> connection.session().send("lost"))
                        .isInstanceOf(InternalError.class));
        cut(SessionEnd.FAILED);
    }

    @Test
    void whatCannotBeSentClosesItWith1011IfThatCanBeSent() {
        missing = 1;
        onLoop(() ->
                assertThatThrownBy(() -> connection.session().send("lost"))
                        .isInstanceOf(InternalError.class));
        assertThat(channel.isOpen()).as("it waits for the peer's Close").isTrue();
        assertThat(connection.session().isOpen()).isFalse();
        ByteBuf close = channel.readOutbound();
        assertThat(close.getUnsignedByte(0)).as("a Close").isEqualTo((short) 0x88);
        assertThat(close.getUnsignedShort(6)).as("behind length and mask").isEqualTo(1011);
        close.release();
        channel.close();
        assertThat(ends).containsExactly(SessionEnd.FAILED);
    }

    @Test
    void itIsCutIfItCannotBeClosed() {
        missing = 1;
        onLoop(() -> connection.session().close(CloseReason.NORMAL));
        cut(SessionEnd.CLOSED);
    }

    @Test
    void itIsCutIfItCannotSayWhatThePeerHasDone() {
        missing = 1;
        onLoop(() -> connection.session().fail(new CloseReason(1008, "too much")));
        cut(SessionEnd.LIMIT);
    }

    @Test
    void itIsCutIfItCannotPing() {
        missing = 1;
        onLoop(() -> connection.expired(ConnectionTimer.Wait.PROTOCOL));
        cut(SessionEnd.FAILED);
    }

    /// The answer to a ping that had found no room.
    @Test
    void itIsCutIfWhatWaitsForTheEndOfABatchCannotBeSent() {
        // Else the channel says itself that it has room, from within the flush.
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1 << 20, 1 << 20));
        onLoop(() -> {
            assertThat(connection.session().send(new byte[LIMITS.queueBytes()]))
                    .isEqualTo(Offer.ACCEPTED);
            connection.received(Unpooled.wrappedBuffer(PING));
            missing = 1;
        });
        cut(SessionEnd.FAILED);
    }
}
