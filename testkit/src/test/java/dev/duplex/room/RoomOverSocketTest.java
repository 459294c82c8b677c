package dev.duplex.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A room on a thread of its own, behind a real socket.
@Timeout(60)
class RoomOverSocketTest {
    @Test
    void aRoomOverASocketShowsTickAfterTickAndEndsWithItsThread() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        RecordingGame game =
                new RecordingGame() {
                    @Override
                    public void closed() {
                        closed.countDown();
                    }
                };
        Room room = Room.builder(game).name("socket").ticksPerSecond(200).start();
        try (Server server =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .webSocket("/game", room.endpoint())
                                .start();
                RawWebSocket client =
                        RawWebSocket.connect(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), server.port()))) {
            client.send(RawHandshake.of("127.0.0.1:" + server.port(), "/game"));
            assertThat(client.readHead().status()).isEqualTo(101);
            assertThat(client.readFrame("the first view").text()).isEqualTo("whole 0");
            RawFrame next = client.readFrame("the next view");
            assertThat(next.text()).matches("(part|whole) \\d+");
            room.close();
            while (next.opcode() != RawFrame.CLOSE) {
                next = client.readFrame("a Close");
            }
            assertThat(next.closeCode()).contains(1001);
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
