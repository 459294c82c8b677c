package dev.duplex.conformance.rfc6455;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Byte sequences that are UTF-8 (RFC 3629 §4), and such that are not: every kind that Markus Kuhn's
/// stress test lists, by their bytes.
public final class Utf8Cases {
    private Utf8Cases() {}

    /// A sequence that is no UTF-8.
    ///
    /// @param what for people
    /// @param bytes the sequence
    /// @param wrongFrom the index of the first byte after which nothing can make it UTF-8; the
    ///     sequence's length if it is only cut short
    public record Invalid(String what, byte[] bytes, int wrongFrom) {
        /// Whether the sequence is wrong only because nothing follows.
        boolean truncated() {
            return wrongFrom == bytes.length;
        }

        @Override
        public String toString() {
            return what + " [" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "]";
        }
    }

    /// Sequences that are UTF-8.
    public static Stream<String> valid() {
        return Stream.of(
                "",
                "a",
                "\0",
                "\u007f",
                "Hello-µ@ßöäüàá-UTF-8!!",
                "κόσμε",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\ufffd",
                "\ufffe",
                "\uffff",
                "\ufeffwith a mark",
                points(0x10000),
                points(0x1FFFE, 0x1FFFF),
                points(0x2FFFE),
                points(0x3FFFF),
                points(0x40000, 0xFFFFF),
                points(0x100000),
                points(0x10FFFF),
                points(0xFDD0),
                "日本語テキスト",
                "नमस्ते दुनिया",
                "👩‍👩‍👧‍👦 and 🇪🇺",
                "a\u0300\u0301\u0302",
                "mixed: aé€𝄞aé€𝄞" + points(0x10FFFF));
    }

    /// Sequences that are not.
    public static List<Invalid> invalid() {
        return List.of(
                bad("lonely continuation, the first", "80", 0),
                bad("lonely continuation, the last", "bf", 0),
                bad("two continuations", "80 bf", 0),
                bad("seven continuations", "80 bf 80 bf 80 bf 80", 0),
                bad("continuation after a whole character", "c3 a9 80", 2),
                bad("continuation after a whole one of 3", "e2 82 ac bf", 3),
                bad("continuation after a whole one of 4", "f0 9d 84 9e 80", 4),
                bad("lonely start of 2, the first", "c2 20", 1),
                bad("lonely start of 2, the last", "df 20", 1),
                bad("lonely start of 3, the first", "e0 20", 1),
                bad("lonely start of 3, the last", "ef 20", 1),
                bad("lonely start of 4, the first", "f0 20", 1),
                bad("lonely start of 4, the last", "f4 20", 1),
                bad("two starts", "c3 c3", 1),
                bad("start of 3 broken off after 2", "e2 82 28", 2),
                bad("start of 4 broken off after 2", "f0 9d 28", 2),
                bad("start of 4 broken off after 3", "f0 9d 84 28", 3),
                bad("start of 4 with a new start inside", "f0 9d c3 a9", 2),
                bad("lonely start of 5", "f8 20", 0),
                bad("lonely start of 6", "fc 20", 0),
                bad("FE", "fe", 0),
                bad("FF", "ff", 0),
                bad("FE FE FF FF", "fe fe ff ff", 0),
                bad("overlong slash of 2", "c0 af", 0),
                bad("overlong slash of 3", "e0 80 af", 1),
                bad("overlong slash of 4", "f0 80 80 af", 1),
                bad("overlong slash of 5", "f8 80 80 80 af", 0),
                bad("overlong slash of 6", "fc 80 80 80 80 af", 0),
                bad("highest overlong of 2", "c1 bf", 0),
                bad("highest overlong of 3", "e0 9f bf", 1),
                bad("highest overlong of 4", "f0 8f bf bf", 1),
                bad("highest overlong of 5", "f8 87 bf bf bf", 0),
                bad("highest overlong of 6", "fc 83 bf bf bf bf", 0),
                bad("overlong NUL of 2", "c0 80", 0),
                bad("overlong NUL of 3", "e0 80 80", 1),
                bad("overlong NUL of 4", "f0 80 80 80", 1),
                bad("surrogate D800", "ed a0 80", 1),
                bad("surrogate DB7F", "ed ad bf", 1),
                bad("surrogate DB80", "ed ae 80", 1),
                bad("surrogate DBFF", "ed af bf", 1),
                bad("surrogate DC00", "ed b0 80", 1),
                bad("surrogate DFFF", "ed bf bf", 1),
                bad("a pair of surrogates", "ed a0 80 ed b0 80", 1),
                bad("a pair of surrogates, the last", "ed af bf ed bf bf", 1),
                bad("above 10FFFF, the first", "f4 90 80 80", 1),
                bad("above 10FFFF, start F5", "f5 80 80 80", 0),
                bad("above 10FFFF, start F7", "f7 bf bf bf", 0),
                bad("5 bytes", "f8 88 80 80 80", 0),
                bad("6 bytes", "fc 84 80 80 80 80", 0),
                bad("highest of 6 bytes", "fd bf bf bf bf bf", 0),
                bad("2 cut after 1", "c3", 1),
                bad("3 cut after 1", "e2", 1),
                bad("3 cut after 2", "e2 82", 2),
                bad("4 cut after 1", "f0", 1),
                bad("4 cut after 2", "f0 9d", 2),
                bad("4 cut after 3", "f0 9d 84", 3),
                bad("characters, then 4 cut after 3", "ce ba e1 bd b9 f4 8f bf", 8));
    }

    private static Invalid bad(String what, String hex, int wrongFrom) {
        return new Invalid(what, HexFormat.ofDelimiter(" ").parseHex(hex), wrongFrom);
    }

    private static String points(int... points) {
        return new String(points, 0, points.length);
    }
}
