package dev.duplex.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A sum that one thread adds to and any thread reads: for the writer a plain addition, without a fence or a locked instruction. A reader sees
/// a value that was there, never half of one, and soon the latest.
final class Count {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Count.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // by VALUE
    private long value;

    /// By the one writer.
    void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    long sum() {
        return (long) VALUE.getOpaque(this);
    }
}
