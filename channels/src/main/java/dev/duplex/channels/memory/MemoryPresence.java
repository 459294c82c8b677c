package dev.duplex.channels.memory;

import dev.duplex.channels.Member;
import dev.duplex.channels.PresenceStats;
import dev.duplex.channels.engine.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Presence in memory. A channel is there while somebody is in it; its bin in the map is the lock of its
/// members. Who has expired is taken out when the channel is next looked at or changed: on one node
/// everyone who goes is taken out by name, so that nothing is left over.
final class MemoryPresence implements Presence {
    private record Present(Member member, Instant until) {}

    private final ConcurrentHashMap<String, Map<String, Present>> channels =
            new ConcurrentHashMap<>();
    private final InstantSource clock;

    MemoryPresence(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> add(String channel, Member member, Duration ttl) {
        Instant until = clock.instant().plus(ttl);
        channels.compute(
                channel,
                (_, present) -> {
                    Map<String, Present> all = present == null ? new HashMap<>(4) : present;
                    all.put(member.client(), new Present(member, until));
                    return all;
                });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        channels.computeIfPresent(
                channel,
                (_, present) -> {
                    present.remove(client);
                    return present.isEmpty() ? null : present;
                });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<Member>> members(String channel) {
        List<Member> members = new ArrayList<>();
        look(channel, present -> members.add(present.member()));
        return CompletableFuture.completedStage(members);
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        Set<String> users = new HashSet<>();
        int[] clients = new int[1];
        look(
                channel,
                present -> {
                    users.add(present.member().user());
                    clients[0]++;
                });
        return CompletableFuture.completedStage(new PresenceStats(clients[0], users.size()));
    }

    @Override
    public void close() {
        channels.clear();
    }

    private void look(String channel, Consumer<Present> each) {
        Instant now = clock.instant();
        channels.computeIfPresent(
                channel,
                (_, present) -> {
                    present.values().removeIf(it -> !now.isBefore(it.until()));
                    present.values().forEach(each);
                    return present.isEmpty() ? null : present;
                });
    }
}
