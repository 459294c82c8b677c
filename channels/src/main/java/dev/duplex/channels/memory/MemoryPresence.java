package dev.duplex.channels.memory;

import dev.duplex.channels.Member;
import dev.duplex.channels.PresenceStats;
import dev.duplex.channels.engine.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Presence in memory. A channel is there while somebody is in it; its bin in the map is the lock of its
/// members. Who has expired is taken out when the channel is next looked at or changed: on one node
/// everyone who goes is taken out by name, so that nothing is left over.
final class MemoryPresence implements Presence {
    private record Present(Member member, Instant until) {}

    private final ConcurrentHashMap<String, Attendance> channels = new ConcurrentHashMap<>();
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
                    Attendance all = present == null ? new Attendance() : present;
                    all.put(member, until);
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
    public CompletionStage<List<Member>> members(String channel, int most) {
        List<Member> members = new ArrayList<>();
        look(channel, present -> present.addTo(members, most));
        return CompletableFuture.completedStage(members);
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        PresenceStats[] stats = {new PresenceStats(0, 0)};
        look(channel, present -> stats[0] = present.stats());
        return CompletableFuture.completedStage(stats[0]);
    }

    @Override
    public void close() {
        channels.clear();
    }

    private void look(String channel, Consumer<Attendance> at) {
        Instant now = clock.instant();
        channels.computeIfPresent(
                channel,
                (_, present) -> {
                    present.forgetUntil(now);
                    at.accept(present);
                    return present.isEmpty() ? null : present;
                });
    }

    /// Who is in one channel. Touched in the channel's bin of the map only. What is asked often takes no time in proportion to who is there.
    private static final class Attendance {
        private final Map<String, Present> clients = new HashMap<>(4);

        /// With how many clients each user is there.
        private final Map<String, Integer> users = new HashMap<>(4);

        /// Nobody's time is over before.
        private Instant earliest = Instant.MAX;

        boolean isEmpty() {
            return clients.isEmpty();
        }

        void put(Member member, Instant until) {
            Present before = clients.put(member.client(), new Present(member, until));
            if (before != null) {
                uncount(before);
            }
            users.merge(member.user(), 1, Integer::sum);
            earliest = until.isBefore(earliest) ? until : earliest;
        }

        void remove(String client) {
            Present gone = clients.remove(client);
            if (gone != null) {
                uncount(gone);
            }
        }

        void forgetUntil(Instant now) {
            if (now.isBefore(earliest)) {
                return;
            }
            earliest = Instant.MAX;
            for (Iterator<Present> all = clients.values().iterator(); all.hasNext(); ) {
                Present one = all.next();
                if (!now.isBefore(one.until())) {
                    all.remove();
                    uncount(one);
                } else if (one.until().isBefore(earliest)) {
                    earliest = one.until();
                }
            }
        }

        private void uncount(Present gone) {
            users.computeIfPresent(
                    gone.member().user(), (_, count) -> count == 1 ? null : count - 1);
        }

        void addTo(List<Member> members, int most) {
            clients.values().stream().limit(most).forEach(it -> members.add(it.member()));
        }

        PresenceStats stats() {
            return new PresenceStats(clients.size(), users.size());
        }
    }
}
