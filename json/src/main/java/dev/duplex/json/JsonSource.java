package dev.duplex.json;

import tools.jackson.core.JsonParser;

/// JSON that is being read by [JsonRules]. What its parser throws ends the reading, as a [NotJsonException].
public final class JsonSource implements AutoCloseable {
    private final byte[] bytes;
    private final int offset;
    private final JsonParser parser;

    JsonSource(byte[] bytes, int offset, JsonParser parser) {
        this.bytes = bytes;
        this.offset = offset;
        this.parser = parser;
    }

    /// Where it is, token by token. Values may follow each other; names and strings may have half of a surrogate pair, written as an escape
    /// ([Utf8#isWhole]).
    public JsonParser parser() {
        return parser;
    }

    /// The value that begins with the parser's token, as it stands, in one line; the parser goes to its end. It is checked on the way.
    ///
    /// @return a copy
    public byte[] value() {
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // What a string has is looked at late.
        parser.finishToken();
        int to = offset + (int) parser.currentLocation().getByteOffset();
        return line(bytes, from, to - from);
    }

    /// A copy of valid JSON in one line: line breaks can only be white space between tokens, and become spaces.
    static byte[] line(byte[] bytes, int from, int length) {
        byte[] line = new byte[length];
        System.arraycopy(bytes, from, line, 0, length);
        for (int i = 0; i < length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    @Override
    public void close() {
        parser.close();
    }
}
