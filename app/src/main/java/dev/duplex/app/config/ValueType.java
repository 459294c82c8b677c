package dev.duplex.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the texts of a setting are read.
///
/// @param shape how many texts there are
/// @param label a placeholder for help pages
/// @param expects what the value must be, to follow "must be"
/// @param reader what the texts mean; empty if nothing. One text only, unless the shape is `MANY`
/// @param <T> what they become
public record ValueType<T>(
        Shape shape, String label, String expects, Function<List<String>, Optional<T>> reader) {

    /// How a value is written.
    public enum Shape {
        /// `true` or `false`; as an option without a value.
        FLAG,
        /// One text.
        ONE,
        /// Any number of texts: an option given several times, a list.
        MANY
    }

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)?");

    /// A hundred years. Clocks that count nanoseconds come to their end after three times as much.
    static final Duration LONGEST_TIME = Duration.ofDays(36_500);

    private static final int MOST_PORT = 65_535;
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static <T> ValueType<T> one(
            String label, String expects, Function<String, Optional<T>> reader) {
        return new ValueType<>(
                Shape.ONE, label, expects, texts -> reader.apply(texts.getFirst().strip()));
    }

    /// `true` or `false`.
    static ValueType<Boolean> flag() {
        return new ValueType<>(
                Shape.FLAG,
                "true|false",
                "true or false",
                texts ->
                        switch (texts.getFirst().strip()) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        });
    }

    /// A whole number; both ends belong to the range.
    static ValueType<Integer> count(int least, int most) {
        String range =
                most == Integer.MAX_VALUE
                        ? "a whole number of " + least + " or more"
                        : "a whole number from " + least + " to " + most;
        return one(
                "N",
                range,
                text ->
                        whole(text)
                                .filter(n -> n >= least && n <= most)
                                .map(number -> Math.toIntExact(number)));
    }

    /// A number of bytes that an `int` holds.
    static ValueType<Integer> size(int least) {
        return one(
                "SIZE",
                sizeOf(least) + " and below 2GiB",
                text ->
                        bytes(text)
                                .filter(n -> n >= least && n <= Integer.MAX_VALUE)
                                .map(number -> Math.toIntExact(number)));
    }

    /// A number of bytes.
    static ValueType<Long> longSize(long least) {
        return one("SIZE", sizeOf(least), text -> bytes(text).filter(n -> n >= least));
    }

    private static String sizeOf(long least) {
        return "a size such as 65536, 64KiB or 1MiB, of at least " + least;
    }

    /// A time of no less than zero; what is longer than a hundred years is a hundred years.
    public static ValueType<Duration> time() {
        return one("TIME", "a time such as 500ms, 25s, 2m, 1h or 7d, or 0", ValueType::duration);
    }

    /// A time of more than zero; likewise.
    public static ValueType<Duration> positiveTime() {
        return one(
                "TIME",
                "a time such as 500ms, 25s, 2m, 1h or 7d",
                text -> duration(text).filter(Duration::isPositive));
    }

    /// Any text but the empty one.
    static ValueType<String> text(String label, String expects) {
        return text(label, expects, text -> !text.isEmpty());
    }

    /// A text that passes `test`.
    static ValueType<String> text(String label, String expects, Predicate<String> test) {
        return one(label, expects, text -> Optional.of(text).filter(test));
    }

    /// A secret: a text as it is, with the spaces at its ends.
    static ValueType<String> secret(String expects) {
        return new ValueType<>(
                Shape.ONE,
                "SECRET",
                expects,
                texts -> Optional.of(texts.getFirst()).filter(text -> !text.isEmpty()));
    }

    /// The address of something.
    static ValueType<URI> uri(String expects) {
        return one("URL", expects, ValueType::address);
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri -> uri.getHost() != null && uri.getPort() <= MOST_PORT);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// The paths of files, which need not be there.
    static ValueType<List<Path>> files() {
        return new ValueType<>(
                Shape.MANY,
                "FILE",
                "paths of files",
                texts -> {
                    List<Path> paths =
                            texts.stream().flatMap(text -> path(text.strip()).stream()).toList();
                    return paths.size() == texts.size() ? Optional.of(paths) : Optional.empty();
                });
    }

    /// The path of a file, which need not be there.
    static ValueType<Path> file() {
        return one("FILE", "the path of a file", ValueType::path);
    }

    /// The path of a directory, which need not be there.
    static ValueType<Path> directory() {
        return one("DIR", "the path of a directory", ValueType::path);
    }

    /// One of an enum's constants, in small letters.
    static <E extends Enum<E>> ValueType<E> choice(Class<E> constants) {
        return choice(List.of(constants.getEnumConstants()));
    }

    /// One of these constants, in small letters.
    static <E extends Enum<E>> ValueType<E> choice(List<E> constants) {
        String label = label(constants);
        return one(label, "one of " + label.replace("|", ", "), text -> constant(constants, text));
    }

    /// Some of an enum's constants, at least one.
    static <E extends Enum<E>> ValueType<Set<E>> choices(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String label = label(constants);
        return new ValueType<>(
                Shape.MANY,
                label,
                "one or more of " + label.replace("|", ", "),
                texts -> {
                    Set<E> found = EnumSet.noneOf(type);
                    for (String text : texts) {
                        Optional<E> constant = constant(constants, text.strip());
                        if (constant.isEmpty()) {
                            return Optional.empty();
                        }
                        found.add(constant.get());
                    }
                    return found.isEmpty() ? Optional.empty() : Optional.of(found);
                });
    }

    /// Some of an enum's constants; `none` for none of them, which none of them may be called.
    static <E extends Enum<E>> ValueType<Set<E>> choicesOrNone(Class<E> type) {
        ValueType<Set<E>> some = choices(type);
        return new ValueType<>(
                Shape.MANY,
                "none|" + some.label,
                "none, or " + some.expects,
                texts ->
                        texts.equals(List.of("none"))
                                ? Optional.of(Set.of())
                                : some.reader.apply(texts));
    }

    private static <E extends Enum<E>> String label(List<E> constants) {
        return constants.stream().map(ValueType::written).collect(Collectors.joining("|"));
    }

    private static <E extends Enum<E>> Optional<E> constant(List<E> constants, String text) {
        return constants.stream().filter(it -> written(it).equals(text)).findFirst();
    }

    /// What a variable of the environment says, which is one text, as the texts that the reader takes.
    List<String> split(String text) {
        return switch (shape) {
            case FLAG, ONE -> List.of(text);
            case MANY -> List.of(text.split(",", -1));
        };
    }

    /// Any number of texts that each pass `test`.
    static ValueType<List<String>> list(
            String label, String expects, Function<String, Boolean> test) {
        return new ValueType<>(
                Shape.MANY,
                label,
                expects,
                texts -> {
                    List<String> stripped = texts.stream().map(String::strip).toList();
                    return stripped.stream().allMatch(test::apply)
                            ? Optional.of(stripped)
                            : Optional.empty();
                });
    }

    /// An enum's constant as settings write it.
    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// A number of bytes as settings write it.
    static String written(long bytes) {
        if (bytes > 0 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Long.toString(bytes);
    }

    /// A time as settings write it: in the largest unit of which there are several.
    static String written(Duration time) {
        if (time.isZero()) {
            return "0";
        }
        if (time.toMillisPart() != 0) {
            return time.toMillis() + "ms";
        }
        long seconds = time.toSeconds();
        if (time.toDays() > 1 && seconds % 86_400 == 0) {
            return time.toDays() + "d";
        }
        if (time.toHours() > 1 && seconds % 3_600 == 0) {
            return time.toHours() + "h";
        }
        return time.toMinutes() > 1 && seconds % 60 == 0 ? time.toMinutes() + "m" : seconds + "s";
    }

    private static Optional<Long> whole(String text) {
        return text.matches("-?\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<Long> bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (Optional.ofNullable(matcher.group(2)).orElse("B")) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        long number = Long.parseLong(matcher.group(1));
        return number <= Long.MAX_VALUE >> shift ? Optional.of(number << shift) : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofSeconds(number);
                };
        return Optional.of(time.compareTo(LONGEST_TIME) > 0 ? LONGEST_TIME : time);
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
