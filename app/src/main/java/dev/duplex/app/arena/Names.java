package dev.duplex.app.arena;

/// Makes what somebody typed a name that can be shown: visible, on one line, short.
final class Names {
    /// In characters.
    static final int MAX_LENGTH = 20;

    /// Letters and a symbol that are drawn as nothing: the fillers of Hangul, and Braille without a dot.
    private static final String BLANKS = "\u115f\u1160\u2800\u3164\uffa0";

    private Names() {}

    /// The name; `Guest` if nothing is left of it.
    static String shown(String typed) {
        StringBuilder name = new StringBuilder();
        typed.codePoints()
                .map(it -> isBlank(it) ? ' ' : it)
                .filter(Names::isShown)
                .limit(4L * MAX_LENGTH)
                .forEach(name::appendCodePoint);
        String one = name.toString().strip().replaceAll(" +", " ");
        String cut =
                one.codePoints()
                        .limit(MAX_LENGTH)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        return cut.isEmpty() ? "Guest" : cut;
    }

    /// What looks like a space; those that do not break are no whitespace to Java.
    private static boolean isBlank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || BLANKS.indexOf(character) >= 0;
    }

    /// Not what controls, turns the direction of the text, or is no character at all; nor marks, which can be piled up without end.
    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    false;
            default -> true;
        };
    }
}
