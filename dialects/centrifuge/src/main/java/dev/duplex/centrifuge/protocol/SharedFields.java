package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of what several messages have.
final class SharedFields {
    private static final Fields PUBLICATION =
            new Fields()
                    .data(4, "data")
                    .sized(5, "info")
                    .number(6, "offset")
                    .sized(7, "tags")
                    .number(8, "delta")
                    .number(9, "time")
                    .sized(10, "channel")
                    .sized(11, "key")
                    .number(12, "removed")
                    .number(13, "score")
                    .sized(14, "epoch")
                    .data(15, "prev_data")
                    .number(16, "version");
    private static final Fields CLIENT_INFO =
            new Fields()
                    .sized(1, "user")
                    .sized(2, "client")
                    .data(3, "conn_info")
                    .data(4, "chan_info");
    private static final Fields POSITION = new Fields().number(1, "offset").sized(2, "epoch");
    private static final Fields ITEM = new Fields().sized(1, "key").number(2, "version");
    private static final Fields TRACK = new Fields().sized(1, "signature").sized(2, "items");
    private static final Fields FILTER =
            new Fields()
                    .sized(1, "op")
                    .sized(2, "key")
                    .sized(3, "cmp")
                    .sized(4, "val")
                    .sized(5, "vals")
                    .sized(6, "nodes");

    private SharedFields() {}

    static Publication publication(FieldReader in) throws MalformedException {
        Data data = Data.EMPTY;
        Optional<ClientInfo> info = Optional.empty();
        long offset = 0;
        Map<String, String> tags = Map.of();
        boolean delta = false;
        long time = 0;
        String channel = "";
        String key = "";
        boolean removed = false;
        long score = 0;
        String epoch = "";
        Data prevData = Data.EMPTY;
        long version = 0;
        for (int field = in.next(PUBLICATION); field != 0; field = in.next(PUBLICATION)) {
            switch (field) {
                case 4 -> data = in.data();
                case 5 -> info = Optional.of(in.message(SharedFields::clientInfo));
                case 6 -> offset = in.uint64();
                case 7 -> tags = in.stringMap(tags);
                case 8 -> delta = in.bool();
                case 9 -> time = in.int64();
                case 10 -> channel = in.string();
                case 11 -> key = in.string();
                case 12 -> removed = in.bool();
                case 13 -> score = in.sint64();
                case 14 -> epoch = in.string();
                case 15 -> prevData = in.data();
                case 16 -> version = in.uint64();
                default -> throw new AssertionError(field);
            }
        }
        return new Publication(
                data, info, offset, tags, delta, time, channel, key, removed, score, epoch,
                prevData, version);
    }

    static void write(Publication message, FieldWriter out) {
        out.data(4, "data", message.data());
        out.optional(5, "info", message.info(), SharedFields::write);
        out.uint64(6, "offset", message.offset());
        out.stringMap(7, "tags", message.tags());
        out.bool(8, "delta", message.delta());
        out.int64(9, "time", message.time());
        out.string(10, "channel", message.channel());
        out.string(11, "key", message.key());
        out.bool(12, "removed", message.removed());
        out.sint64(13, "score", message.score());
        out.string(14, "epoch", message.epoch());
        out.data(15, "prev_data", message.prevData());
        out.uint64(16, "version", message.version());
    }

    static ClientInfo clientInfo(FieldReader in) throws MalformedException {
        String user = "";
        String client = "";
        Data connInfo = Data.EMPTY;
        Data chanInfo = Data.EMPTY;
        for (int field = in.next(CLIENT_INFO); field != 0; field = in.next(CLIENT_INFO)) {
            switch (field) {
                case 1 -> user = in.string();
                case 2 -> client = in.string();
                case 3 -> connInfo = in.data();
                case 4 -> chanInfo = in.data();
                default -> throw new AssertionError(field);
            }
        }
        return new ClientInfo(user, client, connInfo, chanInfo);
    }

    static void write(ClientInfo message, FieldWriter out) {
        out.stringAlways(1, "user", message.user());
        out.stringAlways(2, "client", message.client());
        out.data(3, "conn_info", message.connInfo());
        out.data(4, "chan_info", message.chanInfo());
    }

    static StreamPosition position(FieldReader in) throws MalformedException {
        long offset = 0;
        String epoch = "";
        for (int field = in.next(POSITION); field != 0; field = in.next(POSITION)) {
            switch (field) {
                case 1 -> offset = in.uint64();
                case 2 -> epoch = in.string();
                default -> throw new AssertionError(field);
            }
        }
        return new StreamPosition(offset, epoch);
    }

    static void write(StreamPosition message, FieldWriter out) {
        out.uint64(1, "offset", message.offset());
        out.string(2, "epoch", message.epoch());
    }

    static KeyedItem item(FieldReader in) throws MalformedException {
        String key = "";
        long version = 0;
        for (int field = in.next(ITEM); field != 0; field = in.next(ITEM)) {
            switch (field) {
                case 1 -> key = in.string();
                case 2 -> version = in.uint64();
                default -> throw new AssertionError(field);
            }
        }
        return new KeyedItem(key, version);
    }

    static void write(KeyedItem message, FieldWriter out) {
        out.string(1, "key", message.key());
        out.uint64(2, "version", message.version());
    }

    static TrackBatch track(FieldReader in) throws MalformedException {
        String signature = "";
        List<KeyedItem> items = List.of();
        for (int field = in.next(TRACK); field != 0; field = in.next(TRACK)) {
            switch (field) {
                case 1 -> signature = in.string();
                case 2 -> items = in.list(items, SharedFields::item);
                default -> throw new AssertionError(field);
            }
        }
        return new TrackBatch(signature, items);
    }

    static void write(TrackBatch message, FieldWriter out) {
        out.string(1, "signature", message.signature());
        out.list(2, "items", message.items(), SharedFields::write);
    }

    static FilterNode filter(FieldReader in) throws MalformedException {
        in.enterFilter();
        String op = "";
        String key = "";
        String cmp = "";
        String val = "";
        List<String> vals = List.of();
        List<FilterNode> nodes = List.of();
        for (int field = in.next(FILTER); field != 0; field = in.next(FILTER)) {
            switch (field) {
                case 1 -> op = in.string();
                case 2 -> key = in.string();
                case 3 -> cmp = in.string();
                case 4 -> val = in.string();
                case 5 -> vals = in.strings(vals);
                case 6 -> nodes = in.list(nodes, SharedFields::filter);
                default -> throw new AssertionError(field);
            }
        }
        in.leaveFilter();
        return new FilterNode(op, key, cmp, val, vals, nodes);
    }

    static void write(FilterNode message, FieldWriter out) {
        out.string(1, "op", message.op());
        out.string(2, "key", message.key());
        out.string(3, "cmp", message.cmp());
        out.string(4, "val", message.val());
        out.strings(5, "vals", message.vals());
        out.list(6, "nodes", message.nodes(), SharedFields::write);
    }
}
