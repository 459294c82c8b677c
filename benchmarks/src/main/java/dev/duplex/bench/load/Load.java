package dev.duplex.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What to put on a server. All but a [Feed] and what is [Paced] is closed loop: what is in flight is bounded, and
/// the rate follows from how fast the server is.
public sealed interface Load {
    /// The path of what publishes in the channel that is named behind it.
    String PUBLISH = "/ws/publish/";

    /// With which the names of channels begin that have a history.
    String KEPT = "kept:";

    /// What a client of the Centrifuge protocol says that subscribes to a channel; two answers.
    private static String subscribed(String channel) {
        return """
        {"id":1,"connect":{}}
        {"id":2,"subscribe":{"channel":"%s"}}\
        """
                .formatted(channel);
    }

    /// Connections or sessions that say nothing, whose memory is what is asked for.
    sealed interface Silent extends Load {
        int count();

        /// How many of the same are open before them, whose memory is not counted: until code is loaded, and most of it compiled.
        default int before() {
            return 2_000;
        }

        /// The same with so many.
        Silent of(int count);
    }

    /// How messages come in those of WebSocket.
    enum Form {
        /// One is one.
        WHOLE,
        /// One of WebSocket is several, a line each.
        LINES,
        /// In the protocol of NATS.
        NATS
    }

    /// Over WebSocket connections, which are opened before the load begins.
    sealed interface Messages extends Load {
        /// The path of the endpoint that it goes to.
        String path();

        /// The path that connection `index` opens.
        default String path(int index) {
            return path();
        }

        /// What connection `index` says first, a text; empty: nothing. It is open when that is answered.
        default String greeting(int index) {
            return "";
        }

        /// Messages by which the server answers that.
        default long answers(int index) {
            return greeting(index).lines().count();
        }

        /// Which of several servers connection `index` goes to, counted round.
        default int server(int index) {
            return index;
        }

        /// How the load's messages come in those of WebSocket.
        default Form form() {
            return Form.WHOLE;
        }

        /// Whether permessage-deflate is offered, and every message compressed.
        boolean deflated();
    }

    /// Connections that are opened for something small and over when it is done: as soon as one is, the next is begun.
    sealed interface Brief extends Load {
        /// How many are under way.
        int atOnce();
    }

    /// New connections, each for one small HTTP request, which the server is asked to end.
    record Handshakes(int atOnce) implements Brief {}

    /// Clients of WebSocket that say one thing, get its answer, and leave by the closing handshake.
    ///
    /// @param greeting what each says, a text
    /// @param answer what is in the message that answers it
    record Visits(int atOnce, String path, String greeting, String answer) implements Brief {
        /// Where a greeting comes back.
        public static final String ECHO = "/ws/echo";

        /// Whose greeting comes back.
        public static Visits withEcho(int atOnce) {
            return new Visits(atOnce, ECHO, "good day", "good day");
        }

        /// Of clients of the Centrifuge protocol, in a channel.
        public static Visits in(String channel, int atOnce) {
            return new Visits(
                    atOnce,
                    "/connection/websocket",
                    """
                    {"id":1,"connect":{}}
                    {"id":2,"subscribe":{"channel":"%s","join_leave":true}}\
                    """
                            .formatted(channel),
                    "\"id\":2,\"subscribe\"");
        }
    }

    /// Clients that all receive the same, by one carrier or another.
    sealed interface Carried extends Load {
        Carrier carrier();

        int clients();

        /// The path of the endpoint, which is served as WebSocket and as SockJS.
        String path();

        /// The same by another carrier.
        Carried by(Carrier carrier);
    }

    /// A feed at a given rate, from one publisher, to all.
    ///
    /// @param clients how many receive it
    /// @param bytes of a message
    /// @param perSecond messages that are published
    /// @param pollInterval how often those ask that have to
    record Feed(Carrier carrier, int clients, int bytes, int perSecond, Duration pollInterval)
            implements Carried {
        @Override
        public String path() {
            return "/feed";
        }

        @Override
        public Feed by(Carrier other) {
            return new Feed(other, clients, bytes, perSecond, pollInterval);
        }

        /// The same so many times as fast.
        public Feed times(int factor) {
            return new Feed(
                    carrier, clients, bytes, perSecond * factor, pollInterval.dividedBy(factor));
        }
    }

    /// Clients that wait for messages, and get none. Not by [Carrier#POLLING], which does not wait.
    record Waiting(Carrier carrier, int clients) implements Carried, Silent {
        @Override
        public String path() {
            return "/waiting";
        }

        @Override
        public Waiting by(Carrier other) {
            return new Waiting(other, clients);
        }

        @Override
        public int count() {
            return clients;
        }

        @Override
        public Waiting of(int count) {
            return new Waiting(carrier, count);
        }
    }

    /// Clients that open a session of SockJS by a request, get its answer and end the connection: what
    /// the server has between two polls is the session alone.
    record Between(Carrier carrier, int clients) implements Carried, Silent {
        /// @throws IllegalArgumentException if the carrier's first answer does not end
        public Between {
            if (carrier != Carrier.XHR) {
                throw new IllegalArgumentException("there is nothing between two of " + carrier);
            }
        }

        @Override
        public String path() {
            return "/waiting";
        }

        @Override
        public Between by(Carrier other) {
            return new Between(other, clients);
        }

        @Override
        public int count() {
            return clients;
        }

        @Override
        public Between of(int count) {
            return new Between(carrier, count);
        }
    }

    /// @param connections how many
    /// @param window messages that each keeps in flight
    /// @param bytes of a message, before compression
    record Echo(
            int connections, int window, int bytes, Content content, boolean deflated, String path)
            implements Messages {
        public Echo(int connections, int window, int bytes, Content content, boolean deflated) {
            this(connections, window, bytes, content, deflated, "/ws/echo");
        }

        /// The same by an endpoint that takes messages on a thread of its session.
        public Echo blocking() {
            return new Echo(connections, window, bytes, content, deflated, "/ws/blocking");
        }
    }

    /// Echoes at a given rate, whether the server keeps up or not. Latency is from when a message was due.
    ///
    /// @param connections how many, which take turns
    /// @param bytes of a message
    /// @param perSecond messages, all connections together
    record Paced(int connections, int bytes, double perSecond) implements Messages {
        /// The same at another rate.
        public Paced at(double rate) {
            return new Paced(connections, bytes, rate);
        }

        /// On the same connections, what the server can do at most: one message of each under way.
        public Echo unpaced() {
            return new Echo(connections, 1, bytes, Content.ASCII, false);
        }

        @Override
        public String path() {
            return "/ws/echo";
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// What one connection, the last, publishes reaches all.
    sealed interface ToAll extends Messages {
        /// How many connections receive it; the first ones.
        int receivers();

        /// How many there are, with that of the publisher.
        int connections();

        /// How many publications are under way.
        int window();

        /// The length of a publication.
        int bytes();

        Content content();
    }

    /// @param subscribers connections besides the publisher's, which receives as well
    /// @param window publications under way
    /// @param bytes of a message
    record Fanout(int subscribers, int window, int bytes) implements ToAll {
        /// The same to clients of NATS.
        public Nats byNats() {
            return new Nats(subscribers, window, bytes);
        }

        @Override
        public int receivers() {
            return subscribers + 1;
        }

        @Override
        public int connections() {
            return subscribers + 1;
        }

        @Override
        public Content content() {
            return Content.ASCII;
        }

        @Override
        public String path() {
            return "/ws/broadcast";
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// As a [Fanout], to clients of NATS that are all subscribed to one subject.
    ///
    /// @param subscribers connections besides the publisher's, which receives as well
    /// @param window publications under way
    /// @param bytes of a message
    record Nats(int subscribers, int window, int bytes) implements ToAll {
        @Override
        public int receivers() {
            return subscribers + 1;
        }

        @Override
        public int connections() {
            return subscribers + 1;
        }

        @Override
        public Content content() {
            return Content.NATS;
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String greeting(int index) {
            return "CONNECT {\"verbose\":false}\r\nSUB all 1\r\nPING\r\n";
        }

        /// The `PONG`; whatever else there is, is not counted.
        @Override
        public long answers(int index) {
            return 1;
        }

        @Override
        public Form form() {
            return Form.NATS;
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// Clients of the Centrifuge protocol in JSON that are all in one channel. The publisher is none: it has an endpoint of its own.
    ///
    /// @param subscribers how many receive
    /// @param window publications under way
    /// @param bytes of a publication, a JSON string
    /// @param kept whether the channel has a history
    record Channel(int subscribers, int window, int bytes, boolean kept) implements ToAll {
        /// Of a channel without a history.
        public Channel(int subscribers, int window, int bytes) {
            this(subscribers, window, bytes, false);
        }

        /// The same without channels: to sessions in a room.
        public Fanout plain() {
            return new Fanout(subscribers - 1, window, bytes);
        }

        @Override
        public int receivers() {
            return subscribers;
        }

        @Override
        public int connections() {
            return subscribers + 1;
        }

        @Override
        public Content content() {
            return Content.JSON_STRING;
        }

        @Override
        public String path() {
            return "/connection/websocket";
        }

        @Override
        public String path(int index) {
            return index < subscribers ? path() : PUBLISH + channel();
        }

        @Override
        public String greeting(int index) {
            return index < subscribers ? subscribed(channel()) : "";
        }

        private String channel() {
            return kept ? KEPT + "all" : "all";
        }

        @Override
        public Form form() {
            return Form.LINES;
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// Point to point: each sender has a channel of its own, in which a client of the Centrifuge protocol in JSON is, at another of
    /// several servers. They take turns, and a delivery makes room for the next.
    ///
    /// @param pairs how many senders there are, and receivers
    /// @param window publications under way, of all together
    /// @param bytes of a publication, a JSON string
    /// @param kept whether the channels have a history
    record Pairs(int pairs, int window, int bytes, boolean kept) implements Messages {
        @Override
        public String path() {
            return "/connection/websocket";
        }

        @Override
        public String path(int index) {
            return index < pairs ? path() : PUBLISH + channel(index - pairs);
        }

        @Override
        public String greeting(int index) {
            return index < pairs ? subscribed(channel(index)) : "";
        }

        private String channel(int pair) {
            return (kept ? KEPT : "") + "pair" + pair;
        }

        @Override
        public int server(int index) {
            return index < pairs ? index : index - pairs + 1;
        }

        @Override
        public Form form() {
            return Form.LINES;
        }

        @Override
        public boolean deflated() {
            return false;
        }
    }

    /// @param before how many are open before them
    /// @param connections how many are opened and say nothing
    record Idle(int before, int connections, Kind kind) implements Messages, Silent {
        /// What they have done before, and what is asked for.
        public enum Kind {
            /// Nothing; memory.
            NEW,
            /// They are clients of the Centrifuge protocol in JSON, and have subscribed to a channel; memory.
            SUBSCRIBED,
            /// They have agreed to permessage-deflate and had a message echoed, compressed both ways; memory.
            COMPRESSED,
            /// Nothing; processor time.
            TIMED
        }

        /// Few before them; enough where a heap's live objects are counted, and not what is resident.
        private static final int FEW = 200;

        private static final int COMPRESSED_BYTES = 1024;

        /// Of which live objects are asked for.
        public Idle(int connections, Kind kind) {
            this(FEW, connections, kind);
        }

        @Override
        public int count() {
            return connections;
        }

        @Override
        public Idle of(int count) {
            return new Idle(before, count, kind);
        }

        @Override
        public String path() {
            return kind == Kind.SUBSCRIBED ? "/connection/websocket" : "/ws/echo";
        }

        @Override
        public String greeting(int index) {
            return switch (kind) {
                case SUBSCRIBED -> Load.subscribed("all");
                case COMPRESSED ->
                        new String(
                                Content.JSON.message(index, COMPRESSED_BYTES),
                                StandardCharsets.UTF_8);
                case NEW, TIMED -> "";
            };
        }

        @Override
        public Form form() {
            return kind == Kind.SUBSCRIBED ? Form.LINES : Form.WHOLE;
        }

        @Override
        public boolean deflated() {
            return kind == Kind.COMPRESSED;
        }
    }
}
