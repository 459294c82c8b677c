package dev.duplex.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One peer that never reads.
class SlowReaderTest extends HostileSuite {
    private static final int OTHERS = 100;
    private static final int ROUNDS = 40;
    private static final int MESSAGES = 8;
    private static final int SIZE = 16 << 10;

    @Test
    @DisplayName(
            "in a room of 100 others, one that never reads delays nobody, and what is kept for it is bounded")
    void delaysNobody() throws Exception {
        Server rooms =
                start(
                        builder()
                                .limits(limits())
                                .webSocket(
                                        "/room",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                session.subscribe("room");
                                                session.send("joined");
                                            }
                                        },
                                        WebSocketOptions.DEFAULT.withDeflate(DeflateOptions.OFF)));
        RawWebSocket stuck = keep(RawWebSocket.connect(address(rooms), 4096), "the stuck one");
        accepted(stuck, handshake(rooms, "/room"));
        Expect.message(stuck, RawFrame.text("joined"));
        List<RawWebSocket> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            RawWebSocket other = open(rooms, "/room");
            Expect.message(other, RawFrame.text("joined"));
            others.add(other);
        }
        int sent = 0;
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                // The others read each round to its end before the next: they are never behind.
                List<Future<?>> reading = new ArrayList<>();
                int first = sent;
                for (RawWebSocket other : others) {
                    reading.add(readers.submit(() -> readRound(other, first)));
                }
                for (int i = 0; i < MESSAGES; i++) {
                    rooms.hub().publish("room", Message.binary(payload(sent++)));
                }
                for (Future<?> read : reading) {
                    read.get(30, TimeUnit.SECONDS);
                }
            }
        }
        // Of 5 MiB, what reaches it after all is what lay in the queue and in the kernel's buffers.
        long reached = 0;
        boolean open = true;
        while (open) {
            try {
                RawFrame frame = stuck.readFrame("what is left");
                reached += frame.length();
                open = frame.opcode() != RawFrame.CLOSE;
                if (!open) {
                    assertThat(frame.closeCode()).contains(1008);
                }
            } catch (AssertionError ended) {
                assertThat(ended.getMessage()).containsAnyOf("end of the stream", "reset");
                open = false;
            }
        }
        assertThat(reached).isLessThan((long) sent * SIZE);
        eventually("the stuck one is gone", () -> rooms.connections() == OTHERS);
    }

    private static void readRound(RawWebSocket other, int first) {
        for (int i = 0; i < MESSAGES; i++) {
            Expect.message(other, RawFrame.binary(payload(first + i)));
        }
    }

    private static byte[] payload(int number) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    @Test
    @DisplayName(
            "one that sends without reading its echoes is not read from, and the server keeps little for it")
    void pushesBack() {
        RawWebSocket peer = keep(RawWebSocket.connect(address(server()), 4096), "the pushing one");
        accepted(peer, handshake(server(), "/echo"));
        peer.deadline(Duration.ofSeconds(2));
        byte[] frame = RawFrame.binary(new byte[64 << 10]).bytes();
        int taken = 0;
        try {
            while (taken < 1000) {
                peer.send(frame);
                taken++;
            }
        } catch (AssertionError stopped) {
            assertThat(stopped).hasMessageContaining("the peer takes bytes");
        }
        assertThat(taken)
                .as("of 64 MiB, the blocks of 64 KiB taken before pushing back")
                .isLessThan(400);
    }
}
