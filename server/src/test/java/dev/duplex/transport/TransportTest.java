package dev.duplex.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.TransportKind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.uring.IoUringChannelOption;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the sockets of a server are told, as the kernel knows it.
class TransportTest {
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    @DisplayName(
            "a socket that is accepted has its options, whether it is given them or inherits them")
    void acceptedSocketsHaveTheirOptions(TransportKind kind) throws Exception {
        Transport transport = Transport.open(kind, 1, "test");
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        ChannelFuture listening =
                transport
                        .serverBootstrap(Duration.ofSeconds(7))
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accepted.complete(channel);
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync();
        InetSocketAddress address = (InetSocketAddress) listening.channel().localAddress();
        try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
            Channel channel = accepted.get(20, SECONDS);
            assertThat(((SocketChannelConfig) channel.config()).isTcpNoDelay()).isTrue();
            switch (kind) {
                case EPOLL -> {
                    var options = (EpollSocketChannelConfig) channel.config();
                    assertThat(options.getTcpUserTimeout()).isEqualTo(7_000);
                    assertThat(options.getTcpNotSentLowAt()).isEqualTo(128 * 1024);
                }
                case IO_URING -> {
                    assertThat(channel.config().getOption(IoUringChannelOption.TCP_USER_TIMEOUT))
                            .isEqualTo(7_000);
                    assertThat(channel.config().getOption(IoUringChannelOption.TCP_NOTSENT_LOWAT))
                            .isEqualTo(128 * 1024);
                }
                case NIO, AUTO -> {}
            }
        } finally {
            transport.end();
        }
    }
}
