package dev.duplex.api;

import java.util.ArrayList;
import java.util.List;

/// A pattern of names: `*` stands for any characters, `?` for one, `[a-z]` and `[!a-z]` for one of a set or none of it, `{one,two}`
/// for either; `\` takes the meaning from what follows. Matching takes time in proportion to the name times the pattern.
final class Glob {
    /// How long a pattern may be, in characters.
    static final int MAX_LENGTH = 256;

    /// How many patterns without braces one may stand for.
    static final int MAX_ALTERNATIVES = 64;

    /// One character of a pattern, or any number of any.
    private sealed interface Part {
        record Any() implements Part {}

        record One(CharacterSet set) implements Part {}
    }

    @FunctionalInterface
    private interface CharacterSet {
        boolean has(char c);
    }

    private final List<List<Part>> alternatives;

    private Glob(List<List<Part>> alternatives) {
        this.alternatives = alternatives;
    }

    static Glob of(String pattern) throws MalformedException {
        if (pattern.length() > MAX_LENGTH) {
            throw new MalformedException("a pattern has at most " + MAX_LENGTH + " characters");
        }
        List<List<Part>> all = new ArrayList<>();
        for (String plain : expanded(pattern)) {
            all.add(parts(plain));
        }
        return new Glob(all);
    }

    boolean matches(String name) {
        return alternatives.stream().anyMatch(it -> matches(it, name));
    }

    /// Goes back to the last `*` only: what an earlier one stands for need not be tried again.
    private static boolean matches(List<Part> parts, String name) {
        int part = 0;
        int at = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (part < parts.size() && parts.get(part) instanceof Part.Any) {
                star = part++;
                resume = at;
            } else if (part < parts.size()
                    && parts.get(part) instanceof Part.One(CharacterSet set)
                    && set.has(name.charAt(at))) {
                part++;
                at++;
            } else if (star >= 0) {
                part = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part) instanceof Part.Any) {
            part++;
        }
        return part == parts.size();
    }

    private static List<Part> parts(String pattern) throws MalformedException {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '*' -> parts.add(new Part.Any());
                case '?' -> parts.add(new Part.One(_ -> true));
                case '[' -> {
                    int end = pattern.indexOf(']', at + 1);
                    if (end < 0) {
                        throw new MalformedException("the pattern has a [ without its ]");
                    }
                    parts.add(new Part.One(set(pattern.substring(at, end))));
                    at = end + 1;
                }
                case '\\' -> {
                    if (at == pattern.length()) {
                        throw new MalformedException("the pattern ends with a \\");
                    }
                    char plain = pattern.charAt(at++);
                    parts.add(new Part.One(it -> it == plain));
                }
                default -> parts.add(new Part.One(it -> it == c));
            }
        }
        return parts;
    }

    private static CharacterSet set(String inside) throws MalformedException {
        boolean not = inside.startsWith("!");
        String members = not ? inside.substring(1) : inside;
        if (members.isEmpty()) {
            throw new MalformedException("the pattern has an empty []");
        }
        return c -> not != isIn(members, c);
    }

    private static boolean isIn(String members, char c) {
        for (int i = 0; i < members.length(); i++) {
            char from = members.charAt(i);
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                if (c >= from && c <= members.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (c == from) {
                return true;
            }
        }
        return false;
    }

    /// Each way to choose of every brace.
    private static List<String> expanded(String pattern) throws MalformedException {
        int open = indexOf(pattern, '{', 0);
        if (open < 0) {
            return List.of(pattern);
        }
        int close = indexOf(pattern, '}', open);
        if (close < 0) {
            throw new MalformedException("the pattern has a { without its }");
        }
        String inside = pattern.substring(open + 1, close);
        if (indexOf(inside, '{', 0) >= 0) {
            throw new MalformedException("the pattern has a { within a {");
        }
        List<String> rests = expanded(pattern.substring(close + 1));
        List<String> all = new ArrayList<>();
        for (String choice : inside.split(",", -1)) {
            for (String rest : rests) {
                all.add(pattern.substring(0, open) + choice + rest);
            }
            if (all.size() > MAX_ALTERNATIVES) {
                throw new MalformedException(
                        "the pattern stands for more than " + MAX_ALTERNATIVES + " without braces");
            }
        }
        return all;
    }

    /// Where a character stands that means something.
    private static int indexOf(String pattern, char wanted, int from) {
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == wanted) {
                return i;
            }
        }
        return -1;
    }
}
