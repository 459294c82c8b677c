package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import dev.duplex.json.JsonSource;
import dev.duplex.json.NotJsonException;
import dev.duplex.json.Utf8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a sequence of JSON objects. A payload is checked, token by token, and then copied as it stands, in one line.
final class JsonReader implements FieldReader {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final JsonSource source;
    private final JsonParser parser;
    private final int maxElements;
    private int elements;
    private int filters;

    /// @param maxElements see [Codec#MAX_ELEMENTS]
    JsonReader(JsonSource source, int maxElements) {
        this.maxElements = maxElements;
        this.source = source;
        parser = source.parser();
    }

    /// Why a frame is none.
    static Malformed malformed(NotJsonException e) {
        return switch (e.why()) {
            case NOT_UTF8 -> new Malformed(Reason.NOT_JSON, e.detail());
            case NOT_JSON -> new Malformed(Reason.NOT_JSON, "not a sequence of JSON objects");
            case TOO_DEEP -> new Malformed(Reason.TOO_DEEP, e.detail());
            case OVER_LIMIT -> new Malformed(Reason.OUT_OF_RANGE, e.detail());
        };
    }

    /// @return the token that the next message begins with, or null at the frame's end
    @Nullable JsonToken nextMessage() {
        return parser.nextToken();
    }

    @Override
    public int next(Fields fields) throws MalformedException {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int number = fields.number(parser.currentName());
            JsonToken value = parser.nextToken();
            if (number != 0 && (value != JsonToken.VALUE_NULL || fields.isData(number))) {
                return number;
            }
            parser.skipChildren();
        }
        return 0;
    }

    @Override
    public String string() throws MalformedException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a string");
        }
        return text(parser.getString());
    }

    @Override
    public Data frame() throws MalformedException {
        return Data.utf8(string());
    }

    private static String text(String text) throws MalformedException {
        if (!Utf8.isWhole(text)) {
            throw new MalformedException(Reason.NOT_TEXT, "a string has half of a surrogate pair");
        }
        return text;
    }

    @Override
    public boolean bool() throws MalformedException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong("true or false");
        };
    }

    @Override
    public long uint32() throws MalformedException {
        return within(0, MAX_UINT32);
    }

    @Override
    public long uint64() throws MalformedException {
        whole();
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return within(0, Long.MAX_VALUE);
        }
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(TWO_TO_64) >= 0) {
            throw range();
        }
        return value.longValue();
    }

    @Override
    public int int32() throws MalformedException {
        return (int) within(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public long int64() throws MalformedException {
        return within(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public long sint64() throws MalformedException {
        return int64();
    }

    private void whole() throws MalformedException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("a whole number");
        }
    }

    private long within(long least, long most) throws MalformedException {
        whole();
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw range();
        }
        long value = parser.getLongValue();
        if (value < least || value > most) {
            throw range();
        }
        return value;
    }

    @Override
    public Data data() throws MalformedException {
        return Data.wrap(source.value());
    }

    @Override
    public <T> T message(Body<T> body) throws MalformedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
        return body.read(this);
    }

    @Override
    public <T> List<T> list(List<T> list, Body<T> element) throws MalformedException {
        array();
        List<T> grown = list.isEmpty() ? new ArrayList<>() : list;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count();
            grown.add(message(element));
        }
        return grown;
    }

    @Override
    public List<String> strings(List<String> list) throws MalformedException {
        array();
        List<String> grown = list.isEmpty() ? new ArrayList<>() : list;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count();
            grown.add(string());
        }
        return grown;
    }

    private void array() throws MalformedException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("an array");
        }
    }

    @Override
    public <T> Map<String, T> map(Map<String, T> map, Body<T> value) throws MalformedException {
        object();
        Map<String, T> grown = map.isEmpty() ? new LinkedHashMap<>() : map;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            count();
            String key = text(parser.currentName());
            parser.nextToken();
            grown.put(key, message(value));
        }
        return grown;
    }

    @Override
    public Map<String, String> stringMap(Map<String, String> map) throws MalformedException {
        object();
        Map<String, String> grown = map.isEmpty() ? new LinkedHashMap<>() : map;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            count();
            String key = text(parser.currentName());
            parser.nextToken();
            grown.put(key, string());
        }
        return grown;
    }

    private void object() throws MalformedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
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

    private static MalformedException wrong(String wanted) {
        return new MalformedException(Reason.WRONG_TYPE, "a field's value must be " + wanted);
    }

    private static MalformedException range() {
        return new MalformedException(Reason.OUT_OF_RANGE, "a number is too large for its field");
    }
}
