package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads Protobuf's wire format (https://protobuf.dev/programming-guides/encoding) from a slice of an array.
///
/// A length is checked against what is left of the message around it before anything else. Groups, which proto3 has not, are refused.
final class ProtobufReader implements FieldReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int SIZED = 2;
    private static final int FIXED_32 = 5;
    private static final int MAX_VARINT_BYTES = 10;
    private static final Fields TEXT_ENTRY = new Fields().sized(1, "key").sized(2, "value");

    private final byte[] bytes;
    private int position;

    /// where the message that is being read ends
    private int end;

    private final int maxElements;
    private int elements;
    private int filters;

    /// @param maxElements see [Codec#MAX_ELEMENTS]
    ProtobufReader(byte[] bytes, int offset, int length, int maxElements) {
        this.maxElements = maxElements;
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    boolean atEnd() {
        return position == end;
    }

    @Override
    public int next(Fields fields) throws MalformedException {
        while (position < end) {
            long tag = varint();
            int number = (int) (tag >>> 3);
            if (tag >>> 32 != 0 || number == 0) {
                throw broken("there is no field of this number");
            }
            int type = (int) tag & 7;
            if ((type == VARINT && fields.isNumber(number))
                    || (type == SIZED && fields.isSized(number))) {
                return number;
            }
            skip(type);
        }
        return 0;
    }

    private void skip(int type) throws MalformedException {
        switch (type) {
            case VARINT -> varint();
            case FIXED_64 -> advance(8);
            case SIZED -> advance(size());
            case FIXED_32 -> advance(4);
            default -> throw broken("there is no such type of field");
        }
    }

    private void advance(int count) throws MalformedException {
        if (end - position < count) {
            throw cut();
        }
        position += count;
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (position == end) {
                throw cut();
            }
            byte next = bytes[position++];
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw broken("a number has more than 10 bytes");
    }

    /// @return a length that is there
    private int size() throws MalformedException {
        long size = varint();
        if (size < 0 || size > end - position) {
            throw cut();
        }
        return (int) size;
    }

    @Override
    public String string() throws MalformedException {
        int size = size();
        int from = position;
        position += size;
        for (int i = from; i < position; i++) {
            if (bytes[i] < 0) {
                return utf8(from, size);
            }
        }
        return new String(bytes, from, size, StandardCharsets.ISO_8859_1);
    }

    private String utf8(int from, int size) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(Reason.NOT_TEXT, "a string is not in UTF-8");
        }
    }

    @Override
    public boolean bool() throws MalformedException {
        return varint() != 0;
    }

    @Override
    public long uint32() throws MalformedException {
        // "If a number is parsed from the wire which doesn't fit …, you will get the same effect as
        // if you had cast".
        return varint() & 0xFFFF_FFFFL;
    }

    @Override
    public long uint64() throws MalformedException {
        return varint();
    }

    @Override
    public int int32() throws MalformedException {
        return (int) varint();
    }

    @Override
    public long int64() throws MalformedException {
        return varint();
    }

    @Override
    public long sint64() throws MalformedException {
        long zigzag = varint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public Data data() throws MalformedException {
        int size = size();
        Data data = Data.copyOf(bytes, position, size);
        position += size;
        return data;
    }

    @Override
    public Data frame() throws MalformedException {
        return data();
    }

    /// Reads a message that has no length before it: all that is there.
    <T> T whole(Body<T> body) throws MalformedException {
        return body.read(this);
    }

    @Override
    public <T> T message(Body<T> body) throws MalformedException {
        int size = size();
        int outer = end;
        end = position + size;
        T message = body.read(this);
        end = outer;
        return message;
    }

    @Override
    public <T> List<T> list(List<T> list, Body<T> element) throws MalformedException {
        count();
        List<T> grown = list.isEmpty() ? new ArrayList<>() : list;
        grown.add(message(element));
        return grown;
    }

    @Override
    public List<String> strings(List<String> list) throws MalformedException {
        count();
        List<String> grown = list.isEmpty() ? new ArrayList<>() : list;
        grown.add(string());
        return grown;
    }

    @Override
    public <T> Map<String, T> map(Map<String, T> map, Body<T> value) throws MalformedException {
        count();
        Map<String, T> grown = map.isEmpty() ? new LinkedHashMap<>() : map;
        message(in -> {
            String key = "";
            @Nullable T read = null;
            for (int f = next(TEXT_ENTRY); f != 0; f = next(TEXT_ENTRY)) {
                if (f == 1) {
                    key = string();
                } else {
                    read = message(value);
                }
            }
            grown.put(key, read == null ? empty(value) : read);
            return grown;
        });
        return grown;
    }

    /// @return what no bytes at all are
    private static <T> T empty(Body<T> body) throws MalformedException {
        return body.read(new ProtobufReader(new byte[0], 0, 0, 0));
    }

    @Override
    public Map<String, String> stringMap(Map<String, String> map) throws MalformedException {
        count();
        Map<String, String> grown = map.isEmpty() ? new LinkedHashMap<>() : map;
        message(in -> {
            String key = "";
            String value = "";
            for (int f = next(TEXT_ENTRY); f != 0; f = next(TEXT_ENTRY)) {
                if (f == 1) {
                    key = string();
                } else {
                    value = string();
                }
            }
            grown.put(key, value);
            return grown;
        });
        return grown;
    }

    private void count() throws MalformedException {
        if (++elements > maxElements) {
            throw new MalformedException(
                    Reason.TOO_MANY, "more than " + maxElements + " elements in a frame");
        }
    }

    @Override
    public void enterFilter() throws MalformedException {
        if (++filters > FilterNode.MAX_DEPTH) {
            throw new MalformedException(
                    Reason.TOO_DEEP, "filters deeper than " + FilterNode.MAX_DEPTH);
        }
    }

    @Override
    public void leaveFilter() {
        filters--;
    }

    private static MalformedException cut() {
        return broken("the frame ends within a message, or a message within a field");
    }

    private static MalformedException broken(String detail) {
        return new MalformedException(Reason.NOT_PROTOBUF, detail);
    }
}
