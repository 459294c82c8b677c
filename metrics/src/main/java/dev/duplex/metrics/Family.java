package dev.duplex.metrics;

import java.util.List;

/// Every metric of Duplex's own: the one list, from which they are registered and `docs/metrics.md` is made. Those of the JVM are the
/// library's.
enum Family {
    BUILD_INFO(Kind.INFO, "duplex_build", "Always 1; which version runs.", "version"),

    CONNECTIONS_OPEN(
            Kind.GAUGE,
            "duplex_connections_open",
            "Connections that are open, of HTTP and all else."),
    CONNECTIONS_ACCEPTED(Kind.COUNTER, "duplex_connections_accepted", "Connections taken."),
    CONNECTIONS_REFUSED(
            Kind.COUNTER,
            "duplex_connections_refused",
            "Connections turned away: too many (total), too many of an address (address), the server stops"
                    + " (closing).",
            "reason"),
    TLS_FAILED(
            Kind.COUNTER,
            "duplex_tls_handshakes_failed",
            "Connections that ended in their TLS handshake, whoever ended them."),
    HTTP_RESPONSES(
            Kind.COUNTER,
            "duplex_http_responses",
            "HTTP requests by the status they were answered with; 101 is a WebSocket.",
            "status"),
    SESSIONS_REFUSED(
            Kind.COUNTER,
            "duplex_sessions_refused",
            "Requests of sessions, or for one, that were refused: a bad handshake, a foreign origin, too many.",
            "endpoint",
            "status"),

    SESSIONS_OPEN(
            Kind.GAUGE, "duplex_sessions_open", "Sessions that are open.", "endpoint", "transport"),
    SESSIONS_OPENED(
            Kind.COUNTER,
            "duplex_sessions_opened",
            "Sessions that have begun.",
            "endpoint",
            "transport"),
    SESSIONS_CLOSED(
            Kind.COUNTER,
            "duplex_sessions_closed",
            "Sessions that have ended, why, and with which close code; of codes from 3000 on only the class.",
            "endpoint",
            "transport",
            "reason",
            "code"),
    MESSAGES_RECEIVED(
            Kind.COUNTER,
            "duplex_messages_received",
            "Messages given to endpoints.",
            "endpoint",
            "transport"),
    RECEIVED_BYTES(
            Kind.COUNTER,
            "duplex_messages_received_bytes",
            "Payload bytes of these messages, decompressed.",
            "endpoint",
            "transport"),
    MESSAGES_SENT(
            Kind.COUNTER,
            "duplex_messages_sent",
            "Messages accepted for sending, those of rooms too.",
            "endpoint",
            "transport"),
    SENT_BYTES(
            Kind.COUNTER,
            "duplex_messages_sent_bytes",
            "Payload bytes of these messages, before compression.",
            "endpoint",
            "transport"),
    SEND_QUEUE_FULL(
            Kind.COUNTER,
            "duplex_send_queue_full",
            "Messages not accepted, because the session's outbound queue was full.",
            "endpoint",
            "transport"),
    ROUND_TRIP(
            Kind.HISTOGRAM,
            "duplex_round_trip_seconds",
            "From a WebSocket ping to its pong.",
            "endpoint",
            "transport"),

    CHANNELS(Kind.GAUGE, "duplex_channels", "Channels with a subscriber on this node."),
    SUBSCRIPTIONS(
            Kind.GAUGE,
            "duplex_subscriptions",
            "Subscribers in channels on this node, plain ones (rooms) too.",
            "namespace"),
    SUBSCRIPTIONS_STARTED(
            Kind.COUNTER,
            "duplex_subscriptions_started",
            "Subscriptions that have begun, plain ones left out: with nothing to recover (none), with all that was"
                    + " missed (recovered), without (lost).",
            "namespace",
            "recovery"),
    SUBSCRIPTIONS_REFUSED(
            Kind.COUNTER,
            "duplex_subscriptions_refused",
            "Subscriptions that did not begin.",
            "namespace",
            "problem"),
    SUBSCRIPTIONS_ENDED(
            Kind.COUNTER,
            "duplex_subscriptions_ended",
            "Subscriptions that the hub ended: a subscriber too slow (slow), a publication lost (interrupted), a mistake in the subscriber (failed).",
            "namespace",
            "reason"),
    SUBSCRIBERS_DROPPED(
            Kind.COUNTER,
            "duplex_subscribers_dropped",
            "Subscribers, plain ones too, that the hub took from a channel: they declined a publication, missed one, or"
                    + " threw."),
    PUBLICATIONS(
            Kind.COUNTER,
            "duplex_publications",
            "Publications committed by the engine, asked for on this node. A duplicate is none.",
            "namespace"),
    PUBLICATIONS_REFUSED(
            Kind.COUNTER,
            "duplex_publications_refused",
            "Publications not given to the engine.",
            "namespace",
            "problem"),
    PUBLICATIONS_FAILED(
            Kind.COUNTER,
            "duplex_publications_failed",
            "Publications that the engine failed to commit.",
            "namespace"),
    PUBLISH(
            Kind.HISTOGRAM,
            "duplex_publish_seconds",
            "How long the engine takes to commit a publication.",
            "namespace"),
    DELIVERIES(
            Kind.COUNTER,
            "duplex_deliveries",
            "Publications given to subscribers, each time for each; not those that a filter keeps from one.",
            "namespace"),
    PUBLICATIONS_SKIPPED(
            Kind.COUNTER,
            "duplex_publications_skipped",
            "Publications that subscribers went without, in channels delivered by drop or latest.",
            "namespace"),
    STALENESS(
            Kind.HISTOGRAM,
            "duplex_staleness_seconds",
            "How old a publication is when a subscriber takes it, in channels delivered by drop or latest.",
            "namespace"),

    RELAYS(
            Kind.COUNTER,
            "duplex_relays",
            "Messages of clients that came here for sessions of other nodes, by what became of them: taken there; no_session"
                    + " or busy (too many wait) there; no_node; too_much (on its way there already, not sent); unanswered"
                    + " (in time); failed (the engine could not).",
            "outcome"),
    RELAY(
            Kind.HISTOGRAM,
            "duplex_relay_seconds",
            "From handing such a message on to knowing what became of it; only where the other node has said it."),
    RELAYS_ARRIVED(
            Kind.COUNTER,
            "duplex_relays_arrived",
            "Messages of clients that came by other nodes for sessions of this one, by what became of them: taken,"
                    + " no_session, busy.",
            "outcome"),

    CENTRIFUGE_CLIENTS(
            Kind.GAUGE,
            "duplex_centrifuge_clients",
            "Clients of the Centrifuge protocol that are connected."),
    CENTRIFUGE_COMMANDS(
            Kind.COUNTER,
            "duplex_centrifuge_commands",
            "Commands of clients, carried out or not.",
            "method"),
    CENTRIFUGE_ERRORS(
            Kind.COUNTER, "duplex_centrifuge_errors", "Commands answered with an error.", "code"),
    CENTRIFUGE_DISCONNECTS(
            Kind.COUNTER,
            "duplex_centrifuge_disconnects",
            "Clients whose session the server ended.",
            "code"),

    API_CALLS(
            Kind.COUNTER,
            "duplex_api_calls",
            "Calls of the HTTP API, those in batches too, by the code of the error that they were answered with; 0 if"
                    + " carried out.",
            "method",
            "code"),

    ROOM_PLAYERS(Kind.GAUGE, "duplex_room_players", "Players in rooms with a tick loop.", "room"),
    ROOM_REFUSED(
            Kind.COUNTER,
            "duplex_room_refused",
            "Sessions turned away, for their room was full or closed.",
            "room"),
    ROOM_HELD_BACK(
            Kind.COUNTER,
            "duplex_room_inputs_held_back",
            "How often a player's inputs filled its queue, and it was not read from until the next tick.",
            "room"),
    ROOM_TICKS(Kind.COUNTER, "duplex_room_ticks", "Ticks that have happened.", "room"),
    ROOM_LATE(
            Kind.COUNTER,
            "duplex_room_ticks_late",
            "Ticks that began when at least half of their time was over.",
            "room"),
    ROOM_SKIPPED(
            Kind.COUNTER,
            "duplex_room_ticks_skipped",
            "Ticks that did not happen, for the room was too far behind.",
            "room"),
    ROOM_FAILED(
            Kind.COUNTER,
            "duplex_room_ticks_failed",
            "Ticks in which the handler threw something.",
            "room"),
    ROOM_TICK(
            Kind.HISTOGRAM,
            "duplex_room_tick_seconds",
            "How long a tick takes, from the first input to the last view.",
            "room"),
    ROOM_VIEWS(Kind.COUNTER, "duplex_room_views", "Views handed to players' sessions.", "room"),
    ROOM_WITHHELD(
            Kind.COUNTER,
            "duplex_room_views_withheld",
            "Views that players went without, because they had not taken what they were sent before.",
            "room"),

    DISK_OPERATIONS(
            Kind.HISTOGRAM,
            "duplex_disk_commit_operations",
            "Commits of the engine on disk, by how many operations each commits together."),
    DISK_COMMIT(
            Kind.HISTOGRAM,
            "duplex_disk_commit_seconds",
            "How long the write of a commit takes; with its sync where synced is true.",
            "synced"),
    DISK_SYNC(
            Kind.HISTOGRAM,
            "duplex_disk_sync_seconds",
            "How long a sync takes that is no commit's (sync: interval)."),
    DISK_COMMITTED_BYTES(
            Kind.COUNTER, "duplex_disk_committed_bytes", "Bytes that commits have written."),
    DISK_BYTES(
            Kind.GAUGE,
            "duplex_disk_bytes",
            "What the files of the engine on disk come to, as of the last look, some once a second."),
    DISK_ROOM(
            Kind.GAUGE,
            "duplex_disk_room_bytes",
            "How much more may be written, by the limits store-bytes and reserve-bytes; at 0 nothing is taken that would be kept."),
    DISK_WAITING(
            Kind.GAUGE,
            "duplex_disk_waiting_bytes",
            "What waits to be committed, as it counts for the limit waiting-bytes."),
    DISK_HEALTH(
            Kind.GAUGE,
            "duplex_disk_health",
            "How many engines on disk are in this state: working, full (no room for more), failed (until it is opened again).",
            "state"),

    REDIS_ANSWER(
            Kind.HISTOGRAM,
            "duplex_redis_answer_seconds",
            "How long what was asked of Redis took, with the time that it waited for a connection; done is false for what failed.",
            "done"),
    REDIS_RECEIVED(
            Kind.COUNTER,
            "duplex_redis_received",
            "Messages of channels that came from Redis: publications, joins and leaves of all nodes."),
    REDIS_RECEIVED_BYTES(
            Kind.COUNTER, "duplex_redis_received_bytes", "What these messages come to."),
    REDIS_DISCONNECTS(
            Kind.COUNTER, "duplex_redis_disconnects", "Connections to Redis that were lost."),
    REDIS_WAITING(
            Kind.GAUGE,
            "duplex_redis_waiting_bytes",
            "What waits for an answer of Redis, as it counts for the limit waiting-bytes."),
    REDIS_SUBSCRIPTIONS(
            Kind.GAUGE,
            "duplex_redis_subscriptions",
            "Channels that this node is subscribed to at Redis, and one for what nodes tell each other."),
    REDIS_HEALTH(
            Kind.GAUGE,
            "duplex_redis_health",
            "How many engines on Redis are in this state: working, away (a connection is missing).",
            "state");

    /// What a metric is.
    enum Kind {
        /// A sum that only grows.
        COUNTER("_total"),
        /// A number of this moment.
        GAUGE(""),
        /// How often which times were measured.
        HISTOGRAM(""),
        /// Words about the program.
        INFO("_info");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /// Upper bounds of the buckets of every histogram of times, in seconds: from what memory takes to what people wait for.
    private static final double[] BOUNDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10
    };

    /// Upper bounds of the buckets of a histogram that counts things: up to what the engine on disk commits together.
    private static final double[] COUNTS = {
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096
    };

    private final Kind kind;
    private final String name;
    private final String help;

    /// Separated by commas.
    private final String labels;

    Family(Kind kind, String name, String help, String... labels) {
        this.kind = kind;
        this.name = name;
        this.help = help;
        this.labels = String.join(",", labels);
    }

    Kind kind() {
        return kind;
    }

    /// Upper bounds of the buckets of a histogram.
    double[] bounds() {
        return this == DISK_OPERATIONS ? COUNTS : BOUNDS;
    }

    /// What the library is told: without the suffix of its kind.
    String base() {
        return name;
    }

    /// What is scraped; of a histogram the stem of its names.
    String exposed() {
        return name + kind.suffix;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
