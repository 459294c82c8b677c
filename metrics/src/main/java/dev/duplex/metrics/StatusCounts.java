package dev.duplex.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How often each HTTP status was answered: those from 100 to 599, and whatever else a handler may say together.
final class StatusCounts {
    private static final int FIRST = 100;
    private static final int LAST = 599;
    private static final int OTHER = LAST + 1;

    private final AtomicReferenceArray<@Nullable LongAdder> counts =
            new AtomicReferenceArray<>(OTHER - FIRST + 1);

    /// The status, or what stands for all that are none.
    static int bounded(int status) {
        return status < FIRST || status > LAST ? OTHER : status;
    }

    static String label(int bounded) {
        return bounded == OTHER ? "other" : Integer.toString(bounded);
    }

    void add(int status) {
        int index = bounded(status) - FIRST;
        LongAdder count = counts.get(index);
        if (count == null) {
            counts.compareAndSet(index, null, new LongAdder());
            count = counts.get(index);
        }
        if (count != null) {
            count.increment();
        }
    }

    void tell(Registration.Values values) {
        for (int i = 0; i < counts.length(); i++) {
            LongAdder count = counts.get(i);
            if (count != null) {
                values.add(count.sum(), label(FIRST + i));
            }
        }
    }
}
