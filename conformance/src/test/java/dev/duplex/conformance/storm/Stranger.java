package dev.duplex.conformance.storm;

import dev.duplex.CloseReason;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// One connection of somebody who follows a [Habit], and what it decides by chance: the same for the same seed.
final class Stranger implements AutoCloseable {
    private static final int[] RECEIVE_BUFFERS = {0, 4096, 16 << 10};

    final RawWebSocket peer;
    final RandomGenerator random;
    private final Site site;
    private final String name;
    private final String host;

    Stranger(InetSocketAddress server, Site site, String name, RandomGenerator random) {
        this.site = site;
        this.name = name;
        this.random = random;
        host = "localhost:" + server.getPort();
        peer = RawWebSocket.connect(server, oneOf(RECEIVE_BUFFERS)).rule(name);
    }

    byte[] handshake(String route) {
        return RawHandshake.of(host, route + "?n=" + name).bytes();
    }

    /// Sends the handshake and reads its answer.
    Stranger open(String route) {
        peer.send(handshake(route));
        return opened();
    }

    /// Reads the answer to a handshake.
    Stranger opened() {
        int status = peer.readHead().status();
        if (status != 101) {
            throw peer.failure("101 Switching Protocols", "status " + status);
        }
        return this;
    }

    int oneOf(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// A binary message: mostly short, sometimes of some ten KiB.
    RawFrame message() {
        int most = random.nextInt(8) == 0 ? 40_000 : 200;
        return RawFrame.binary(Site.content(random.nextInt(), random.nextInt(most)));
    }

    /// Fewer messages than this.
    List<RawFrame> messages(int most) {
        List<RawFrame> messages = new ArrayList<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            messages.add(message());
        }
        return messages;
    }

    static byte[] bytes(List<RawFrame> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frames.forEach(frame -> bytes.writeBytes(frame.bytes()));
        return bytes.toByteArray();
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// A frame that lacks at least its last byte: cut in its header, or in its payload, or of no length at all.
    byte[] partOf(RawFrame frame) {
        byte[] bytes = frame.bytes();
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    /// Sends in one piece, in a few, or in many.
    void send(byte[] bytes) {
        int most = oneOf(1, 50, Integer.MAX_VALUE);
        peer.sendChopped(bytes, most == 1 && bytes.length > 4000 ? 1000 : most);
    }

    void expectEchoes(List<RawFrame> messages) {
        messages.forEach(message -> Expect.message(peer, message));
    }

    /// Closes as RFC 6455 §7 says, from this side.
    void leave() {
        peer.send(RawFrame.close(1000, ""));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    /// Reads pieces up to the end, which has to be a Close with 1000.
    void expectPieces() {
        int count = 0;
        RawFrame frame = peer.readFrame("piece " + count);
        for (; frame.opcode() == RawFrame.BINARY; frame = peer.readFrame("piece " + count)) {
            if (!Arrays.equals(frame.payload(), Site.content(count, Site.PIECE))) {
                throw peer.failure("piece " + count, frame.toString());
            }
            count++;
        }
        if (frame.closeCode().orElse(0) != 1000 || count <= Site.PIECES_AFTER_FULL) {
            throw peer.failure("Close 1000 after all pieces, not after " + count, frame.toString());
        }
    }

    void expectLarge() {
        Expect.message(peer, RawFrame.binary(Site.content(1, Site.LARGE)));
    }

    /// Waits until the server's queue for this stranger has been full.
    void awaitFull() throws Exception {
        await(site.full(name));
    }

    /// Waits for the end of the session, as its endpoint is told.
    CloseReason awaitEnd() throws Exception {
        return await(site.ended(name));
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(RawWebSocket.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        peer.close();
    }
}
