package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.Wires.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {
    private Wires wires;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        wires = new Wires();
        proxy = wires.proxy;
    }

    @AfterEach
    void stop() throws IOException {
        wires.close();
    }

    @Test
    void bytesAndEndsPass() throws Exception {
        Wire wire = wires.connect();
        wire.toServer("question");
        wire.client().shutdownOutput();
        assertThat(wire.atServer(100)).isEqualTo("question");
        wire.toClient("answer");
        assertThat(wire.atClient(6)).isEqualTo("answer");
        wire.server().close();
        assertThat(Wires.isAtItsEnd(wire.client())).isTrue();
        Await.until("the end", () -> proxy.connections() == 0);
        assertThat(proxy.counts()).isEqualTo(new FaultCounts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aResetPassesAsOne() throws Exception {
        Wire wire = wires.connect();
        Relay.reset(wire.server());
        assertReset(wire.client());
        Await.until("the end", () -> proxy.connections() == 0);
    }

    @Test
    void cutResetsBothSides() throws Exception {
        Wire one = wires.connect();
        Wire other = wires.connect();
        assertThat(proxy.cut(Choice.all())).isEqualTo(2);
        for (Wire wire : List.of(one, other)) {
            assertReset(wire.client());
            assertReset(wire.server());
        }
        assertThat(proxy.counts().cut()).isEqualTo(2);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void aFractionIsCutAndTheRestGoesOn() throws Exception {
        List<Wire> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(wires.connect());
        }
        assertThat(proxy.cut(new Choice(0.25, new Random(7)))).isEqualTo(3);
        assertThat(proxy.connections()).isEqualTo(7);
        int alive = 0;
        for (Wire wire : all) {
            try {
                wire.toClient("x");
                alive += wire.atClient(1).equals("x") ? 1 : 0;
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe");
            }
        }
        assertThat(alive).isEqualTo(7);
    }

    @Test
    void cutAfterLetsExactlySoManyBytesPass() throws Exception {
        Wire wire = wires.connect();
        wire.toServer("before");
        assertThat(wire.atServer(6)).isEqualTo("before");
        assertThat(proxy.cutAfter(5, Direction.TO_SERVER, Choice.all())).isEqualTo(1);
        wire.toClient("the other way does not count");
        assertThat(wire.atClient(28)).isEqualTo("the other way does not count");
        wire.toServer("abc");
        assertThat(wire.atServer(3)).isEqualTo("abc");
        wire.toServer("defghi");
        assertThat(wire.atServer(2)).isEqualTo("de");
        assertReset(wire.server());
        assertReset(wire.client());
        Await.until("counting it", () -> proxy.counts().cutInFrame() == 1);
    }

    /// Also when they are told to have arrived before the proxy has found that it has sent them.
    @Test
    void bytesThatHaveArrivedBeforeDoNotCountForACut() throws Exception {
        for (int i = 0; i < 300; i++) {
            Wire wire = wires.connect();
            wire.toServer("before");
            assertThat(wire.atServer(6)).isEqualTo("before");
            assertThat(proxy.cutAfter(3, Direction.TO_SERVER, Choice.all())).isEqualTo(1);
            wire.toServer("abcdef");
            assertThat(wire.atServer(3)).isEqualTo("abc");
            assertReset(wire.server());
        }
    }

    @Test
    void aCutThatIsArmedIsTakenBack() throws Exception {
        Wire wire = wires.connect();
        proxy.cutAfter(2, Direction.TO_CLIENT, Choice.all());
        proxy.normal();
        wire.toClient("abcdef");
        assertThat(wire.atClient(6)).isEqualTo("abcdef");
        assertThat(proxy.counts().cutInFrame()).isZero();
    }

    @Test
    void stallHoldsOneDirectionUntilResumed() throws Exception {
        Wire wire = wires.connect();
        assertThat(proxy.stall(Set.of(Direction.TO_SERVER), Choice.all())).isEqualTo(1);
        wire.toServer("held");
        wire.client().shutdownOutput();
        wire.toClient("free");
        assertThat(wire.atClient(4)).isEqualTo("free");
        assertThat(Wires.isSilent(wire.server())).isTrue();
        proxy.resume();
        assertThat(wire.atServer(100)).isEqualTo("held");
        assertThat(proxy.counts().stalled()).isEqualTo(1);
    }

    @Test
    void stallEndsByItself() throws Exception {
        Wire wire = wires.connect();
        long begin = System.nanoTime();
        proxy.stall(Direction.BOTH, Choice.all(), Duration.ofMillis(300));
        wire.toServer("up");
        wire.toClient("down");
        assertThat(wire.atServer(2)).isEqualTo("up");
        assertThat(wire.atClient(4)).isEqualTo("down");
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
    }

    @Test
    void aStalledConnectionCanBeCut() throws Exception {
        Wire wire = wires.connect();
        proxy.stall(Direction.BOTH, Choice.all());
        wire.toServer("never seen");
        assertThat(Wires.isSilent(wire.server())).isTrue();
        assertThat(proxy.cut(Choice.all())).isEqualTo(1);
        assertReset(wire.server());
        assertReset(wire.client());
    }

    @Test
    void halfCloseEndsOneDirectionOnly() throws Exception {
        Wire wire = wires.connect();
        assertThat(proxy.halfClose(Direction.TO_SERVER, Choice.all())).isEqualTo(1);
        assertThat(Wires.isAtItsEnd(wire.server())).isTrue();
        wire.toServer("x".repeat(1 << 20)); // Goes nowhere, and does not fill anything.
        wire.toClient("still there");
        assertThat(wire.atClient(11)).isEqualTo("still there");
        assertThat(proxy.halfClose(Direction.TO_SERVER, Choice.all())).isZero();
        assertThat(proxy.counts().halfClosed()).isEqualTo(1);
        wire.client().close();
        wire.server().close();
        Await.until("the end", () -> proxy.connections() == 0);
    }

    @Test
    void halfCloseEndsADirectionThatWaitsForItsReader() throws Exception {
        Wire wire = wires.connect();
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                wire.toClient("x".repeat(1 << 20));
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        assertThat(wire.atClient(1)).isEqualTo("x");
        assertThat(proxy.halfClose(Direction.TO_CLIENT, Choice.all())).isEqualTo(1);
        sender.join(); // The rest goes nowhere.
        assertThat(wire.atClient(1 << 20).length()).isLessThan(200_000);
        wire.toServer("still there");
        assertThat(wire.atServer(11)).isEqualTo("still there");
    }

    @Test
    void throttleTakesTime() throws Exception {
        Wire wire = wires.connect();
        assertThat(proxy.throttle(10_000)).isEqualTo(1);
        long begin = System.nanoTime();
        wire.toServer("x".repeat(2_000));
        assertThat(wire.atServer(2_000)).hasSize(2_000);
        // Portions of 500 bytes; none waits before the first.
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(150).toNanos());
        Wire later = wires.connect();
        Await.until("counting the later one", () -> proxy.counts().throttled() == 2);
        proxy.throttle(1);
        later.toClient("x".repeat(1_000)); // A quarter of an hour.
        assertThat(later.atClient(1)).isEqualTo("x");
        proxy.normal();
        assertThat(later.atClient(999)).hasSize(999);
    }

    @Test
    void refuseResetsNewConnectionsOnly() throws Exception {
        Wire wire = wires.connect();
        proxy.refuse();
        assertTurnedAway(wires);
        wire.toServer("old");
        assertThat(wire.atServer(3)).isEqualTo("old");
        Await.until("counting it", () -> proxy.counts().refused() == 1);
        proxy.normal();
        Wire next = wires.connect();
        next.toServer("new");
        assertThat(next.atServer(3)).isEqualTo("new");
    }

    @Test
    void blackholeAnswersNothingUntilItEnds() throws Exception {
        proxy.blackhole();
        try (Socket client = wires.client()) {
            Wires.send(client, "anybody?");
            assertThat(Wires.isSilent(client)).isTrue();
            Await.until("counting it", () -> proxy.counts().blackholed() == 1);
            assertThat(proxy.connections()).isZero();
            proxy.normal();
            try (Socket server = wires.accept()) {
                assertThat(Wires.read(server, 8)).isEqualTo("anybody?");
            }
        }
    }

    @Test
    void whereTheTargetIsDownAClientIsReset() throws Exception {
        wires.target.close();
        assertTurnedAway(wires);
        Await.until("counting it", () -> proxy.counts().unreachable() == 1);
    }

    @Test
    void leadsElsewhereFromNowOn() throws Exception {
        Wire wire = wires.connect();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.leadTo(other.getLocalPort());
            other.setSoTimeout(20_000);
            try (Socket client = wires.client();
                    Socket server = other.accept()) {
                Wires.send(client, "to the other");
                assertThat(Wires.read(server, 12)).isEqualTo("to the other");
            }
        }
        wire.toServer("to the first");
        assertThat(wire.atServer(12)).isEqualTo("to the first");
    }

    /// The door closes while connections are being made: none of them is there after the cut.
    @Test
    void blockLeavesNothing() throws Exception {
        for (int round = 0; round < 50; round++) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(wires.client());
            }
            proxy.block();
            for (Socket client : clients) {
                assertReset(client);
                client.close();
            }
            proxy.normal();
        }
    }

    @Test
    void whatIsIdleIsForgotten() throws Exception {
        Duration idle = Duration.ofMillis(200);
        try (Wires forgetting = new Wires(FaultProxy.MAX_CONNECTIONS, Optional.of(idle))) {
            long begin = System.nanoTime();
            try (Socket client = forgetting.client();
                    Socket server = forgetting.accept()) {
                assertReset(client);
                assertReset(server);
            }
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(idle.toNanos());
            Await.until("counting it", () -> forgetting.proxy.counts().forgotten() == 1);
            assertThat(forgetting.proxy.connections()).isZero();
        }
    }

    @Test
    void connectionsAboveTheLimitAreReset() throws Exception {
        try (Wires few = new Wires(2, Optional.empty())) {
            few.connect();
            few.connect();
            assertTurnedAway(few);
            assertThat(few.proxy.counts().overLimit()).isEqualTo(1);
            few.proxy.cut(Choice.all());
            few.connect();
        }
    }

    /// What the sockets of this test hold themselves is bounded by what it asked for, twice.
    @Test
    void holdsLittleForAReceiverThatDoesNotRead() throws Exception {
        int held;
        try (SocketChannel client = SocketChannel.open();
                Selector selector = Selector.open()) {
            client.socket().setSendBufferSize(16 << 10);
            client.connect(proxy.address());
            try (Socket server = wires.accept()) {
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_WRITE);
                held = fill(client, selector);
                assertThat(held).isBetween(Pump.BUFFER, (64 << 10) + 2 * (16 << 10) * 2);
                client.shutdownOutput();
                assertThat(server.getInputStream().readAllBytes()).hasSize(held);
            }
        }
    }

    private static int fill(SocketChannel client, Selector selector) throws IOException {
        int held = 0;
        while (selector.select(held < Pump.BUFFER ? 20_000 : 300) > 0) {
            selector.selectedKeys().clear();
            held += client.write(ByteBuffer.allocate(1 << 20));
        }
        return held;
    }

    @Test
    void manyConnections() throws Exception {
        List<Wire> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(wires.connect());
        }
        for (Wire wire : all) {
            wire.toServer("up");
            wire.toClient("down");
        }
        for (Wire wire : all) {
            assertThat(wire.atServer(2)).isEqualTo("up");
            assertThat(wire.atClient(4)).isEqualTo("down");
        }
        assertThat(proxy.cut(Choice.all())).isEqualTo(1_000);
    }

    @Test
    void closeLeavesNothing() throws Exception {
        Wire wire = wires.connect();
        proxy.blackhole();
        Socket unanswered = wires.client();
        Await.until("the one unanswered", () -> proxy.counts().blackholed() == 1);
        proxy.close();
        assertReset(wire.client());
        assertReset(wire.server());
        assertReset(unanswered);
        assertThatThrownBy(wires::client).isInstanceOf(ConnectException.class);
        assertThat(proxy.counts().unreachable()).isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> proxy.throttle(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a number of bytes per second: 0");
        assertThatThrownBy(() -> FaultProxy.startForgetting(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not from a millisecond to 24 days: PT0S");
        assertThatThrownBy(() -> proxy.cutAfter(0, Direction.TO_CLIENT, Choice.all()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The reset may come before the client knows that it was connected.
    private static void assertTurnedAway(Wires wires) {
        assertThatThrownBy(
                        () -> {
                            try (Socket client = wires.client()) {
                                client.getInputStream().read();
                            }
                        })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
