package dev.duplex.api;

import dev.duplex.channels.Payload;
import dev.duplex.json.JsonPayload;
import dev.duplex.json.JsonRules;
import dev.duplex.json.JsonSource;
import dev.duplex.json.NotJsonException;
import dev.duplex.json.Utf8;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads JSON objects, one or several after the other, and says in a sentence what is wrong with them.
///
/// A payload is checked, token by token, and then taken as it stands, in one line.
final class JsonInput {
    /// Reads one value.
    interface Step {
        void read() throws MalformedException;
    }

    /// Reads the value of a member.
    interface Member {
        void read(String name) throws MalformedException;
    }

    /// Reads all of something.
    interface Reading<T> {
        T read(JsonInput in) throws MalformedException;
    }

    private final JsonSource source;
    private final JsonParser parser;

    /// Of the field that is being read, for what is said of it.
    private String field = "the request";

    private JsonInput(JsonSource source) {
        this.source = source;
        parser = source.parser();
    }

    /// Reads what is in these bytes.
    static <T> T read(byte[] bytes, Reading<T> reading) throws MalformedException {
        try {
            return JsonRules.STANDARD.read(bytes, in -> reading.read(new JsonInput(in)));
        } catch (NotJsonException e) {
            throw new MalformedException(
                    switch (e.why()) {
                        case NOT_UTF8, TOO_DEEP -> "the body is " + e.detail();
                        case NOT_JSON -> "the body is not JSON";
                        case OVER_LIMIT -> "the body has a number or a name that is too long";
                    });
        }
    }

    /// Reads the only object there is.
    static Values only(byte[] bytes, List<Field<?>> fields) throws MalformedException {
        return read(
                bytes,
                in -> {
                    if (!in.next()) {
                        throw new MalformedException("the body is empty");
                    }
                    Values object = in.object(fields);
                    if (in.next()) {
                        throw new MalformedException("something follows the request in the body");
                    }
                    return object;
                });
    }

    /// Moves on to the next of the values that follow each other.
    ///
    /// @return whether there is one
    boolean next() {
        return parser.nextToken() != null;
    }

    String text() throws MalformedException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a string");
        }
        return whole(parser.getString());
    }

    /// Half a surrogate pair has no bytes: two different names could be one for others.
    private String whole(String string) throws MalformedException {
        if (!Utf8.isWhole(string)) {
            throw wrong("text: it has half of a surrogate pair");
        }
        return string;
    }

    boolean flag() throws MalformedException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong("true or false");
        };
    }

    long whole(long least, long most) throws MalformedException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("a whole number");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() < least
                || parser.getLongValue() > most) {
            throw wrong("a number from " + least + " to " + most);
        }
        return parser.getLongValue();
    }

    Payload base64() throws MalformedException {
        try {
            return Payload.of(Payload.Kind.BINARY, Base64.getDecoder().decode(text()));
        } catch (IllegalArgumentException _) {
            throw wrong("Base64 (RFC 4648 §4)");
        }
    }

    Payload json() {
        return JsonPayload.of(source);
    }

    void elements(Step each) throws MalformedException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("an array");
        }
        String outer = field;
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            field = outer + "[" + i + "]";
            each.read();
        }
        field = outer;
    }

    void members(Member each) throws MalformedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
        String outer = field;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            field = "a member of " + outer;
            parser.nextToken();
            each.read(name);
        }
        field = outer;
    }

    /// Reads an object. `null` is as if the field were not there, but for a payload; what has another name is skipped.
    Values object(List<Field<?>> fields) throws MalformedException {
        Values values = Values.of();
        members(name -> {
            for (Field<?> known : fields) {
                if (known.name().equals(name)) {
                    read(known, values);
                    return;
                }
            }
            skip();
        });
        return values;
    }

    private <T> void read(Field<T> known, Values values) throws MalformedException {
        if (!isNull() || known.type().equals(Type.JSON)) {
            field = "the field " + known.name();
            values.with(known, known.type().read(this));
        }
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    void skip() {
        parser.skipChildren();
        parser.finishToken();
    }

    private MalformedException wrong(String wanted) {
        return new MalformedException(field + " must be " + wanted);
    }
}
