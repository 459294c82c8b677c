package dev.duplex.centrifuge.protocol;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads a sequence of JSON objects from a slice of an array.
///
/// A payload is checked, token by token, and then copied as it stands; line breaks in it, which can only be
/// white space between tokens, become spaces, so that it can stand in a line.
final class JsonReader implements FieldReader, AutoCloseable {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Codec.MAX_DEPTH)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final byte[] bytes;
    private final int offset;
    private final JsonParser parser;
    private int elements;
    private int filters;

    private JsonReader(byte[] bytes, int offset, JsonParser parser) {
        this.bytes = bytes;
        this.offset = offset;
        this.parser = parser;
    }

    static JsonReader of(byte[] bytes, int offset, int length) throws MalformedException {
        if (!Utf8.isText(bytes, offset, length)) {
            throw new MalformedException(Reason.NOT_JSON, "not in UTF-8, or with a zero byte");
        }
        return new JsonReader(
                bytes,
                offset,
                FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length));
    }

    static Malformed constraint(StreamConstraintsException e) {
        boolean deep = String.valueOf(e.getMessage()).contains("nesting depth");
        return deep
                ? new Malformed(Reason.TOO_DEEP, "nested deeper than " + Codec.MAX_DEPTH)
                : new Malformed(
                        Reason.OUT_OF_RANGE,
                        "over a limit of the parser, such as a number's length");
    }

    static Malformed notJson() {
        return new Malformed(Reason.NOT_JSON, "not a sequence of JSON objects");
    }

    @Override
    public void close() {
        parser.close();
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
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length()
                        || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new MalformedException(
                            Reason.NOT_TEXT, "a string has half of a surrogate pair");
                }
                i++;
            }
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
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // What a string has is looked at late.
        parser.finishToken();
        int to = offset + (int) parser.currentLocation().getByteOffset();
        return Json.line(bytes, from, to - from);
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
        if (++elements > Codec.MAX_ELEMENTS) {
            throw new MalformedException(
                    Reason.TOO_MANY, "more than " + Codec.MAX_ELEMENTS + " elements in a frame");
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

    /// Reads one JSON value and nothing else, for its errors.
    static boolean isValue(byte[] bytes) {
        if (!Utf8.isText(bytes, 0, bytes.length)) {
            return false;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
