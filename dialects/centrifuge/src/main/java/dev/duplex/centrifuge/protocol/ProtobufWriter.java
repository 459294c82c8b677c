package dev.duplex.centrifuge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes Protobuf's wire format. A message's length stands before it and is known after it: one byte is left for it, and
/// where that is not enough the message is moved.
final class ProtobufWriter implements FieldWriter {
    private static final int VARINT = 0;
    private static final int SIZED = 2;

    private final Output out = new Output();

    /// @return a message behind its length
    static <T> byte[] frame(T message, Body<? super T> body) {
        ProtobufWriter writer = new ProtobufWriter();
        writer.sized(message, body);
        return writer.out.toByteArray();
    }

    /// @return a message without its length
    static <T> byte[] whole(T message, Body<? super T> body) {
        ProtobufWriter writer = new ProtobufWriter();
        body.write(message, writer);
        return writer.out.toByteArray();
    }

    private void tag(int number, int type) {
        varint(((long) number << 3) | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((int) rest);
    }

    private void number(int number, long value) {
        if (value != 0) {
            tag(number, VARINT);
            varint(value);
        }
    }

    private void text(int number, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        tag(number, SIZED);
        varint(utf8.length);
        out.put(utf8);
    }

    private <T> void sized(T message, Body<? super T> body) {
        int start = out.length();
        out.put(0);
        body.write(message, this);
        int size = out.length() - start - 1;
        int more = 0;
        for (int rest = size >>> 7; rest != 0; rest >>>= 7) {
            more++;
        }
        if (more > 0) {
            out.insert(start + 1, more);
        }
        int rest = size;
        for (int i = 0; i < more; i++) {
            out.set(start + i, (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.set(start + more, rest);
    }

    @Override
    public void string(int number, String name, String value) {
        if (!value.isEmpty()) {
            text(number, value);
        }
    }

    @Override
    public void stringAlways(int number, String name, String value) {
        string(number, name, value);
    }

    @Override
    public void bool(int number, String name, boolean value) {
        number(number, value ? 1 : 0);
    }

    @Override
    public void uint32(int number, String name, long value) {
        number(number, value);
    }

    @Override
    public void uint32Always(int number, String name, long value) {
        number(number, value);
    }

    @Override
    public void uint64(int number, String name, long value) {
        number(number, value);
    }

    @Override
    public void uint64Always(int number, String name, long value) {
        number(number, value);
    }

    @Override
    public void int32(int number, String name, int value) {
        number(number, value);
    }

    @Override
    public void int64(int number, String name, long value) {
        number(number, value);
    }

    @Override
    public void sint64(int number, String name, long value) {
        number(number, (value << 1) ^ (value >> 63));
    }

    @Override
    public void data(int number, String name, Data value) {
        if (!value.isEmpty()) {
            tag(number, SIZED);
            varint(value.length());
            out.put(value.array());
        }
    }

    @Override
    public void frame(int number, String name, Data value) {
        data(number, name, value);
    }

    @Override
    public <T> void message(int number, String name, T message, Body<? super T> body) {
        tag(number, SIZED);
        sized(message, body);
    }

    @Override
    public <T> void list(int number, String name, List<T> list, Body<? super T> element) {
        for (T message : list) {
            message(number, name, message, element);
        }
    }

    @Override
    public <T> void listAlways(int number, String name, List<T> list, Body<? super T> element) {
        list(number, name, list, element);
    }

    @Override
    public void strings(int number, String name, List<String> list) {
        for (String value : list) {
            text(number, value);
        }
    }

    @Override
    public <T> void map(int number, String name, Map<String, T> map, Body<? super T> value) {
        for (Map.Entry<String, T> entry : map.entrySet()) {
            message(
                    number,
                    name,
                    entry,
                    (e, writer) -> {
                        text(1, e.getKey());
                        message(2, "value", e.getValue(), value);
                    });
        }
    }

    @Override
    public <T> void mapAlways(int number, String name, Map<String, T> map, Body<? super T> value) {
        map(number, name, map, value);
    }

    @Override
    public void stringMap(int number, String name, Map<String, String> map) {
        for (Map.Entry<String, String> entry : map.entrySet()) {
            message(
                    number,
                    name,
                    entry,
                    (e, writer) -> {
                        text(1, e.getKey());
                        text(2, e.getValue());
                    });
        }
    }
}
