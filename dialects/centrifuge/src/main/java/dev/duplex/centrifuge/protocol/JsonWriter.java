package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;

/// Writes JSON in one line. Payloads are written as they are: they are JSON already, without line breaks.
final class JsonWriter implements FieldWriter {
    private final Output out;
    private boolean first = true;

    JsonWriter(Output out) {
        this.out = out;
    }

    static <T> byte[] object(T message, Body<? super T> body) {
        JsonWriter writer = new JsonWriter(new Output());
        writer.object(message, body, writer);
        return writer.out.toByteArray();
    }

    private <T> void object(T message, Body<? super T> body, JsonWriter writer) {
        out.put('{');
        first = true;
        body.write(message, writer);
        out.put('}');
        first = false;
    }

    private void name(String name) {
        if (!first) {
            out.put(',');
        }
        first = false;
        out.put('"');
        out.ascii(name);
        out.put('"');
        out.put(':');
    }

    private void key(String key) {
        if (!first) {
            out.put(',');
        }
        first = false;
        out.quoted(key);
        out.put(':');
    }

    @Override
    public void string(int number, String name, String value) {
        if (!value.isEmpty()) {
            stringAlways(number, name, value);
        }
    }

    @Override
    public void stringAlways(int number, String name, String value) {
        name(name);
        out.quoted(value);
    }

    @Override
    public void bool(int number, String name, boolean value) {
        if (value) {
            name(name);
            out.ascii("true");
        }
    }

    @Override
    public void uint32(int number, String name, long value) {
        int64(number, name, value);
    }

    @Override
    public void uint32Always(int number, String name, long value) {
        uint64Always(number, name, value);
    }

    @Override
    public void uint64(int number, String name, long value) {
        if (value != 0) {
            uint64Always(number, name, value);
        }
    }

    @Override
    public void uint64Always(int number, String name, long value) {
        name(name);
        out.ascii(Long.toUnsignedString(value));
    }

    @Override
    public void int32(int number, String name, int value) {
        int64(number, name, value);
    }

    @Override
    public void int64(int number, String name, long value) {
        if (value != 0) {
            name(name);
            out.ascii(Long.toString(value));
        }
    }

    @Override
    public void sint64(int number, String name, long value) {
        int64(number, name, value);
    }

    @Override
    public void data(int number, String name, Data value) {
        if (!value.isEmpty()) {
            name(name);
            out.put(value.array());
        }
    }

    @Override
    public void frame(int number, String name, Data value) {
        string(number, name, value.text());
    }

    @Override
    public <T> void message(int number, String name, T message, Body<? super T> body) {
        name(name);
        object(message, body, this);
    }

    @Override
    public <T> void list(int number, String name, List<T> list, Body<? super T> element) {
        if (!list.isEmpty()) {
            listAlways(number, name, list, element);
        }
    }

    @Override
    public <T> void listAlways(int number, String name, List<T> list, Body<? super T> element) {
        name(name);
        out.put('[');
        String separator = "";
        for (T message : list) {
            out.ascii(separator);
            separator = ",";
            object(message, element, this);
        }
        out.put(']');
    }

    @Override
    public void strings(int number, String name, List<String> list) {
        if (list.isEmpty()) {
            return;
        }
        name(name);
        out.put('[');
        String separator = "";
        for (String value : list) {
            out.ascii(separator);
            separator = ",";
            out.quoted(value);
        }
        out.put(']');
    }

    @Override
    public <T> void map(int number, String name, Map<String, T> map, Body<? super T> value) {
        if (!map.isEmpty()) {
            mapAlways(number, name, map, value);
        }
    }

    @Override
    public <T> void mapAlways(int number, String name, Map<String, T> map, Body<? super T> value) {
        name(name);
        out.put('{');
        first = true;
        for (Map.Entry<String, T> entry : map.entrySet()) {
            key(entry.getKey());
            object(entry.getValue(), value, this);
        }
        out.put('}');
        first = false;
    }

    @Override
    public void stringMap(int number, String name, Map<String, String> map) {
        if (map.isEmpty()) {
            return;
        }
        name(name);
        out.put('{');
        first = true;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            key(entry.getKey());
            out.quoted(entry.getValue());
        }
        out.put('}');
        first = false;
    }
}
