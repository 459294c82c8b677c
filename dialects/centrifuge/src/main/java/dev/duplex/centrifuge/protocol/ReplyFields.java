package dev.duplex.centrifuge.protocol;

import java.util.Map;

/// The fields of replies and pushes.
final class ReplyFields {
    private static final Fields REPLY =
            new Fields()
                    .number(1, "id")
                    .sized(2, "error")
                    .sized(4, "push")
                    .sized(5, "connect")
                    .sized(6, "subscribe")
                    .sized(7, "unsubscribe")
                    .sized(8, "publish")
                    .sized(9, "presence")
                    .sized(10, "presence_stats")
                    .sized(11, "history")
                    .sized(12, "ping")
                    .sized(13, "rpc")
                    .sized(14, "refresh")
                    .sized(15, "sub_refresh");
    private static final Fields PUSH =
            new Fields()
                    .number(1, "id")
                    .sized(2, "channel")
                    .sized(4, "pub")
                    .sized(5, "join")
                    .sized(6, "leave")
                    .sized(7, "unsubscribe")
                    .sized(8, "message")
                    .sized(9, "subscribe")
                    .sized(10, "connect")
                    .sized(11, "disconnect")
                    .sized(12, "refresh");
    private static final Fields FAILURE =
            new Fields().number(1, "code").sized(2, "message").number(3, "temporary");
    private static final Fields JOIN = new Fields().sized(1, "info");
    private static final Fields LEAVE = new Fields().sized(1, "info");
    private static final Fields UNSUBSCRIBE = new Fields().number(2, "code").sized(3, "reason");
    private static final Fields MESSAGE = new Fields().data(1, "data");
    private static final Fields SUBSCRIBE =
            new Fields()
                    .number(1, "recoverable")
                    .sized(4, "epoch")
                    .number(5, "offset")
                    .number(6, "positioned")
                    .data(7, "data");
    private static final Fields CONNECT =
            new Fields()
                    .sized(1, "client")
                    .sized(2, "version")
                    .number(5, "expires")
                    .number(6, "ttl")
                    .data(3, "data")
                    .sized(4, "subs")
                    .number(7, "ping")
                    .number(8, "pong")
                    .sized(9, "session")
                    .sized(10, "node")
                    .number(11, "time");
    private static final Fields DISCONNECT =
            new Fields().number(1, "code").sized(2, "reason").number(3, "reconnect");
    private static final Fields REFRESH = new Fields().number(1, "expires").number(2, "ttl");

    private ReplyFields() {}

    static Reply reply(FieldReader in) throws MalformedException {
        long id = 0;
        Reply.Body body = new Reply.None();
        int first = Integer.MAX_VALUE;
        for (int field = in.next(REPLY); field != 0; field = in.next(REPLY)) {
            if (field == 1) {
                id = in.uint32();
            } else {
                Reply.Body read = in.message(body(field));
                if (field <= first) {
                    first = field;
                    body = read;
                }
            }
        }
        return new Reply(id, body);
    }

    private static FieldReader.Body<? extends Reply.Body> body(int field) {
        return switch (field) {
            case 2 -> ReplyFields::failure;
            case 4 -> ReplyFields::push;
            default -> ResultFields.body(field);
        };
    }

    static void write(Reply reply, FieldWriter out) {
        out.uint32(1, "id", reply.id());
        switch (reply.body()) {
            case Reply.Failure failure -> out.message(2, "error", failure, ReplyFields::write);
            case Reply.Push push -> out.message(4, "push", push, ReplyFields::write);
            case Result result -> ResultFields.write(result, out);
            case Reply.None() -> {}
        }
    }

    private static Reply.Push push(FieldReader in) throws MalformedException {
        long id = 0;
        String channel = "";
        // A push without any event that is known is one of an empty message: clients ignore it.
        Event event = new Event.Message(Data.EMPTY);
        int first = Integer.MAX_VALUE;
        for (int field = in.next(PUSH); field != 0; field = in.next(PUSH)) {
            switch (field) {
                case 1 -> id = in.int64();
                case 2 -> channel = in.string();
                default -> {
                    Event read = in.message(event(field));
                    if (field <= first) {
                        first = field;
                        event = read;
                    }
                }
            }
        }
        return new Reply.Push(channel, id, event);
    }

    private static FieldReader.Body<? extends Event> event(int field) {
        return switch (field) {
            case 4 -> SharedFields::publication;
            case 5 -> ReplyFields::join;
            case 6 -> ReplyFields::leave;
            case 7 -> ReplyFields::unsubscribe;
            case 8 -> ReplyFields::message;
            case 9 -> ReplyFields::subscribe;
            case 10 -> ReplyFields::connect;
            case 11 -> ReplyFields::disconnect;
            case 12 -> ReplyFields::refresh;
            default -> throw new AssertionError(field);
        };
    }

    private static void write(Reply.Push push, FieldWriter out) {
        out.int64(1, "id", push.id());
        out.string(2, "channel", push.channel());
        switch (push.event()) {
            case Publication publication -> out.message(4, "pub", publication, SharedFields::write);
            case Event.Join event -> out.message(5, "join", event, ReplyFields::write);
            case Event.Leave event -> out.message(6, "leave", event, ReplyFields::write);
            case Event.Unsubscribe event ->
                    out.message(7, "unsubscribe", event, ReplyFields::write);
            case Event.Message event -> out.message(8, "message", event, ReplyFields::write);
            case Event.Subscribe event -> out.message(9, "subscribe", event, ReplyFields::write);
            case Event.Connect event -> out.message(10, "connect", event, ReplyFields::write);
            case Event.Disconnect event -> out.message(11, "disconnect", event, ReplyFields::write);
            case Event.Refresh event -> out.message(12, "refresh", event, ReplyFields::write);
        }
    }

    private static Reply.Failure failure(FieldReader in) throws MalformedException {
        long code = 0;
        String message = "";
        boolean temporary = false;
        for (int field = in.next(FAILURE); field != 0; field = in.next(FAILURE)) {
            switch (field) {
                case 1 -> code = in.uint32();
                case 2 -> message = in.string();
                case 3 -> temporary = in.bool();
                default -> throw new AssertionError(field);
            }
        }
        return new Reply.Failure(code, message, temporary);
    }

    private static void write(Reply.Failure message, FieldWriter out) {
        out.uint32(1, "code", message.code());
        out.string(2, "message", message.message());
        out.bool(3, "temporary", message.temporary());
    }

    static Event.Join join(FieldReader in) throws MalformedException {
        ClientInfo info = ClientInfo.NONE;
        while (in.next(JOIN) != 0) {
            info = in.message(SharedFields::clientInfo);
        }
        return new Event.Join(info);
    }

    static void write(Event.Join message, FieldWriter out) {
        out.message(1, "info", message.info(), SharedFields::write);
    }

    static Event.Leave leave(FieldReader in) throws MalformedException {
        ClientInfo info = ClientInfo.NONE;
        while (in.next(LEAVE) != 0) {
            info = in.message(SharedFields::clientInfo);
        }
        return new Event.Leave(info);
    }

    static void write(Event.Leave message, FieldWriter out) {
        out.message(1, "info", message.info(), SharedFields::write);
    }

    static Event.Unsubscribe unsubscribe(FieldReader in) throws MalformedException {
        long code = 0;
        String reason = "";
        for (int field = in.next(UNSUBSCRIBE); field != 0; field = in.next(UNSUBSCRIBE)) {
            switch (field) {
                case 2 -> code = in.uint32();
                case 3 -> reason = in.string();
                default -> throw new AssertionError(field);
            }
        }
        return new Event.Unsubscribe(code, reason);
    }

    static void write(Event.Unsubscribe message, FieldWriter out) {
        out.uint32(2, "code", message.code());
        out.string(3, "reason", message.reason());
    }

    static Event.Message message(FieldReader in) throws MalformedException {
        Data data = Data.EMPTY;
        while (in.next(MESSAGE) != 0) {
            data = in.data();
        }
        return new Event.Message(data);
    }

    static void write(Event.Message message, FieldWriter out) {
        out.data(1, "data", message.data());
    }

    static Event.Subscribe subscribe(FieldReader in) throws MalformedException {
        boolean recoverable = false;
        String epoch = "";
        long offset = 0;
        boolean positioned = false;
        Data data = Data.EMPTY;
        for (int field = in.next(SUBSCRIBE); field != 0; field = in.next(SUBSCRIBE)) {
            switch (field) {
                case 1 -> recoverable = in.bool();
                case 4 -> epoch = in.string();
                case 5 -> offset = in.uint64();
                case 6 -> positioned = in.bool();
                case 7 -> data = in.data();
                default -> throw new AssertionError(field);
            }
        }
        return new Event.Subscribe(recoverable, epoch, offset, positioned, data);
    }

    static void write(Event.Subscribe message, FieldWriter out) {
        out.bool(1, "recoverable", message.recoverable());
        out.string(4, "epoch", message.epoch());
        out.uint64(5, "offset", message.offset());
        out.bool(6, "positioned", message.positioned());
        out.data(7, "data", message.data());
    }

    static Event.Connect connect(FieldReader in) throws MalformedException {
        Result.Connect.Builder read = Result.Connect.builder();
        Map<String, Result.Subscribe> subs = Map.of();
        for (int field = in.next(CONNECT); field != 0; field = in.next(CONNECT)) {
            switch (field) {
                case 1 -> read.client(in.string());
                case 2 -> read.version(in.string());
                case 5 -> read.expires(in.bool());
                case 6 -> read.ttl(in.uint32());
                case 3 -> read.data(in.data());
                case 4 -> subs = in.map(subs, ResultFields::subscribe);
                case 7 -> read.ping(in.uint32());
                case 8 -> read.pong(in.bool());
                case 9 -> read.session(in.string());
                case 10 -> read.node(in.string());
                case 11 -> read.time(in.int64());
                default -> throw new AssertionError(field);
            }
        }
        return new Event.Connect(read.subs(subs).build());
    }

    static void write(Event.Connect message, FieldWriter out) {
        Result.Connect result = message.result();
        out.string(1, "client", result.client());
        out.string(2, "version", result.version());
        out.bool(5, "expires", result.expires());
        out.uint32(6, "ttl", result.ttl());
        out.data(3, "data", result.data());
        out.map(4, "subs", result.subs(), ResultFields::write);
        out.uint32(7, "ping", result.ping());
        out.bool(8, "pong", result.pong());
        out.string(9, "session", result.session());
        out.string(10, "node", result.node());
        out.int64(11, "time", result.time());
    }

    static Event.Disconnect disconnect(FieldReader in) throws MalformedException {
        long code = 0;
        String reason = "";
        boolean reconnect = false;
        for (int field = in.next(DISCONNECT); field != 0; field = in.next(DISCONNECT)) {
            switch (field) {
                case 1 -> code = in.uint32();
                case 2 -> reason = in.string();
                case 3 -> reconnect = in.bool();
                default -> throw new AssertionError(field);
            }
        }
        return new Event.Disconnect(code, reason, reconnect);
    }

    static void write(Event.Disconnect message, FieldWriter out) {
        out.uint32(1, "code", message.code());
        out.string(2, "reason", message.reason());
        out.bool(3, "reconnect", message.reconnect());
    }

    static Event.Refresh refresh(FieldReader in) throws MalformedException {
        boolean expires = false;
        long ttl = 0;
        for (int field = in.next(REFRESH); field != 0; field = in.next(REFRESH)) {
            switch (field) {
                case 1 -> expires = in.bool();
                case 2 -> ttl = in.uint32();
                default -> throw new AssertionError(field);
            }
        }
        return new Event.Refresh(expires, ttl);
    }

    static void write(Event.Refresh message, FieldWriter out) {
        out.bool(1, "expires", message.expires());
        out.uint32(2, "ttl", message.ttl());
    }
}
