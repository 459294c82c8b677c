package dev.duplex.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/// A sum for each constant of an enum. Any thread.
final class EnumCounts<E extends Enum<E>> {
    /// Not changed any more once it is made.
    private final Map<E, LongAdder> counts;

    EnumCounts(Class<E> constants) {
        counts = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    void increment(E constant) {
        LongAdder count = counts.get(constant);
        if (count != null) {
            count.increment();
        }
    }

    void forEach(ObjLongConsumer<E> each) {
        counts.forEach((constant, count) -> each.accept(constant, count.sum()));
    }

    /// Those that there have been.
    void forEachSeen(ObjLongConsumer<E> each) {
        forEach((constant, count) -> {
            if (count > 0) {
                each.accept(constant, count);
            }
        });
    }
}
