package dev.duplex.api;

import dev.duplex.channels.Payload;
import java.util.List;
import java.util.Map;

/// The fields that several methods have, of requests and of answers.
final class Fields {
    private static final Type<Long> COUNT = Type.whole(0, Integer.MAX_VALUE);
    private static final Type<Long> OFFSETS = Type.whole(0, Long.MAX_VALUE);

    // --- who and where

    static final Field<String> CHANNEL =
            Field.of("channel", Type.TEXT, "The channel's name.").always();
    static final Field<String> USER = Field.of("user", Type.TEXT, "Whose connections.");
    static final Field<String> CLIENT =
            Field.of(
                    "client",
                    Type.TEXT,
                    "The id of the only connection that is meant; it must be the user's.");
    static final Field<String> SESSION =
            Field.of("session", Type.TEXT, "Not available: connections are named by `client`.");

    // --- what is published

    static final Field<Payload> DATA = Field.of("data", Type.JSON, "What is published: any JSON.");
    static final Field<Payload> B64DATA =
            Field.of(
                    "b64data",
                    Type.BASE64,
                    "What is published, if it is binary; in place of `data`.");
    static final Field<Boolean> SKIP_HISTORY =
            Field.of(
                    "skip_history",
                    Type.FLAG,
                    "It only passes through: history does not keep it, and it has no position.");
    static final Field<Map<String, String>> TAGS =
            Field.of("tags", Type.WORDS, "Words about it, by which subscribers choose.");
    static final Field<String> KEY =
            Field.of(
                    "key",
                    Type.TEXT,
                    "What it is about: in a channel with delivery `latest`, slow subscribers get the latest of each key.");
    static final Field<String> IDEMPOTENCY_KEY =
            Field.of(
                    "idempotency_key",
                    Type.TEXT,
                    "Published once however often it is sent with this key, for some minutes: later ones are answered with the first one's position.");
    static final Field<Boolean> DELTA =
            Field.of(
                    "delta",
                    Type.FLAG,
                    "Taken and without effect: whether a subscriber gets deltas is settled when it subscribes.");
    static final Field<Long> VERSION = Field.of("version", OFFSETS, "Not available, but 0.");
    static final Field<String> VERSION_EPOCH =
            Field.of("version_epoch", Type.TEXT, "Not available.");

    // --- where in a channel

    static final Field<Long> OFFSET =
            Field.of(
                    "offset",
                    OFFSETS,
                    "The publication's place in its channel; not there where the channel keeps none.");
    static final Field<String> EPOCH =
            Field.of(
                    "epoch",
                    Type.TEXT,
                    "What the offset belongs to: one life of the channel's stream.");
    static final Type<Values> POSITION = Type.object(OFFSET, EPOCH);

    // --- who is there

    static final Field<String> MEMBER_USER =
            Field.of("user", Type.TEXT, "Whose connection it is; empty if anonymous.").always();
    static final Field<String> MEMBER_CLIENT =
            Field.of("client", Type.TEXT, "The connection's id.").always();
    static final Field<Payload> CONN_INFO =
            Field.of("conn_info", Type.JSON, "What the connection brought along.");
    static final Field<Payload> CHAN_INFO =
            Field.of("chan_info", Type.JSON, "What the subscription brought along.");
    static final Type<Values> MEMBER =
            Type.object(MEMBER_USER, MEMBER_CLIENT, CONN_INFO, CHAN_INFO);
    static final Field<Long> NUM_CLIENTS = Field.of("num_clients", COUNT, "Connections.").always();
    static final Field<Long> NUM_USERS = Field.of("num_users", COUNT, "Different users.").always();

    // --- errors

    static final Field<Long> CODE =
            Field.of("code", Type.whole(0, 65_535), "For programs.").always();
    static final Field<String> MESSAGE = Field.of("message", Type.TEXT, "For people.").always();
    static final Type<Values> ERRORS = Type.object(CODE, MESSAGE);
    static final Field<Values> ERROR = Field.of("error", ERRORS, "Why it was not done.");

    /// Of an answer without anything in it.
    static final Type<Values> NOTHING = Type.object(List.of());

    private Fields() {}

    static Type<Long> count() {
        return COUNT;
    }

    static Values error(Answer.Failed failed) {
        return Values.of().with(CODE, (long) failed.code().code()).with(MESSAGE, failed.message());
    }

    /// A position as it is answered with: nothing where there is none.
    static Values position(dev.duplex.channels.Position position) {
        return Values.of().with(OFFSET, position.offset()).with(EPOCH, position.epoch());
    }
}
