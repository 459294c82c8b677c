package dev.duplex.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what peers hold, in all and per remote address, and refuses what is too much. Thread-safe.
///
/// An IPv6 address counts as its network of 64 bits: that is what a subscriber of a provider has at least (RFC 6177), who could
/// come from as many addresses as there are otherwise. One that stands for an IPv4 address (RFC 6052's well-known prefix) counts
/// by itself.
public final class Admission {
    /// What became of a wish to be counted.
    public enum Verdict {
        ADMITTED,
        /// As many in all as may be.
        TOO_MANY,
        /// As many of one address as may be.
        TOO_MANY_OF_ADDRESS
    }

    private static final int NETWORK_BYTES = 8;

    /// `64:ff9b::/96`, what an IPv4 address follows.
    private static final byte[] TRANSLATED = {
        0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0
    };

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
                network(address),
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
        perAddress.computeIfPresent(network(address), (_, count) -> count == 1 ? null : count - 1);
    }

    /// How many are counted now, those included that are just being refused.
    public int total() {
        return total.get();
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        int prefix = TRANSLATED.length;
        if (Arrays.equals(bytes, 0, prefix, TRANSLATED, 0, prefix)) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }
}
