package dev.duplex.api;

import dev.duplex.channels.Payload;
import dev.duplex.json.JsonPayload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// A type of JSON: how a value is read, written and described, which is why the three agree.
final class Type<T> {
    /// Reads the value that the input stands at.
    interface Reader<T> {
        T read(JsonInput in) throws MalformedException;
    }

    /// Writes a value.
    interface Writer<T> {
        void write(T value, JsonGenerator out);
    }

    /// Writes the members of a schema (JSON Schema 2020-12).
    interface Schema {
        void write(JsonGenerator out);
    }

    static final Type<String> TEXT =
            new Type<>("", JsonInput::text, (it, out) -> out.writeString(it), named("string"));
    static final Type<Boolean> FLAG =
            new Type<>(false, JsonInput::flag, (it, out) -> out.writeBoolean(it), named("boolean"));
    static final Type<List<String>> TEXTS = list(TEXT);
    static final Type<Map<String, String>> WORDS = map(TEXT);

    /// Any JSON, which nobody looks into.
    static final Type<Payload> JSON =
            new Type<>(
                    Payload.none(),
                    JsonInput::json,
                    (it, out) ->
                            out.writeRawValue(
                                    new String(JsonPayload.value(it), StandardCharsets.UTF_8)),
                    _ -> {});

    /// Bytes, in a string.
    static final Type<Payload> BASE64 =
            new Type<>(
                    Payload.none(),
                    JsonInput::base64,
                    (it, out) -> out.writeString(Base64.getEncoder().encodeToString(it.bytes())),
                    out -> {
                        out.writeStringProperty("type", "string");
                        out.writeStringProperty("contentEncoding", "base64");
                    });

    private final T absent;
    private final Reader<T> reader;
    private final Writer<T> writer;
    private final Schema schema;

    Type(T absent, Reader<T> reader, Writer<T> writer, Schema schema) {
        this.absent = absent;
        this.reader = reader;
        this.writer = writer;
        this.schema = schema;
    }

    /// A whole number in this range.
    static Type<Long> whole(long least, long most) {
        return new Type<>(
                0L,
                in -> in.whole(least, most),
                (it, out) -> out.writeNumber(it),
                out -> {
                    out.writeStringProperty("type", "integer");
                    out.writeNumberProperty("minimum", least);
                    out.writeNumberProperty("maximum", most);
                });
    }

    static <E> Type<List<E>> list(Type<E> element) {
        return new Type<>(
                List.of(),
                in -> {
                    List<E> all = new ArrayList<>();
                    in.elements(() -> all.add(element.read(in)));
                    return all;
                },
                (it, out) -> {
                    out.writeStartArray();
                    it.forEach(one -> element.write(one, out));
                    out.writeEndArray();
                },
                out -> {
                    out.writeStringProperty("type", "array");
                    out.writeObjectPropertyStart("items");
                    element.describe(out);
                    out.writeEndObject();
                });
    }

    static <E> Type<Map<String, E>> map(Type<E> element) {
        return new Type<>(
                Map.of(),
                in -> {
                    Map<String, E> all = new LinkedHashMap<>();
                    in.members(name -> all.put(name, element.read(in)));
                    return all;
                },
                (it, out) -> {
                    out.writeStartObject();
                    it.forEach((name, one) -> {
                        out.writeName(name);
                        element.write(one, out);
                    });
                    out.writeEndObject();
                },
                out -> {
                    out.writeStringProperty("type", "object");
                    out.writeObjectPropertyStart("additionalProperties");
                    element.describe(out);
                    out.writeEndObject();
                });
    }

    /// An object with these fields. Others are skipped when it is read.
    static Type<Values> object(Field<?>... fields) {
        return object(List.of(fields));
    }

    static Type<Values> object(List<Field<?>> fields) {
        return new Type<>(
                Values.ABSENT,
                in -> in.object(fields),
                (it, out) -> {
                    it.requireOnly(fields);
                    out.writeStartObject();
                    fields.forEach(field -> writeField(field, it, out));
                    out.writeEndObject();
                },
                out -> describe(fields, out));
    }

    private static <F> void writeField(Field<F> field, Values values, JsonGenerator out) {
        F value = values.get(field);
        if (field.required() || !value.equals(field.type().absent())) {
            out.writeName(field.name());
            field.type().write(value, out);
        }
    }

    private static void describe(List<Field<?>> fields, JsonGenerator out) {
        out.writeStringProperty("type", "object");
        out.writeObjectPropertyStart("properties");
        for (Field<?> field : fields) {
            out.writeObjectPropertyStart(field.name());
            field.type().describe(out);
            out.writeStringProperty("description", field.about());
            out.writeEndObject();
        }
        out.writeEndObject();
        List<String> required = fields.stream().filter(Field::required).map(Field::name).toList();
        if (!required.isEmpty()) {
            out.writeName("required");
            TEXTS.write(required, out);
        }
    }

    private static Schema named(String name) {
        return out -> out.writeStringProperty("type", name);
    }

    /// What stands for a field that is not there.
    T absent() {
        return absent;
    }

    T read(JsonInput in) throws MalformedException {
        return reader.read(in);
    }

    void write(T value, JsonGenerator out) {
        writer.write(value, out);
    }

    void describe(JsonGenerator out) {
        schema.write(out);
    }

    /// A value that was set by [Values#with], which took it as one of this type.
    @SuppressWarnings("unchecked")
    T cast(Object value) {
        return (T) value;
    }
}
