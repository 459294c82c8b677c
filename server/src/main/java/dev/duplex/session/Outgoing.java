package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import java.nio.ByteBuffer;

/// What other threads hand to a session's event loop.
public sealed interface Outgoing {
    /// What each entry counts for beside its bytes, so that empty messages are not free.
    int OVERHEAD = 32;

    /// How much of the session's queue it takes.
    int bytes();

    /// A whole message, which owns its bytes.
    record Whole(Message message) implements Outgoing {
        @Override
        public int bytes() {
            return message.size() + OVERHEAD;
        }
    }

    /// A piece of a streamed message.
    record Piece(boolean text, boolean last, ByteBuffer piece) implements Outgoing {
        @Override
        public int bytes() {
            return piece.remaining() + OVERHEAD;
        }
    }

    /// The wish to close after all that was queued before.
    record Closing(CloseReason reason) implements Outgoing {
        @Override
        public int bytes() {
            return 0;
        }
    }
}
