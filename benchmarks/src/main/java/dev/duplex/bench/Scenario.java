package dev.duplex.bench;

import dev.duplex.bench.load.Carrier;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One row of the tables: a load with a name.
///
/// @param suite what selects it on the command line with others: one of [Choice#SUITES]
/// @param name short and unique
/// @param title for people
/// @param key for servers with TLS, that of their certificate; empty: no TLS here
record Scenario(
        String suite, String name, String title, Load load, Optional<ServerCertificate.Key> key) {
    private static final String SOCKJS = "sockjs";
    private static final String BLOCKING = "blocking";
    private static final String CLUSTER = "cluster";
    private static final String TRANSPORT = "transport";

    /// By what a feed's rate is multiplied to warm a server up: to as much as the slowest can do.
    private static final int WARMING_UP = 10;

    private static final int WARMING_UP_SOCKJS = 2;

    /// All there are, in the order in which they are run.
    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "echo",
                            "echo-pingpong",
                            "ping-pong: 64 B, 100 connections, 1 in flight",
                            new Load.Echo(100, 1, 64, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-pipelined",
                            "pipelined: 64 B, 50 connections, 64 in flight",
                            new Load.Echo(50, 64, 64, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-16k-ascii",
                            "16 KiB ASCII text, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 16_384, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-16k-mixed",
                            "16 KiB Cyrillic, Chinese, … text, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 16_384, Content.MIXED, false)),
                    new Scenario(
                            "echo",
                            "echo-deflate",
                            "1 KiB JSON with permessage-deflate, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 1024, Content.JSON, true)),
                    blocking("pingpong", "64 B, 100 connections, 1 in flight", 100, 1, 64),
                    blocking("pipelined", "64 B, 50 connections, 64 in flight", 50, 64, 64),
                    blocking("16k", "16 KiB ASCII text, 50 connections, 8 in flight", 50, 8, 16384),
                    new Scenario(
                            "fanout",
                            "fanout-1000",
                            "fan-out: 128 B to 1,000 subscribers, 4 publications under way",
                            new Load.Fanout(1000, 4, 128)),
                    new Scenario(
                            "fanout",
                            "fanout-1000-1",
                            "fan-out: 128 B to 1,000 subscribers, 1 publication under way",
                            new Load.Fanout(1000, 1, 128)),
                    new Scenario(
                            "fanout",
                            "fanout-1000-16",
                            "fan-out: 128 B to 1,000 subscribers, 16 publications under way",
                            new Load.Fanout(1000, 16, 128)),
                    onTransports(
                            "pingpong",
                            "64 B, 100 connections, 1 in flight",
                            new Load.Echo(100, 1, 64, Content.ASCII, false)),
                    onTransports(
                            "fanout-1",
                            "128 B to 1,000 subscribers, 1 publication under way",
                            new Load.Fanout(1000, 1, 128)),
                    onTransports(
                            "fanout-16",
                            "128 B to 1,000 subscribers, 16 publications under way",
                            new Load.Fanout(1000, 16, 128)),
                    new Scenario(
                            "channel",
                            "channel-1000",
                            "a channel: 128 B of JSON to 1,000 clients of the Centrifuge protocol, 4"
                                    + " publications under way; beside it the same to a room",
                            new Load.Channel(1000, 4, 128)),
                    new Scenario(
                            "channel",
                            "channel-1000-16",
                            "the same, 16 publications under way",
                            new Load.Channel(1000, 16, 128)),
                    new Scenario(
                            "history",
                            "history-1000",
                            "a channel with a history of 100: 128 B of JSON to 1,000 clients of the"
                                    + " Centrifuge protocol, 4 publications under way",
                            new Load.Channel(1000, 4, 128, true)),
                    nodes(
                            "one",
                            "one channel with 1,000 subscribers, spread over the nodes, 4 publications"
                                    + " under way",
                            new Load.Channel(1000, 4, 128, false)),
                    nodes(
                            "one-kept",
                            "the same, with a history of 100",
                            new Load.Channel(1000, 4, 128, true)),
                    nodes(
                            "pairs",
                            "1,000 channels with a subscriber each, whose publisher is at the next"
                                    + " node, 64 publications under way",
                            new Load.Pairs(1000, 64, 128, false)),
                    nodes(
                            "pairs-kept",
                            "the same, with a history of 100 each",
                            new Load.Pairs(1000, 64, 128, true)),
                    new Scenario(
                            "latency",
                            "latency-echo",
                            "64 B, 100 connections, at 50 % and 80 % of the rate that each server has"
                                    + " with one message of each connection in flight",
                            new Load.Paced(100, 64, 1)),
                    new Scenario(
                            "churn",
                            "churn-connections",
                            "clients that come, have one message echoed and leave, 16 at once",
                            Load.Visits.withEcho(16)),
                    new Scenario(
                            "churn",
                            "churn-presence",
                            "clients of the Centrifuge protocol that come, enter a channel and leave,"
                                    + " 16 at once: with presence, joins and leaves, and without",
                            Load.Visits.in("all", 16)),
                    new Scenario(
                            "idle",
                            "idle-18000",
                            "18,000 idle connections: what 13,000 of them add to 5,000",
                            new Load.Idle(5_000, 13_000, Load.Idle.Kind.NEW)),
                    new Scenario(
                            "idle",
                            "idle-subscribed-18000",
                            "18,000 idle clients of the Centrifuge protocol, subscribed to a channel:"
                                    + " what 13,000 of them add to 5,000",
                            new Load.Idle(5_000, 13_000, Load.Idle.Kind.SUBSCRIBED)),
                    new Scenario(
                            "idle",
                            "idle-deflate-10000",
                            "12,000 idle connections, each of which has had 1 KiB of JSON echoed"
                                    + " with permessage-deflate: what 10,000 of them add to 2,000",
                            new Load.Idle(2_000, 10_000, Load.Idle.Kind.COMPRESSED)),
                    new Scenario(
                            "idle",
                            "idle-pings-16000",
                            "16,000 idle connections, pinged every 25 s",
                            new Load.Idle(0, 16_000, Load.Idle.Kind.TIMED)),
                    new Scenario(
                            "polling",
                            "polling-200",
                            "one feed of 5 messages of 128 B each second to 200 clients, over"
                                    + " different carriers; plain polling asks once a second",
                            new Load.Feed(Carrier.WEBSOCKET, 200, 128, 5, Duration.ofSeconds(1))),
                    sockJs("xhr", Carrier.XHR),
                    sockJs("streaming", Carrier.XHR_STREAMING),
                    sockJs("websocket", Carrier.SOCKJS_WEBSOCKET),
                    new Scenario(
                            "idle-sockjs",
                            "idle-sockjs-between",
                            "10,000 sessions of xhr between two polls: no request waits, and no"
                                    + " connection is open",
                            new Load.Between(Carrier.XHR, 10_000)),
                    new Scenario(
                            "idle-sockjs",
                            "idle-sockjs-waiting",
                            "10,000 sessions, each with its connection and, over HTTP, a request"
                                    + " that waits",
                            new Load.Waiting(Carrier.XHR, 10_000)),
                    new Scenario(
                            "tls-handshake-ecdsa",
                            "full handshakes, ECDSA P-256: a connection for each small request, 16"
                                    + " at once",
                            new Load.Handshakes(16),
                            ServerCertificate.Key.ECDSA_P256),
                    new Scenario(
                            "tls-handshake-rsa",
                            "full handshakes, RSA-2048: a connection for each small request, 16 at"
                                    + " once",
                            new Load.Handshakes(16),
                            ServerCertificate.Key.RSA_2048),
                    new Scenario(
                            "tls-echo-pingpong",
                            "ping-pong: 64 B, 100 connections, 1 in flight",
                            new Load.Echo(100, 1, 64, Content.ASCII, false),
                            ServerCertificate.Key.ECDSA_P256),
                    new Scenario(
                            "tls-echo-16k",
                            "16 KiB ASCII text, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 16_384, Content.ASCII, false),
                            ServerCertificate.Key.ECDSA_P256),
                    new Scenario(
                            "tls-idle-10000",
                            "12,000 idle connections: what 10,000 of them add to 2,000",
                            new Load.Idle(2_000, 10_000, Load.Idle.Kind.NEW),
                            ServerCertificate.Key.ECDSA_P256));

    /// Without TLS.
    Scenario(String suite, String name, String title, Load load) {
        this(suite, name, title, load, Optional.empty());
    }

    /// Of the suite `tls`.
    private Scenario(String name, String title, Load load, ServerCertificate.Key key) {
        this("tls", name, title, load, Optional.of(key));
    }

    private static Scenario blocking(
            String name, String title, int connections, int window, int bytes) {
        return new Scenario(
                BLOCKING,
                BLOCKING + "-" + name,
                title,
                new Load.Echo(connections, window, bytes, Content.ASCII, false));
    }

    private static Scenario onTransports(String name, String title, Load load) {
        return new Scenario(TRANSPORT, TRANSPORT + "-" + name, title, load);
    }

    private static Scenario sockJs(String name, Carrier carrier) {
        return new Scenario(
                SOCKJS,
                "sockjs-" + name + "-200",
                "one feed of 25 messages of 128 B each second to 200 clients by "
                        + carrier.name().toLowerCase(Locale.ROOT).replace("sockjs_", ""),
                new Load.Feed(carrier, 200, 128, 25, Duration.ofSeconds(1)));
    }

    /// Of the suite `cluster`.
    private static Scenario nodes(String name, String title, Load load) {
        return new Scenario(
                CLUSTER,
                CLUSTER + "-" + name,
                title
                        + "; 128 B of JSON. Nodes and Redis share one core: the times are what a"
                        + " publication costs each, the rates are not those of several machines",
                load);
    }

    /// Whether its rows are ways from one server, rather than servers.
    boolean comparesCarriers() {
        return load instanceof Load.Carried && !suite.equals(SOCKJS);
    }

    /// Whether several servers share the load, with something between them.
    boolean acrossNodes() {
        return suite.equals(CLUSTER);
    }

    /// What its rows are.
    String compared() {
        return comparesCarriers() ? "carried by" : acrossNodes() ? "kept in" : "server";
    }

    /// To how many a message that is published is delivered.
    int receivers() {
        return load instanceof Load.ToAll all ? all.receivers() : 1;
    }

    /// Whom it compares; the ratios are to the first.
    List<Peer> peers() {
        return switch (load) {
            case Load.Pairs pairs -> pairs.kept() ? Peer.NODES_WITH_HISTORY : Peer.NODES;
            case Load.Channel channel when acrossNodes() ->
                    channel.kept() ? Peer.NODES_WITH_HISTORY : Peer.NODES;
            case Load.Feed _ -> suite.equals(SOCKJS) ? Peer.OF_SOCKJS : Peer.CARRIED;
            case Load.Waiting _ -> Peer.WAITING;
            case Load.Between _ -> List.of(Peer.XHR);
            case Load.Channel channel -> channel.kept() ? Peer.WITH_HISTORY : Peer.IN_A_CHANNEL;
            case Load.Visits visits when !visits.path().equals(Load.Visits.ECHO) ->
                    Peer.WITH_PRESENCE;
            case Load.Idle idle when idle.kind() == Load.Idle.Kind.SUBSCRIBED ->
                    List.of(Peer.CENTRIFUGE_JSON);
            // The others ping at other times, or not at all.
            case Load.Idle _ when isIdleTime() -> List.of(Peer.DUPLEX);
            case Load.Fanout _, Load.Echo _ when suite.equals(TRANSPORT) -> Peer.ON_TRANSPORTS;
            case Load.Fanout _ -> Peer.FANNING_OUT;
            case Load.Echo _ when suite.equals(BLOCKING) -> Peer.HANDLING;
            case Load.Messages _, Load.Brief _ ->
                    key.isPresent() ? Peer.WITH_TLS : Peer.WITHOUT_TLS;
        };
    }

    /// The load that one of them gets.
    Load load(Peer peer) {
        return switch (load) {
            case Load.Carried carried when comparesCarriers() ->
                    carried.by(peer.carrier().orElseThrow());
            case Load.Channel _ when acrossNodes() -> load;
            case Load.Channel channel when peer == Peer.CENTRIFUGE_JSON ->
                    new Load.Channel(channel.subscribers(), channel.window(), channel.bytes());
            case Load.Channel channel when !channel.kept() -> channel.plain();
            case Load.Visits visits when peer == Peer.CENTRIFUGE_PRESENCE ->
                    Load.Visits.in("present:all", visits.atOnce());
            case Load.Fanout fanout when peer == Peer.NATS -> fanout.byNats();
            case Load.Echo echo when peer == Peer.BLOCKING -> echo.blocking();
            case Load.Carried _, Load.Messages _, Load.Brief _ -> load;
        };
    }

    /// The load that warms it up: as it is, but for a feed that is so slow that its code would wait long to be
    /// compiled.
    Load warmingUp(Peer peer) {
        return load(peer) instanceof Load.Feed feed
                ? feed.times(suite.equals(SOCKJS) ? WARMING_UP_SOCKJS : WARMING_UP)
                : load(peer) instanceof Load.Paced paced ? paced.unpaced() : load(peer);
    }

    /// What one is counted of.
    String unit() {
        return switch (load) {
            case Load.Handshakes _ -> "handshake";
            case Load.Visits _ -> "visit";
            case Load.Carried _, Load.Messages _ -> "message";
        };
    }

    /// By what times of warming up are multiplied. There are few handshakes in a second at first, so
    /// that costs may seem steady while most of their code waits to be compiled.
    int slowToWarm() {
        return load instanceof Load.Brief ? 3 : 1;
    }

    boolean isIdle() {
        return load instanceof Load.Silent;
    }

    /// Whether it says nothing, and processor time is asked for.
    boolean isIdleTime() {
        return load instanceof Load.Idle idle && idle.kind() == Load.Idle.Kind.TIMED;
    }

    /// Of what memory is counted.
    String resting() {
        return load instanceof Load.Carried ? "session" : "connection";
    }

    /// Whether servers are to agree to permessage-deflate.
    boolean deflated() {
        return load instanceof Load.Messages messages && messages.deflated();
    }
}
