package dev.duplex.transport;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request target (RFC 9112 §3.2), taken apart and decoded so that nobody after this decodes
/// again: no segment is `.` or `..`, however it was written.
///
/// @param path percent-decoded; `*` for the asterisk form
/// @param segments of the path, each decoded by itself, so that a `%2F` does not separate
/// @param query without the `?`, as sent
record RequestTarget(String path, List<String> segments, String query) {
    /// The most query parameters looked at; further ones are not seen.
    static final int MAX_PARAMETERS = 1000;

    /// Bytes that should have been escaped are taken for what they are escaped: command lines send the UTF-8 that was typed.
    ///
    /// @param target a character for each byte
    /// @return empty if the target is malformed: a bad escape, text that is not UTF-8, a control
    ///     character, a `..`, a form that only proxies take
    static Optional<RequestTarget> parse(String target) {
        String originForm = originForm(escaped(target));
        int question = originForm.indexOf('?');
        String rawPath = question < 0 ? originForm : originForm.substring(0, question);
        String query = question < 0 ? "" : originForm.substring(question + 1);
        if (rawPath.equals("*")) {
            return Optional.of(new RequestTarget("*", List.of("*"), query));
        }
        if (!rawPath.startsWith("/") || target.indexOf('#') >= 0 || !isWhole(query)) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            Optional<String> segment = decode(raw).filter(RequestTarget::harmless);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(
                new RequestTarget("/" + String.join("/", segments), List.copyOf(segments), query));
    }

    /// A target that this side sends. What only this server would refuse is another's business: that is as it is, not decoded.
    static RequestTarget ofOurs(String target) {
        return parse(target)
                .orElseGet(() -> {
                    String[] parts = target.split("\\?", 2);
                    return new RequestTarget(
                            parts[0],
                            List.of(parts[0].substring(1).split("/", -1)),
                            parts.length > 1 ? parts[1] : "");
                });
    }

    /// With an escape for each byte that is not ASCII.
    private static String escaped(String target) {
        if (target.chars().allMatch(c -> c < 0x80)) {
            return target;
        }
        StringBuilder escaped = new StringBuilder(target.length() + 16);
        for (byte b : target.getBytes(StandardCharsets.ISO_8859_1)) {
            if (b >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    /// Whether a malformed target is one only because of segments that are a single dot: no harm, but
    /// nothing is served there either.
    static boolean namesNothing(String target) {
        List<String> parts = List.of(originForm(target).replaceFirst("\\?.*", "").split("/", -1));
        return parts.contains(".")
                && parse(
                                String.join(
                                        "/",
                                        parts.stream()
                                                .map(it -> it.equals(".") ? "_" : it)
                                                .toList()))
                        .isPresent();
    }

    /// The host and port of an absolute form (§3.2.2), perhaps behind a user; empty if it is none.
    static Optional<String> authority(String target) {
        int from = authorityStart(target);
        return from < 0
                ? Optional.empty()
                : Optional.of(target.substring(from, authorityEnd(target, from)));
    }

    /// The path and query of an absolute form; anything else as it is.
    private static String originForm(String target) {
        int from = authorityStart(target);
        if (from < 0) {
            return target;
        }
        String rest = target.substring(authorityEnd(target, from));
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /// Where the authority of an absolute form begins; -1 if it is none.
    private static int authorityStart(String target) {
        for (String scheme : List.of("http://", "https://")) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }

    private static int authorityEnd(String target, int from) {
        int end = from;
        while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        if (!escapesWhole(raw)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.put((byte) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(String query) {
        return escapesWhole(query) && query.chars().noneMatch(Character::isISOControl);
    }

    private static boolean escapesWhole(String raw) {
        for (int at = raw.indexOf('%'); at >= 0; at = raw.indexOf('%', at + 1)) {
            if (at + 2 >= raw.length()
                    || Character.digit(raw.charAt(at + 1), 16) < 0
                    || Character.digit(raw.charAt(at + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether a decoded segment is no step upwards, not even for someone who splits it again.
    private static boolean harmless(String segment) {
        for (String part : segment.split("[/\\\\]", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return segment.chars().noneMatch(Character::isISOControl);
    }

    /// The query's parameters, decoded (`+` is a space), in order.
    Map<String, List<String>> parameters() {
        return query.isEmpty()
                ? Map.of()
                : new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true)
                        .parameters();
    }
}
