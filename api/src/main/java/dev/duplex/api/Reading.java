package dev.duplex.api;

import static dev.duplex.api.Fields.CHANNEL;
import static dev.duplex.api.Fields.CHAN_INFO;
import static dev.duplex.api.Fields.CONN_INFO;
import static dev.duplex.api.Fields.EPOCH;
import static dev.duplex.api.Fields.MEMBER;
import static dev.duplex.api.Fields.MEMBER_CLIENT;
import static dev.duplex.api.Fields.MEMBER_USER;
import static dev.duplex.api.Fields.NUM_CLIENTS;
import static dev.duplex.api.Fields.NUM_USERS;
import static dev.duplex.api.Fields.OFFSET;
import static dev.duplex.api.Fields.POSITION;
import static dev.duplex.api.Fields.TAGS;

import dev.duplex.api.Method.Example;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What is in a channel: history and presence.
final class Reading {
    private static final Field<Long> LIMIT =
            Field.of(
                    "limit",
                    Type.whole(Integer.MIN_VALUE, Integer.MAX_VALUE),
                    "The most publications to give; without it only the position is given, and with -1 as many as there are, up to the hub's own limit.");
    private static final Field<Values> SINCE =
            Field.of(
                    "since", POSITION, "What follows this position; in reverse: what precedes it.");
    private static final Field<Boolean> REVERSE =
            Field.of("reverse", Type.FLAG, "The latest first.");
    private static final Field<Payload> PUBLISHED =
            Field.of(
                            "data",
                            Type.JSON,
                            "What was published. Text is a string, and what is binary a string in Base64.")
                    .always();
    private static final Field<Values> PUBLISHER =
            Field.of("info", MEMBER, "Who published it, if a client did.");
    private static final Field<List<Values>> PUBLICATIONS =
            Field.of(
                            "publications",
                            Type.list(Type.object(PUBLISHED, PUBLISHER, OFFSET, TAGS)),
                            "In the order that was asked for.")
                    .always();
    private static final Field<Map<String, Values>> PRESENT =
            Field.of("presence", Type.map(MEMBER), "Who is there, by the connection's id.")
                    .always();

    private final Hub hub;

    Reading(Hub hub) {
        this.hub = hub;
    }

    Method history() {
        return new Method(
                "history",
                "Reads a channel's history.",
                List.of(CHANNEL, LIMIT, SINCE, REVERSE),
                Type.object(PUBLICATIONS, OFFSET.always(), EPOCH.always()),
                List.of(
                        new Example(
                                "Where the channel stands",
                                "{\"channel\":\"chat:lobby\"}",
                                "{\"publications\":[],\"offset\":17,\"epoch\":\"k3v7qjfa\"}"),
                        new Example(
                                "The latest publication",
                                "{\"channel\":\"chat:lobby\",\"limit\":1,\"reverse\":true}",
                                "{\"publications\":[{\"data\":{\"text\":\"hello\"},\"offset\":17}],\"offset\":17,\"epoch\":\"k3v7qjfa\"}")),
                request ->
                        hub.history(request.get(CHANNEL), query(request))
                                .thenApply(it -> Answer.of(it.map(Reading::page))));
    }

    Method historyRemove() {
        return new Method(
                "history_remove",
                "Removes a channel's history. Its position stays.",
                List.of(CHANNEL),
                Fields.NOTHING,
                List.of(new Example("All of it", "{\"channel\":\"chat:lobby\"}", "{}")),
                request ->
                        hub.removeHistory(request.get(CHANNEL))
                                .thenApply(it -> Answer.of(it.map(_ -> Values.of()))));
    }

    Method presence() {
        return new Method(
                "presence",
                "Who is in a channel.",
                List.of(CHANNEL),
                Type.object(PRESENT),
                List.of(
                        new Example(
                                "Everyone",
                                "{\"channel\":\"chat:lobby\"}",
                                "{\"presence\":{\"b9f1\":{\"user\":\"ann\",\"client\":\"b9f1\"}}}")),
                request ->
                        hub.presence(request.get(CHANNEL))
                                .thenApply(it -> Answer.of(it.map(Reading::present))));
    }

    Method presenceStats() {
        return new Method(
                "presence_stats",
                "How many are in a channel.",
                List.of(CHANNEL),
                Type.object(NUM_CLIENTS, NUM_USERS),
                List.of(
                        new Example(
                                "Connections and users",
                                "{\"channel\":\"chat:lobby\"}",
                                "{\"num_clients\":3,\"num_users\":2}")),
                request -> stats(request.get(CHANNEL)));
    }

    private CompletionStage<Answer> stats(String channel) {
        return hub.presenceStats(channel)
                .thenApply(result ->
                        Answer.of(
                                result.map(it ->
                                        Values.of()
                                                .with(NUM_CLIENTS, (long) it.clients())
                                                .with(NUM_USERS, (long) it.users()))));
    }

    private static HistoryQuery query(Values request) {
        Values since = request.get(SINCE);
        return new HistoryQuery(
                since.isAbsent() ? Optional.empty() : Optional.of(position(since)),
                (int) Math.max(HistoryQuery.ALL, request.get(LIMIT)),
                request.get(REVERSE));
    }

    static Position position(Values position) {
        return new Position(position.get(EPOCH), position.get(OFFSET));
    }

    private static Values page(HistoryPage page) {
        return Values.of()
                .with(PUBLICATIONS, page.publications().stream().map(Reading::publication).toList())
                .with(OFFSET.always(), page.position().offset())
                .with(EPOCH.always(), page.position().epoch());
    }

    private static Values publication(Publication publication) {
        Values values =
                Values.of()
                        .with(PUBLISHED, publication.payload())
                        .with(OFFSET, publication.offset())
                        .with(TAGS, publication.tags());
        publication.publisher().ifPresent(it -> values.with(PUBLISHER, member(it)));
        return values;
    }

    private static Values present(List<Member> members) {
        Map<String, Values> all = LinkedHashMap.newLinkedHashMap(members.size());
        members.forEach(it -> all.put(it.client(), member(it)));
        return Values.of().with(PRESENT, all);
    }

    private static Values member(Member member) {
        return Values.of()
                .with(MEMBER_USER, member.user())
                .with(MEMBER_CLIENT, member.client())
                .with(CONN_INFO, member.connectionInfo())
                .with(CHAN_INFO, member.channelInfo());
    }
}
