package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of commands and requests.
final class RequestFields {
    private static final Fields NONE = new Fields();
    private static final Fields COMMAND =
            new Fields()
                    .number(1, "id")
                    .sized(4, "connect")
                    .sized(5, "subscribe")
                    .sized(6, "unsubscribe")
                    .sized(7, "publish")
                    .sized(8, "presence")
                    .sized(9, "presence_stats")
                    .sized(10, "history")
                    .sized(11, "ping")
                    .sized(12, "send")
                    .sized(13, "rpc")
                    .sized(14, "refresh")
                    .sized(15, "sub_refresh");
    private static final Fields CONNECT =
            new Fields()
                    .sized(1, "token")
                    .data(2, "data")
                    .sized(3, "subs")
                    .sized(4, "name")
                    .sized(5, "version")
                    .sized(6, "headers")
                    .number(7, "flag");
    private static final Fields SUBSCRIBE =
            new Fields()
                    .sized(1, "channel")
                    .sized(2, "token")
                    .number(3, "recover")
                    .sized(6, "epoch")
                    .number(7, "offset")
                    .data(8, "data")
                    .number(9, "positioned")
                    .number(10, "recoverable")
                    .number(11, "join_leave")
                    .sized(12, "delta")
                    .sized(13, "tf")
                    .number(14, "flag")
                    .number(15, "type")
                    .number(16, "phase")
                    .sized(17, "cursor")
                    .number(18, "limit")
                    .number(19, "asc");
    private static final Fields UNSUBSCRIBE = new Fields().sized(1, "channel");
    private static final Fields PUBLISH =
            new Fields()
                    .sized(1, "channel")
                    .data(2, "data")
                    .number(3, "type")
                    .sized(4, "key")
                    .number(5, "removed");
    private static final Fields PRESENCE = new Fields().sized(1, "channel");
    private static final Fields PRESENCE_STATS = new Fields().sized(1, "channel");
    private static final Fields HISTORY =
            new Fields()
                    .sized(1, "channel")
                    .number(7, "limit")
                    .sized(8, "since")
                    .number(9, "reverse");
    private static final Fields SEND = new Fields().data(1, "data");
    private static final Fields RPC = new Fields().data(1, "data").sized(2, "method");
    private static final Fields REFRESH = new Fields().sized(1, "token");
    private static final Fields SUB_REFRESH =
            new Fields()
                    .sized(1, "channel")
                    .sized(2, "token")
                    .number(3, "type")
                    .sized(4, "track")
                    .sized(5, "untrack");

    private RequestFields() {}

    static Command command(FieldReader in) throws MalformedException {
        long id = 0;
        Request request = new Request.None();
        int first = Integer.MAX_VALUE;
        for (int field = in.next(COMMAND); field != 0; field = in.next(COMMAND)) {
            if (field == 1) {
                id = in.uint32();
            } else {
                Request read = in.message(body(field));
                if (field <= first) {
                    first = field;
                    request = read;
                }
            }
        }
        return new Command(id, request);
    }

    private static FieldReader.Body<? extends Request> body(int field) {
        return switch (field) {
            case 4 -> RequestFields::connect;
            case 5 -> RequestFields::subscribe;
            case 6 -> RequestFields::unsubscribe;
            case 7 -> RequestFields::publish;
            case 8 -> RequestFields::presence;
            case 9 -> RequestFields::presenceStats;
            case 10 -> RequestFields::history;
            case 11 -> RequestFields::ping;
            case 12 -> RequestFields::send;
            case 13 -> RequestFields::rpc;
            case 14 -> RequestFields::refresh;
            case 15 -> RequestFields::subRefresh;
            default -> throw new AssertionError(field);
        };
    }

    static void write(Command command, FieldWriter out) {
        out.uint32(1, "id", command.id());
        switch (command.request()) {
            case Request.Connect request ->
                    out.message(4, "connect", request, RequestFields::write);
            case Request.Subscribe request ->
                    out.message(5, "subscribe", request, RequestFields::write);
            case Request.Unsubscribe request ->
                    out.message(6, "unsubscribe", request, RequestFields::write);
            case Request.Publish request ->
                    out.message(7, "publish", request, RequestFields::write);
            case Request.Presence request ->
                    out.message(8, "presence", request, RequestFields::write);
            case Request.PresenceStats request ->
                    out.message(9, "presence_stats", request, RequestFields::write);
            case Request.History request ->
                    out.message(10, "history", request, RequestFields::write);
            case Request.Ping request -> out.message(11, "ping", request, RequestFields::write);
            case Request.Send request -> out.message(12, "send", request, RequestFields::write);
            case Request.Rpc request -> out.message(13, "rpc", request, RequestFields::write);
            case Request.Refresh request ->
                    out.message(14, "refresh", request, RequestFields::write);
            case Request.SubRefresh request ->
                    out.message(15, "sub_refresh", request, RequestFields::write);
            case Request.None() -> {}
        }
    }

    static Request.Connect connect(FieldReader in) throws MalformedException {
        String token = "";
        Data data = Data.EMPTY;
        Map<String, Request.Subscribe> subs = Map.of();
        String name = "";
        String version = "";
        Map<String, String> headers = Map.of();
        long flag = 0;
        for (int field = in.next(CONNECT); field != 0; field = in.next(CONNECT)) {
            switch (field) {
                case 1 -> token = in.string();
                case 2 -> data = in.data();
                case 3 -> subs = in.map(subs, RequestFields::subscribe);
                case 4 -> name = in.string();
                case 5 -> version = in.string();
                case 6 -> headers = in.stringMap(headers);
                case 7 -> flag = in.int64();
                default -> throw new AssertionError(field);
            }
        }
        return new Request.Connect(token, data, subs, name, version, headers, flag);
    }

    static void write(Request.Connect message, FieldWriter out) {
        out.string(1, "token", message.token());
        out.data(2, "data", message.data());
        out.map(3, "subs", message.subs(), RequestFields::write);
        out.string(4, "name", message.name());
        out.string(5, "version", message.version());
        out.stringMap(6, "headers", message.headers());
        out.int64(7, "flag", message.flag());
    }

    static Request.Subscribe subscribe(FieldReader in) throws MalformedException {
        Request.Subscribe.Builder read = Request.Subscribe.builder();
        for (int field = in.next(SUBSCRIBE); field != 0; field = in.next(SUBSCRIBE)) {
            switch (field) {
                case 1 -> read.channel(in.string());
                case 2 -> read.token(in.string());
                case 3 -> read.recover(in.bool());
                case 6 -> read.epoch(in.string());
                case 7 -> read.offset(in.uint64());
                case 8 -> read.data(in.data());
                case 9 -> read.positioned(in.bool());
                case 10 -> read.recoverable(in.bool());
                case 11 -> read.joinLeave(in.bool());
                case 12 -> read.delta(in.string());
                case 13 -> read.filter(in.message(SharedFields::filter));
                case 14 -> read.flag(in.int64());
                case 15 -> read.type(in.int32());
                case 16 -> read.phase(in.int32());
                case 17 -> read.cursor(in.string());
                case 18 -> read.limit(in.int32());
                case 19 -> read.asc(in.bool());
                default -> throw new AssertionError(field);
            }
        }
        return read.build();
    }

    static void write(Request.Subscribe message, FieldWriter out) {
        out.string(1, "channel", message.channel());
        out.string(2, "token", message.token());
        out.bool(3, "recover", message.recover());
        out.string(6, "epoch", message.epoch());
        out.uint64(7, "offset", message.offset());
        out.data(8, "data", message.data());
        out.bool(9, "positioned", message.positioned());
        out.bool(10, "recoverable", message.recoverable());
        out.bool(11, "join_leave", message.joinLeave());
        out.string(12, "delta", message.delta());
        out.optional(13, "tf", message.filter(), SharedFields::write);
        out.int64(14, "flag", message.flag());
        out.int32(15, "type", message.type());
        out.int32(16, "phase", message.phase());
        out.string(17, "cursor", message.cursor());
        out.int32(18, "limit", message.limit());
        out.bool(19, "asc", message.asc());
    }

    static Request.Unsubscribe unsubscribe(FieldReader in) throws MalformedException {
        String channel = "";
        while (in.next(UNSUBSCRIBE) != 0) {
            channel = in.string();
        }
        return new Request.Unsubscribe(channel);
    }

    static void write(Request.Unsubscribe message, FieldWriter out) {
        out.string(1, "channel", message.channel());
    }

    static Request.Publish publish(FieldReader in) throws MalformedException {
        String channel = "";
        Data data = Data.EMPTY;
        int type = 0;
        String key = "";
        boolean removed = false;
        for (int field = in.next(PUBLISH); field != 0; field = in.next(PUBLISH)) {
            switch (field) {
                case 1 -> channel = in.string();
                case 2 -> data = in.data();
                case 3 -> type = in.int32();
                case 4 -> key = in.string();
                case 5 -> removed = in.bool();
                default -> throw new AssertionError(field);
            }
        }
        return new Request.Publish(channel, data, type, key, removed);
    }

    static void write(Request.Publish message, FieldWriter out) {
        out.string(1, "channel", message.channel());
        out.data(2, "data", message.data());
        out.int32(3, "type", message.type());
        out.string(4, "key", message.key());
        out.bool(5, "removed", message.removed());
    }

    static Request.Presence presence(FieldReader in) throws MalformedException {
        String channel = "";
        while (in.next(PRESENCE) != 0) {
            channel = in.string();
        }
        return new Request.Presence(channel);
    }

    static void write(Request.Presence message, FieldWriter out) {
        out.string(1, "channel", message.channel());
    }

    static Request.PresenceStats presenceStats(FieldReader in) throws MalformedException {
        String channel = "";
        while (in.next(PRESENCE_STATS) != 0) {
            channel = in.string();
        }
        return new Request.PresenceStats(channel);
    }

    static void write(Request.PresenceStats message, FieldWriter out) {
        out.string(1, "channel", message.channel());
    }

    static Request.History history(FieldReader in) throws MalformedException {
        String channel = "";
        int limit = 0;
        Optional<StreamPosition> since = Optional.empty();
        boolean reverse = false;
        for (int field = in.next(HISTORY); field != 0; field = in.next(HISTORY)) {
            switch (field) {
                case 1 -> channel = in.string();
                case 7 -> limit = in.int32();
                case 8 -> since = Optional.of(in.message(SharedFields::position));
                case 9 -> reverse = in.bool();
                default -> throw new AssertionError(field);
            }
        }
        return new Request.History(channel, limit, since, reverse);
    }

    static void write(Request.History message, FieldWriter out) {
        out.string(1, "channel", message.channel());
        out.int32(7, "limit", message.limit());
        out.optional(8, "since", message.since(), SharedFields::write);
        out.bool(9, "reverse", message.reverse());
    }

    static Request.Ping ping(FieldReader in) throws MalformedException {
        in.next(NONE);
        return new Request.Ping();
    }

    static void write(Request.Ping message, FieldWriter out) {}

    static Request.Send send(FieldReader in) throws MalformedException {
        Data data = Data.EMPTY;
        while (in.next(SEND) != 0) {
            data = in.data();
        }
        return new Request.Send(data);
    }

    static void write(Request.Send message, FieldWriter out) {
        out.data(1, "data", message.data());
    }

    static Request.Rpc rpc(FieldReader in) throws MalformedException {
        Data data = Data.EMPTY;
        String method = "";
        for (int field = in.next(RPC); field != 0; field = in.next(RPC)) {
            switch (field) {
                case 1 -> data = in.data();
                case 2 -> method = in.string();
                default -> throw new AssertionError(field);
            }
        }
        return new Request.Rpc(data, method);
    }

    static void write(Request.Rpc message, FieldWriter out) {
        out.data(1, "data", message.data());
        out.string(2, "method", message.method());
    }

    static Request.Refresh refresh(FieldReader in) throws MalformedException {
        String token = "";
        while (in.next(REFRESH) != 0) {
            token = in.string();
        }
        return new Request.Refresh(token);
    }

    static void write(Request.Refresh message, FieldWriter out) {
        out.string(1, "token", message.token());
    }

    static Request.SubRefresh subRefresh(FieldReader in) throws MalformedException {
        String channel = "";
        String token = "";
        int type = 0;
        List<TrackBatch> track = List.of();
        List<String> untrack = List.of();
        for (int field = in.next(SUB_REFRESH); field != 0; field = in.next(SUB_REFRESH)) {
            switch (field) {
                case 1 -> channel = in.string();
                case 2 -> token = in.string();
                case 3 -> type = in.int32();
                case 4 -> track = in.list(track, SharedFields::track);
                case 5 -> untrack = in.strings(untrack);
                default -> throw new AssertionError(field);
            }
        }
        return new Request.SubRefresh(channel, token, type, track, untrack);
    }

    static void write(Request.SubRefresh message, FieldWriter out) {
        out.string(1, "channel", message.channel());
        out.string(2, "token", message.token());
        out.int32(3, "type", message.type());
        out.list(4, "track", message.track(), SharedFields::write);
        out.strings(5, "untrack", message.untrack());
    }
}
