package dev.duplex.session;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what peers hold, in all and per remote address, and refuses what is too much. Thread-safe.
public final class Admission {
    /// What became of a wish to be counted.
    public enum Verdict {
        ADMITTED,
        /// As many in all as may be.
        TOO_MANY,
        /// As many of one address as may be.
        TOO_MANY_OF_ADDRESS
    }

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    public Admission(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /// Counts one more, until [#release], if it is admitted.
    public Verdict admit(InetAddress address) {
        if (!admitUnnamed()) {
            return Verdict.TOO_MANY;
        }
        if (!admitAddress(address)) {
            releaseUnnamed();
            return Verdict.TOO_MANY_OF_ADDRESS;
        }
        return Verdict.ADMITTED;
    }

    /// Counts one more in all, of whom it is not known whose it is, until [#releaseUnnamed].
    ///
    /// @return whether there was room
    public boolean admitUnnamed() {
        if (total.incrementAndGet() > most) {
            total.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Counts one more of an address only, until [#releaseAddress].
    ///
    /// @return whether there was room
    public boolean admitAddress(InetAddress address) {
        boolean[] counted = {false};
        perAddress.compute(
                address,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    counted[0] = now < mostPerAddress;
                    return counted[0] ? Integer.valueOf(now + 1) : count;
                });
        return counted[0];
    }

    /// One that was admitted is gone.
    public void release(InetAddress address) {
        releaseAddress(address);
        releaseUnnamed();
    }

    /// One that [#admitUnnamed] admitted is gone.
    public void releaseUnnamed() {
        total.decrementAndGet();
    }

    /// One that [#admitAddress] admitted is gone.
    public void releaseAddress(InetAddress address) {
        perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /// How many are counted now, those included that are just being refused.
    public int total() {
        return total.get();
    }
}
