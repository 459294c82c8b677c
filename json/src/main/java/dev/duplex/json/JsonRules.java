package dev.duplex.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// What is taken as JSON: a text of RFC 8259 in UTF-8, without a zero byte or a byte order mark, nested only so deep. It is read token by token, in time
/// linear in its length; no tree is made of it. How long it may be is limited where its bytes come in, and here only for numbers, which have
/// 1,000 digits at most, and for names, of [#MAX_NAME_LENGTH]. Any thread.
public final class JsonRules {
    /// How deep objects and arrays may be nested in [#STANDARD]: whoever gets them may well recurse over them.
    public static final int MAX_DEPTH = 500;

    /// Most bytes of a member's name. The parser knows the names that it has read again, some 6,000 of them, for as long as the program
    /// runs: it is their length that bounds what they take.
    public static final int MAX_NAME_LENGTH = 1_024;

    /// What clients and applications send.
    public static final JsonRules STANDARD = new JsonRules(MAX_DEPTH, false);

    /// Reads from what is open.
    ///
    /// @param <T> what is read
    /// @param <X> thrown if it is not what was expected
    public interface Reading<T, X extends Exception> {
        /// @throws X if it is not what was expected
        T read(JsonSource in) throws X;
    }

    private final int maxDepth;
    private final JsonFactory factory;

    private JsonRules(int maxDepth, boolean strict) {
        this.maxDepth = maxDepth;
        factory =
                JsonFactory.builder()
                        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(maxDepth)
                                        .maxNameLength(MAX_NAME_LENGTH)
                                        .maxStringLength(Integer.MAX_VALUE)
                                        .build())
                        .build();
    }

    /// Rules by which an object that has a name twice is no JSON.
    ///
    /// @param maxDepth how deep objects and arrays may be nested
    public static JsonRules withoutDuplicates(int maxDepth) {
        return new JsonRules(maxDepth, true);
    }

    /// Reads all of these bytes, or as much as `reading` wants.
    ///
    /// @throws NotJsonException if what has been read is not JSON by these rules; bytes that are not UTF-8 are found wherever they are
    /// @throws X as `reading` does
    public <T, X extends Exception> T read(byte[] bytes, Reading<T, X> reading)
            throws NotJsonException, X {
        return read(bytes, 0, bytes.length, reading);
    }

    /// Reads `length` bytes from `offset`.
    ///
    /// @throws NotJsonException if what has been read is not JSON by these rules; bytes that are not UTF-8 are found wherever they are
    /// @throws X as `reading` does
    public <T, X extends Exception> T read(
            byte[] bytes, int offset, int length, Reading<T, X> reading)
            throws NotJsonException, X {
        // The parser lets overlong forms and surrogates pass within strings that it skips, and
        // takes zero bytes for UTF-16.
        if (!Utf8.isText(bytes, offset, length)) {
            throw new NotJsonException(
                    NotJsonException.Why.NOT_UTF8,
                    "not in UTF-8, or with a zero byte or a byte order mark");
        }
        try (JsonSource in = new JsonSource(bytes, offset, parser(bytes, offset, length))) {
            return reading.read(in);
        } catch (StreamConstraintsException e) {
            throw overLimit(e);
        } catch (JacksonException e) {
            throw new NotJsonException(NotJsonException.Why.NOT_JSON, e.getOriginalMessage());
        }
    }

    private JsonParser parser(byte[] bytes, int offset, int length) {
        return factory.createParser(ObjectReadContext.empty(), bytes, offset, length);
    }

    private NotJsonException overLimit(StreamConstraintsException e) {
        return String.valueOf(e.getOriginalMessage()).contains("nesting depth")
                ? new NotJsonException(
                        NotJsonException.Why.TOO_DEEP, "nested deeper than " + maxDepth)
                : new NotJsonException(
                        NotJsonException.Why.OVER_LIMIT,
                        "over a limit of the parser, such as the length of a number or of a name");
    }

    /// Whether these bytes are one JSON value, and nothing else.
    public boolean isValue(byte[] bytes) {
        try {
            return read(
                    bytes,
                    in -> {
                        JsonParser parser = in.parser();
                        if (parser.nextToken() == null) {
                            return false;
                        }
                        parser.skipChildren();
                        return parser.nextToken() == null;
                    });
        } catch (NotJsonException _) {
            return false;
        }
    }
}
