package dev.duplex;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// Addresses that begin with the same bits (RFC 4632 §3.1), of IPv4 or of IPv6.
///
/// @param first the lowest of them, or any other
/// @param bits how many are the same
record AddressRange(InetAddress first, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f.:]{2,45}");
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /// An address, or one with the number of bits behind a slash.
    ///
    /// @throws IllegalArgumentException if it is neither
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        int all = 8 * address.getAddress().length;
        String bits = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > all) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return new AddressRange(address, Integer.parseInt(bits));
    }

    /// An address as it is written; nothing is looked up. IPv4 has four numbers.
    ///
    /// @throws IllegalArgumentException if it is none
    static InetAddress literal(String text) {
        boolean written =
                LITERAL.matcher(text).matches()
                        && (text.indexOf(':') >= 0 || V4.matcher(text).matches());
        if (!written) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return InetAddress.ofLiteral(text);
    }

    boolean contains(InetAddress address) {
        byte[] one = address.getAddress();
        byte[] other = first.getAddress();
        return one.length == other.length
                && new BigInteger(1, one)
                        .xor(new BigInteger(1, other))
                        .shiftRight(8 * one.length - bits)
                        .equals(BigInteger.ZERO);
    }
}
