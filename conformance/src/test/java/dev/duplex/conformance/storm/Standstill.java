package dev.duplex.conformance.storm;

import dev.duplex.testkit.RawFrame;
import java.util.Arrays;

/// States in which a connection can stay for long, with nothing to be done for it.
enum Standstill {
    /// It has connected, and nothing else.
    CONNECTED {
        @Override
        void bring(Stranger stranger) {}
    },
    /// Half of a handshake has come.
    IN_THE_HANDSHAKE {
        @Override
        void bring(Stranger stranger) {
            byte[] handshake = stranger.handshake("/echo");
            stranger.peer.send(Arrays.copyOf(handshake, handshake.length / 2));
        }
    },
    OPEN {
        @Override
        void bring(Stranger stranger) {
            stranger.open("/echo");
        }
    },
    /// Half of a frame has come.
    IN_A_FRAME {
        @Override
        void bring(Stranger stranger) {
            byte[] frame = stranger.message().bytes();
            stranger.open("/echo").peer.send(Arrays.copyOf(frame, frame.length / 2));
        }
    },
    /// All that can be read is an urgent byte, which is not in the stream.
    URGENT {
        @Override
        void bring(Stranger stranger) {
            stranger.open("/echo").peer.sendUrgent(1);
        }
    },
    /// The kernel has bytes that nobody wants yet: the handler is busy.
    BUSY {
        @Override
        void bring(Stranger stranger) {
            fill(stranger.open("/busy"));
        }
    },
    /// The same, and the peer has ended its side.
    BUSY_AND_ENDED {
        @Override
        void bring(Stranger stranger) {
            fill(stranger.open("/busy"));
            stranger.peer.endOutput();
        }
    },
    /// The same, and the peer has reset the connection.
    BUSY_AND_RESET {
        @Override
        void bring(Stranger stranger) {
            fill(stranger.open("/busy"));
            stranger.peer.reset();
        }
    },
    /// The peer does not read, and the queue is full.
    FULL {
        @Override
        void bring(Stranger stranger) throws Exception {
            stranger.open("/pour").peer.send(RawFrame.text("go"));
            stranger.awaitFull();
        }
    },
    /// The same, and the peer has ended its side.
    FULL_AND_ENDED {
        @Override
        void bring(Stranger stranger) throws Exception {
            FULL.bring(stranger);
            stranger.peer.endOutput();
        }
    },
    /// The same, and it is to be closed.
    FULL_AND_CLOSED {
        @Override
        void bring(Stranger stranger) throws Exception {
            FULL.bring(stranger);
            stranger.peer.send(RawFrame.close(1000, ""));
        }
    };

    /// More messages than wait for a handler.
    private static final int MESSAGES = 200;

    abstract void bring(Stranger stranger) throws Exception;

    private static void fill(Stranger stranger) {
        byte[] frame = RawFrame.text("nobody wants this").bytes();
        for (int i = 0; i < MESSAGES; i++) {
            stranger.peer.send(frame);
        }
    }
}
