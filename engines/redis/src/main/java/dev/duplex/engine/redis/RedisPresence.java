package dev.duplex.engine.redis;

import dev.duplex.channels.Member;
import dev.duplex.channels.PresenceStats;
import dev.duplex.channels.engine.Presence;
import dev.duplex.channels.engine.RecordReader;
import dev.duplex.channels.engine.RecordWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/// Presence in Redis. Who has expired is taken out when the channel is next looked at or changed; where nobody does that, Redis forgets the
/// channel with the last of its members.
final class RedisPresence implements Presence {
    private final Servers servers;
    private final Keys keys;

    RedisPresence(Servers servers, Keys keys) {
        this.servers = servers;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Void> add(String channel, Member member, Duration ttl) {
        Arguments arguments =
                new Arguments().text(member.client()).bytes(encoded(member)).time(ttl);
        return run(channel, Script.ADD, arguments).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        return run(channel, Script.REMOVE, new Arguments().text(client)).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<List<Member>> members(String channel, int most) {
        return run(channel, Script.MEMBERS, new Arguments().number(most))
                .thenApply(
                        RedisStreams.readable(answer ->
                                IntStream.range(0, answer.size())
                                        .mapToObj(i -> decoded(answer.bytes(i)))
                                        .toList()));
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return run(channel, Script.STATS, new Arguments())
                .thenApply(it ->
                        new PresenceStats(
                                Math.toIntExact(it.number(0)), Math.toIntExact(it.number(1))));
    }

    /// Whoever made it closes the servers.
    @Override
    public void close() {}

    private CompletableFuture<Answer> run(String channel, Script script, Arguments arguments) {
        return servers.of(channel).commands().run(script, keys.presence(channel), arguments);
    }

    /// Behind the user's name, which `attendance.lua` counts by.
    private static byte[] encoded(Member member) {
        byte[] user = member.user().getBytes(StandardCharsets.UTF_8);
        byte[] head = (user.length + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] record = new RecordWriter(64).member(member).done();
        return ByteBuffer.allocate(head.length + user.length + record.length)
                .put(head)
                .put(user)
                .put(record)
                .array();
    }

    private static Member decoded(byte[] bytes) {
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        int user = Integer.parseInt(new String(bytes, 0, colon, StandardCharsets.US_ASCII));
        int from = colon + 1 + user;
        if (from < 0 || from > bytes.length) {
            throw new IllegalArgumentException("a member is shorter than it should be");
        }
        return RecordReader.read(
                ByteBuffer.wrap(bytes, from, bytes.length - from), RecordReader::member);
    }
}
