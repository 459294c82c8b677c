package dev.duplex.bench.load;

/// What to put on a server. All of it is closed loop: what is in flight is bounded, and the rate
/// follows from how fast the server is.
public sealed interface Load {
    /// Over WebSocket connections, which are opened before the load begins.
    sealed interface Messages extends Load {
        /// The path of the endpoint that it goes to.
        String path();

        /// Whether permessage-deflate is offered, and every message compressed.
        boolean deflated();
    }

    /// New connections, each for one small HTTP request, which the server is asked to end.
    ///
    /// @param atOnce how many are under way
    record Handshakes(int atOnce) implements Load {}

    /// @param connections how many
    /// @param window messages that each keeps in flight
    /// @param bytes of a message, before compression
    record Echo(int connections, int window, int bytes, Content content, boolean deflated)
            implements Messages {
        @Override
        public String path() {
            return "/ws/echo";
        }
    }

    /// @param subscribers connections besides the publisher's, which receives as well
    /// @param window publications under way
    /// @param bytes of a message
    record Fanout(int subscribers, int window, int bytes) implements Messages {
        @Override
        public String path() {
            return "/ws/broadcast";
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// @param connections how many are opened and say nothing
    record Idle(int connections) implements Messages {
        @Override
        public String path() {
            return "/ws/echo";
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }
}
