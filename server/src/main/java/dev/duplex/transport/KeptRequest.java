package dev.duplex.transport;

import dev.duplex.http.Headers;
import dev.duplex.http.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// A request's head, kept for as long as a session lasts: everything that can be asked for, in two arrays that are read
/// when it is asked for, one of its own and one that others have too ([SharedFields]). A browser's head takes some 200
/// bytes of its own, and as objects some 2,000.
///
/// Its own array has whether it came over TLS, the method, the target, how many path parameters there are, their names and values,
/// and then the fields, in the order in which each name came first: texts behind their lengths, of names that most heads have a
/// number instead, and of a field that stands in the shared array nothing but that.
final class KeptRequest implements Request, Headers {
    /// Names that stand as their place here, from 1 on.
    private static final List<String> KNOWN =
            List.of(
                    // What clients of one kind send alike, up to SHARED:
                    "Host",
                    "Connection",
                    "Upgrade",
                    "Origin",
                    "User-Agent",
                    "Pragma",
                    "Cache-Control",
                    "Accept",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Content-Type",
                    "Content-Length",
                    "DNT",
                    "Sec-WebSocket-Version",
                    "Sec-WebSocket-Extensions",
                    "Sec-WebSocket-Protocol",
                    "Sec-Fetch-Dest",
                    "Sec-Fetch-Mode",
                    "Sec-Fetch-Site",
                    "Sec-Fetch-Storage-Access",
                    "sec-ch-ua",
                    "sec-ch-ua-mobile",
                    "sec-ch-ua-platform",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "Via",
                    // What each has for itself:
                    "Cookie",
                    "Authorization",
                    "Referer",
                    "Sec-WebSocket-Key",
                    "X-Forwarded-For",
                    "X-Real-IP",
                    "Forwarded");

    /// Up to this number a field is shared.
    private static final int SHARED = KNOWN.indexOf("Via") + 1;

    /// In a head's own array: the field is the next of the shared ones.
    private static final int ELSEWHERE = 127;

    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static final SharedFields FIELDS = new SharedFields();

    static {
        for (String name : KNOWN) {
            NUMBERS.put(name, NUMBERS.size() + 1);
        }
    }

    private final byte[] own;
    private final byte[] shared;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;

    private KeptRequest(byte[] own, byte[] shared, Request of) {
        this.own = own;
        this.shared = shared;
        remote = of.remoteAddress();
        local = of.localAddress();
    }

    /// The same request, in this form.
    static KeptRequest of(Request request) {
        ByteBuf own = Unpooled.buffer(256);
        ByteBuf shared = Unpooled.buffer(512);
        own.writeBoolean(request.secure());
        writeText(own, request.method());
        writeText(own, request.target());
        writeNumber(own, request.pathParameters().size());
        request.pathParameters()
                .forEach((name, value) -> {
                    writeText(own, name);
                    writeText(own, value);
                });
        for (String name : request.headers().names()) {
            int number = NUMBERS.getOrDefault(name, 0);
            for (String value : request.headers().all(name)) {
                if (number > 0 && number <= SHARED) {
                    own.writeByte(ELSEWHERE);
                    writeField(shared, number, name, value);
                } else {
                    writeField(own, number, name, value);
                }
            }
        }
        return new KeptRequest(array(own), FIELDS.shared(array(shared)), request);
    }

    private static byte[] array(ByteBuf bytes) {
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        return array;
    }

    private static void writeField(ByteBuf out, int number, String name, String value) {
        out.writeByte(number);
        if (number == 0) {
            writeText(out, name);
        }
        writeText(out, value);
    }

    /// Its length, then its UTF-8.
    private static void writeText(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(out, bytes.length);
        out.writeBytes(bytes);
    }

    /// By sevens of bits, the lowest first, all but the last with the highest bit set.
    private static void writeNumber(ByteBuf out, int number) {
        int rest = number;
        for (; rest > 0x7F; rest >>>= 7) {
            out.writeByte(rest | 0x80);
        }
        out.writeByte(rest);
    }

    /// Reads an array from its beginning.
    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean more() {
            return at < bytes.length;
        }

        int next() {
            return bytes[at++];
        }

        String text() {
            int length = number();
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        /// The path parameters, at which it stands.
        Map<String, String> parameters() {
            Map<String, String> parameters = new HashMap<>();
            for (int left = number(); left > 0; left--) {
                parameters.put(text(), text());
            }
            return Map.copyOf(parameters);
        }
    }

    /// A reader of its own array that stands at the method.
    private Reader head() {
        Reader reader = new Reader(own);
        var _ = reader.next();
        return reader;
    }

    /// A reader that stands at the path parameters.
    private Reader parameters() {
        Reader reader = head();
        var _ = reader.text();
        var _ = reader.text();
        return reader;
    }

    /// Gives all fields, in their order.
    private void eachField(BiConsumer<String, String> field) {
        Reader here = parameters();
        var _ = here.parameters();
        Reader elsewhere = new Reader(shared);
        while (here.more()) {
            int number = here.next();
            Reader from = number == ELSEWHERE ? elsewhere : here;
            if (number == ELSEWHERE) {
                number = elsewhere.next();
            }
            String name = number == 0 ? from.text() : KNOWN.get(number - 1);
            field.accept(name, from.text());
        }
    }

    @Override
    public String method() {
        return head().text();
    }

    @Override
    public String target() {
        Reader reader = head();
        var _ = reader.text();
        return reader.text();
    }

    private RequestTarget parsed() {
        return RequestTarget.ofOurs(target());
    }

    @Override
    public String path() {
        return parsed().path();
    }

    @Override
    public Map<String, String> pathParameters() {
        return parameters().parameters();
    }

    @Override
    public Optional<String> query(String name) {
        List<String> values = queryAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public List<String> queryAll(String name) {
        return List.copyOf(parsed().parameters().getOrDefault(name, List.of()));
    }

    @Override
    public Headers headers() {
        return this;
    }

    @Override
    public Optional<String> first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    @Override
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        eachField((field, value) -> {
            if (field.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return List.copyOf(values);
    }

    @Override
    public List<String> names() {
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> names = new ArrayList<>();
        eachField((name, _) -> {
            if (seen.add(name)) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public boolean secure() {
        return own[0] != 0;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return method() + " " + target();
    }
}
