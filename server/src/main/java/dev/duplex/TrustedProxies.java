package dev.duplex;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Proxies that are believed when they say for whom they ask: the address of a request's client is then what they wrote into a field of it, and limits count by
/// that. By default nobody is believed, for anybody can write such a field.
///
/// Each proxy adds to the field, at its end, by whom it was asked. So it is read from the end: the first address there that is not itself a trusted proxy's is the
/// client's. What stands before that is only what the client said. Immutable.
public final class TrustedProxies {
    /// Where proxies write it. Only one is read: many proxies add to one and pass the other on as the client sent it.
    public enum Field {
        /// `X-Forwarded-For: client, proxy`.
        X_FORWARDED_FOR("X-Forwarded-For"),
        /// `Forwarded: for=client, for=proxy` (RFC 7239).
        FORWARDED("Forwarded");

        private final String header;

        Field(String header) {
            this.header = header;
        }
    }

    private static final TrustedProxies NONE = new TrustedProxies(Field.X_FORWARDED_FOR, List.of());

    private final Field field;
    private final List<AddressRange> ranges;

    private TrustedProxies(Field field, List<AddressRange> ranges) {
        this.field = field;
        this.ranges = List.copyOf(ranges);
    }

    /// Nobody: the default.
    public static TrustedProxies none() {
        return NONE;
    }

    /// These; [#none] if there are none.
    ///
    /// @param addresses each an address, or a range as `10.0.0.0/8` or `fd00::/8`; never names
    /// @throws IllegalArgumentException if one is neither
    public static TrustedProxies of(Field field, List<String> addresses) {
        return addresses.isEmpty()
                ? NONE
                : new TrustedProxies(field, addresses.stream().map(AddressRange::parse).toList());
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// Whether one that is at this address is believed.
    public boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(it -> it.contains(address));
    }

    /// In which field of a request it says for whom it asks.
    public String header() {
        return field.header;
    }

    /// For whom a request was sent.
    ///
    /// @param peer who sent it
    /// @param values of all fields [#header] of the request, in their order
    /// @return the client, with port 0 if its port was not said; who sent it if that is not believed, or says nothing. Where one that is believed does not
    ///     say an address, that one
    public InetSocketAddress client(InetSocketAddress peer, List<String> values) {
        if (isEmpty() || !trusts(peer.getAddress())) {
            return peer;
        }
        InetSocketAddress client = peer;
        for (String hop : hops(values).reversed()) {
            Optional<InetSocketAddress> said = address(hop);
            if (said.isEmpty()) {
                return client;
            }
            client = said.get();
            if (!trusts(client.getAddress())) {
                return client;
            }
        }
        return client;
    }

    /// Each as it was written, the client's end first.
    private List<String> hops(List<String> values) {
        return values.stream()
                .flatMap(value ->
                        switch (field) {
                            case X_FORWARDED_FOR ->
                                    Arrays.stream(value.split(",", -1)).map(String::strip);
                            case FORWARDED -> split(value, ',').stream().map(TrustedProxies::forOf);
                        })
                .toList();
    }

    /// The parameter `for` of an element of `Forwarded`; empty if it has none.
    private static String forOf(String element) {
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
                String value = pair.substring(equals + 1).strip();
                boolean quoted =
                        value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /// What is between the separators that are not in quotes. Read from the end, which is the proxies': a quote that the client has left open is open towards what it wrote
    /// itself, and hides nothing of what they added.
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int to = text.length();
        for (int i = to - 1; i >= 0; i--) {
            char at = text.charAt(i);
            if (at == '"' && !isEscaped(text, i)) {
                quoted = !quoted;
            } else if (at == separator && !quoted) {
                parts.add(text.substring(i + 1, to));
                to = i;
            }
        }
        parts.add(text.substring(0, to));
        return parts.reversed();
    }

    /// Whether an odd number of backslashes is before it.
    private static boolean isEscaped(String text, int at) {
        int first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 1;
    }

    /// An address with or without a port; empty for `unknown` and whatever else is none.
    private static Optional<InetSocketAddress> address(String text) {
        String host = text;
        String port = "0";
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean hasPort =
                bracketed ? colon > text.indexOf(']') : colon >= 0 && text.indexOf(':') == colon;
        if (hasPort) {
            host = text.substring(0, colon);
            port = text.substring(colon + 1);
        }
        if (bracketed) {
            if (!host.endsWith("]")) {
                return Optional.empty();
            }
            host = host.substring(1, host.length() - 1);
        }
        try {
            // A port may be hidden (RFC 7239 §6.2); the address is what counts.
            int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
            return Optional.of(
                    new InetSocketAddress(
                            AddressRange.literal(host), number > 65_535 ? 0 : number));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
