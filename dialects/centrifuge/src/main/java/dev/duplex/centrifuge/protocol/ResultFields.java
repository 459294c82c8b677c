package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;

/// The fields of results.
final class ResultFields {
    private static final Fields NONE = new Fields();
    private static final Fields CONNECT =
            new Fields()
                    .sized(1, "client")
                    .sized(2, "version")
                    .number(3, "expires")
                    .number(4, "ttl")
                    .data(5, "data")
                    .sized(6, "subs")
                    .number(7, "ping")
                    .number(8, "pong")
                    .sized(9, "session")
                    .sized(10, "node")
                    .number(11, "time");
    private static final Fields SUBSCRIBE =
            new Fields()
                    .number(1, "expires")
                    .number(2, "ttl")
                    .number(3, "recoverable")
                    .sized(6, "epoch")
                    .sized(7, "publications")
                    .number(8, "recovered")
                    .number(9, "offset")
                    .number(10, "positioned")
                    .data(11, "data")
                    .number(12, "was_recovering")
                    .number(13, "delta")
                    .number(14, "id")
                    .number(15, "type")
                    .number(16, "phase")
                    .sized(17, "cursor")
                    .sized(18, "state")
                    .number(19, "publish_debounce");
    private static final Fields PRESENCE = new Fields().sized(1, "presence");
    private static final Fields PRESENCE_STATS =
            new Fields().number(1, "num_clients").number(2, "num_users");
    private static final Fields HISTORY =
            new Fields().sized(1, "publications").sized(2, "epoch").number(3, "offset");
    private static final Fields RPC = new Fields().data(1, "data");
    private static final Fields REFRESH =
            new Fields()
                    .sized(1, "client")
                    .sized(2, "version")
                    .number(3, "expires")
                    .number(4, "ttl");
    private static final Fields SUB_REFRESH =
            new Fields().number(1, "expires").number(2, "ttl").sized(3, "items");

    private ResultFields() {}

    /// @param field of a reply
    static FieldReader.Body<? extends Result> body(int field) {
        return switch (field) {
            case 5 -> ResultFields::connect;
            case 6 -> ResultFields::subscribe;
            case 7 -> ResultFields::unsubscribe;
            case 8 -> ResultFields::publish;
            case 9 -> ResultFields::presence;
            case 10 -> ResultFields::presenceStats;
            case 11 -> ResultFields::history;
            case 12 -> ResultFields::ping;
            case 13 -> ResultFields::rpc;
            case 14 -> ResultFields::refresh;
            case 15 -> ResultFields::subRefresh;
            default -> throw new AssertionError(field);
        };
    }

    static void write(Result body, FieldWriter out) {
        switch (body) {
            case Result.Connect result -> out.message(5, "connect", result, ResultFields::write);
            case Result.Subscribe result ->
                    out.message(6, "subscribe", result, ResultFields::write);
            case Result.Unsubscribe result ->
                    out.message(7, "unsubscribe", result, ResultFields::write);
            case Result.Publish result -> out.message(8, "publish", result, ResultFields::write);
            case Result.Presence result -> out.message(9, "presence", result, ResultFields::write);
            case Result.PresenceStats result ->
                    out.message(10, "presence_stats", result, ResultFields::write);
            case Result.History result -> out.message(11, "history", result, ResultFields::write);
            case Result.Ping result -> out.message(12, "ping", result, ResultFields::write);
            case Result.Rpc result -> out.message(13, "rpc", result, ResultFields::write);
            case Result.Refresh result -> out.message(14, "refresh", result, ResultFields::write);
            case Result.SubRefresh result ->
                    out.message(15, "sub_refresh", result, ResultFields::write);
        }
    }

    static Result.Connect connect(FieldReader in) throws MalformedException {
        Result.Connect.Builder read = Result.Connect.builder();
        Map<String, Result.Subscribe> subs = Map.of();
        for (int field = in.next(CONNECT); field != 0; field = in.next(CONNECT)) {
            switch (field) {
                case 1 -> read.client(in.string());
                case 2 -> read.version(in.string());
                case 3 -> read.expires(in.bool());
                case 4 -> read.ttl(in.uint32());
                case 5 -> read.data(in.data());
                case 6 -> subs = in.map(subs, ResultFields::subscribe);
                case 7 -> read.ping(in.uint32());
                case 8 -> read.pong(in.bool());
                case 9 -> read.session(in.string());
                case 10 -> read.node(in.string());
                case 11 -> read.time(in.int64());
                default -> throw new AssertionError(field);
            }
        }
        return read.subs(subs).build();
    }

    static void write(Result.Connect message, FieldWriter out) {
        out.string(1, "client", message.client());
        out.string(2, "version", message.version());
        out.bool(3, "expires", message.expires());
        out.uint32(4, "ttl", message.ttl());
        out.data(5, "data", message.data());
        out.map(6, "subs", message.subs(), ResultFields::write);
        out.uint32(7, "ping", message.ping());
        out.bool(8, "pong", message.pong());
        out.string(9, "session", message.session());
        out.string(10, "node", message.node());
        out.int64(11, "time", message.time());
    }

    static Result.Subscribe subscribe(FieldReader in) throws MalformedException {
        Result.Subscribe.Builder read = Result.Subscribe.builder();
        List<Publication> publications = List.of();
        List<Publication> state = List.of();
        for (int field = in.next(SUBSCRIBE); field != 0; field = in.next(SUBSCRIBE)) {
            switch (field) {
                case 1 -> read.expires(in.bool());
                case 2 -> read.ttl(in.uint32());
                case 3 -> read.recoverable(in.bool());
                case 6 -> read.epoch(in.string());
                case 7 -> publications = in.list(publications, SharedFields::publication);
                case 8 -> read.recovered(in.bool());
                case 9 -> read.offset(in.uint64());
                case 10 -> read.positioned(in.bool());
                case 11 -> read.data(in.data());
                case 12 -> read.wasRecovering(in.bool());
                case 13 -> read.delta(in.bool());
                case 14 -> read.id(in.int64());
                case 15 -> read.type(in.int32());
                case 16 -> read.phase(in.int32());
                case 17 -> read.cursor(in.string());
                case 18 -> state = in.list(state, SharedFields::publication);
                case 19 -> read.publishDebounce(in.uint32());
                default -> throw new AssertionError(field);
            }
        }
        return read.publications(publications).state(state).build();
    }

    static void write(Result.Subscribe message, FieldWriter out) {
        out.bool(1, "expires", message.expires());
        out.uint32(2, "ttl", message.ttl());
        out.bool(3, "recoverable", message.recoverable());
        out.string(6, "epoch", message.epoch());
        out.list(7, "publications", message.publications(), SharedFields::write);
        out.bool(8, "recovered", message.recovered());
        out.uint64(9, "offset", message.offset());
        out.bool(10, "positioned", message.positioned());
        out.data(11, "data", message.data());
        out.bool(12, "was_recovering", message.wasRecovering());
        out.bool(13, "delta", message.delta());
        out.int64(14, "id", message.id());
        out.int32(15, "type", message.type());
        out.int32(16, "phase", message.phase());
        out.string(17, "cursor", message.cursor());
        out.list(18, "state", message.state(), SharedFields::write);
        out.uint32(19, "publish_debounce", message.publishDebounce());
    }

    static Result.Unsubscribe unsubscribe(FieldReader in) throws MalformedException {
        in.next(NONE);
        return new Result.Unsubscribe();
    }

    static void write(Result.Unsubscribe message, FieldWriter out) {}

    static Result.Publish publish(FieldReader in) throws MalformedException {
        in.next(NONE);
        return new Result.Publish();
    }

    static void write(Result.Publish message, FieldWriter out) {}

    static Result.Presence presence(FieldReader in) throws MalformedException {
        Map<String, ClientInfo> presence = Map.of();
        while (in.next(PRESENCE) != 0) {
            presence = in.map(presence, SharedFields::clientInfo);
        }
        return new Result.Presence(presence);
    }

    static void write(Result.Presence message, FieldWriter out) {
        out.mapAlways(1, "presence", message.presence(), SharedFields::write);
    }

    static Result.PresenceStats presenceStats(FieldReader in) throws MalformedException {
        long numClients = 0;
        long numUsers = 0;
        for (int field = in.next(PRESENCE_STATS); field != 0; field = in.next(PRESENCE_STATS)) {
            switch (field) {
                case 1 -> numClients = in.uint32();
                case 2 -> numUsers = in.uint32();
                default -> throw new AssertionError(field);
            }
        }
        return new Result.PresenceStats(numClients, numUsers);
    }

    static void write(Result.PresenceStats message, FieldWriter out) {
        out.uint32Always(1, "num_clients", message.numClients());
        out.uint32Always(2, "num_users", message.numUsers());
    }

    static Result.History history(FieldReader in) throws MalformedException {
        List<Publication> publications = List.of();
        String epoch = "";
        long offset = 0;
        for (int field = in.next(HISTORY); field != 0; field = in.next(HISTORY)) {
            switch (field) {
                case 1 -> publications = in.list(publications, SharedFields::publication);
                case 2 -> epoch = in.string();
                case 3 -> offset = in.uint64();
                default -> throw new AssertionError(field);
            }
        }
        return new Result.History(publications, epoch, offset);
    }

    static void write(Result.History message, FieldWriter out) {
        out.listAlways(1, "publications", message.publications(), SharedFields::write);
        out.stringAlways(2, "epoch", message.epoch());
        out.uint64Always(3, "offset", message.offset());
    }

    static Result.Ping ping(FieldReader in) throws MalformedException {
        in.next(NONE);
        return new Result.Ping();
    }

    static void write(Result.Ping message, FieldWriter out) {}

    static Result.Rpc rpc(FieldReader in) throws MalformedException {
        Data data = Data.EMPTY;
        while (in.next(RPC) != 0) {
            data = in.data();
        }
        return new Result.Rpc(data);
    }

    static void write(Result.Rpc message, FieldWriter out) {
        out.data(1, "data", message.data());
    }

    static Result.Refresh refresh(FieldReader in) throws MalformedException {
        String client = "";
        String version = "";
        boolean expires = false;
        long ttl = 0;
        for (int field = in.next(REFRESH); field != 0; field = in.next(REFRESH)) {
            switch (field) {
                case 1 -> client = in.string();
                case 2 -> version = in.string();
                case 3 -> expires = in.bool();
                case 4 -> ttl = in.uint32();
                default -> throw new AssertionError(field);
            }
        }
        return new Result.Refresh(client, version, expires, ttl);
    }

    static void write(Result.Refresh message, FieldWriter out) {
        out.string(1, "client", message.client());
        out.string(2, "version", message.version());
        out.bool(3, "expires", message.expires());
        out.uint32(4, "ttl", message.ttl());
    }

    static Result.SubRefresh subRefresh(FieldReader in) throws MalformedException {
        boolean expires = false;
        long ttl = 0;
        List<Publication> items = List.of();
        for (int field = in.next(SUB_REFRESH); field != 0; field = in.next(SUB_REFRESH)) {
            switch (field) {
                case 1 -> expires = in.bool();
                case 2 -> ttl = in.uint32();
                case 3 -> items = in.list(items, SharedFields::publication);
                default -> throw new AssertionError(field);
            }
        }
        return new Result.SubRefresh(expires, ttl, items);
    }

    static void write(Result.SubRefresh message, FieldWriter out) {
        out.bool(1, "expires", message.expires());
        out.uint32(2, "ttl", message.ttl());
        out.list(3, "items", message.items(), SharedFields::write);
    }
}
