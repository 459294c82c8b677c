package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmittedTest {
    @Test
    void whoseLoopHasEndedCanBeSentAwayStill() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        Channel channel = new LocalChannel();
        loops.register(channel).sync();
        Admitted admitted =
                new Admitted(
                        new ConnectionLimiter(Limits.DEFAULT, ServerObserver.NONE),
                        InetAddress.getLoopbackAddress(),
                        channel);
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        // A server that is drained by one thread may have been closed by another.
        assertThatCode(admitted::depart).doesNotThrowAnyException();
    }
}
