package dev.duplex.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// An endless list of faults, all chosen by a seed: the same settings give the same list. First each kind comes once, as soon as none of its
/// group lasts; then any. Times between faults are distributed
/// exponentially, as of events that do not know of each other; how long a fault lasts, evenly.
final class Schedule {
    /// How many bytes pass at most before a cut: a frame's head and some of its payload.
    private static final int MOST_BYTES_BEFORE_CUT = 300;

    /// From a modem's rate down to where a small message takes a second.
    private static final int SLOWEST = 200;

    private static final int FASTEST = 6_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Random random;
    private final List<FaultKind> kinds;
    private final Duration meanInterval;
    private final Duration shortest;
    private final Duration longest;
    private final Duration silence;
    private final Map<FaultKind.Group, Duration> busyUntil = new EnumMap<>(FaultKind.Group.class);
    private final Set<FaultKind> owed;
    private Duration now = Duration.ZERO;

    /// @param kinds at least one
    /// @param shortest how long a fault lasts at least
    /// @param longest how long a fault lasts at most
    /// @param silence how much longer most of those last that nobody is told of
    Schedule(
            long seed,
            Set<FaultKind> kinds,
            Duration meanInterval,
            Duration shortest,
            Duration longest,
            Duration silence) {
        random = new Random(seed);
        this.kinds = kinds.stream().sorted().toList();
        owed = EnumSet.copyOf(kinds);
        this.meanInterval = meanInterval;
        this.shortest = shortest;
        this.longest = longest;
        this.silence = silence;
    }

    /// The next, not before the one before it, and not while another of its group lasts.
    Planned next() {
        now = now.plusNanos(nanos(-Math.log(1 - random.nextDouble()) * seconds(meanInterval)));
        List<FaultKind> free = free();
        while (free.isEmpty()) {
            now = kinds.stream().map(this::busyUntil).min(Duration::compareTo).orElseThrow();
            free = free();
        }
        FaultKind kind = choose(free);
        Planned planned =
                new Planned(
                        kind,
                        now,
                        kind.lasts() ? lasts(kind) : Duration.ZERO,
                        directions(kind),
                        random.nextInt(3) == 0 ? 1 : random.nextDouble(),
                        1 + random.nextInt(MOST_BYTES_BEFORE_CUT),
                        random.nextInt(SLOWEST, FASTEST + 1),
                        random.nextLong());
        busyUntil.put(kind.group(), planned.until());
        return planned;
    }

    private FaultKind choose(List<FaultKind> free) {
        List<FaultKind> first = free.stream().filter(owed::contains).toList();
        List<FaultKind> among = first.isEmpty() ? free : first;
        FaultKind kind = among.get(random.nextInt(among.size()));
        owed.remove(kind);
        return kind;
    }

    private List<FaultKind> free() {
        return kinds.stream().filter(kind -> busyUntil(kind).compareTo(now) <= 0).toList();
    }

    private Duration busyUntil(FaultKind kind) {
        return busyUntil.getOrDefault(kind.group(), Duration.ZERO);
    }

    private Duration lasts(FaultKind kind) {
        Duration lasts =
                shortest.plusNanos(nanos(random.nextDouble() * seconds(longest.minus(shortest))));
        return kind.isSilent() && random.nextInt(3) > 0 ? lasts.plus(silence) : lasts;
    }

    private Set<Direction> directions(FaultKind kind) {
        return switch (random.nextInt(kind == FaultKind.STALL ? 3 : 2)) {
            case 0 -> Set.of(Direction.TO_SERVER);
            case 1 -> Set.of(Direction.TO_CLIENT);
            default -> Direction.BOTH;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    private static long nanos(double seconds) {
        return (long) (seconds * NANOS_PER_SECOND);
    }
}
