package dev.duplex.app.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/// Takes settings from variables of the environment. A setting's variable is `DUPLEX_` and its key in capital letters, with `_` for
/// `.` and `-`. So is that of a namespace's option, `DUPLEX_NAMESPACES_CHAT_HISTORY_SIZE`; which namespace is
/// meant where several are written alike, is found by what the file says of them.
final class Variables {
    /// What has a meaning to the program, or to the script that starts it, without being a setting.
    private static final Set<String> OTHERS =
            Set.of("DUPLEX_CONFIG", "DUPLEX_JAVA_OPTS", "DUPLEX_AOT_OUTPUT", "DUPLEX_JAVA_MIN");

    private static final String NAMESPACES = Setting.PREFIX + Setting.words(Settings.NAMESPACES);
    private static final String WITHOUT =
            Setting.PREFIX + Setting.words(Settings.WITHOUT_NAMESPACE);

    private static final Pattern SERVICE = Pattern.compile("(tcp|udp|sctp)://.+:\\d+");

    private final Settings settings;
    private final SortedMap<String, String> variables;

    Variables(Settings settings, Map<String, String> variables) {
        this.settings = settings;
        this.variables = new TreeMap<>(variables);
    }

    /// Takes all of them. Later calls do the same again.
    void take() {
        for (Setting<?> setting : ServeSettings.ALL) {
            String variable = setting.variable();
            Optional.ofNullable(variables.get(variable))
                    .filter(text -> !isOfKubernetes(setting, text))
                    .ifPresent(text -> put(settings.top(), setting, variable, text));
        }
        takeWholeSections();
        Map<String, List<String>> names =
                settings.namespaces().keySet().stream()
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.groupingBy(Setting::words));
        variables.forEach((variable, text) -> {
            if (variable.startsWith(NAMESPACES + "_")) {
                takeOfNamespace(variable, text, names);
            } else if (variable.startsWith(WITHOUT + "_")) {
                takeWithoutNamespace(variable, text);
            } else if (variable.startsWith(Setting.PREFIX)) {
                refuseIfMistyped(variable);
            }
        });
    }

    /// Where a service called `duplex` is, as Kubernetes tells all containers beside it, and those of the service itself.
    private static boolean isOfKubernetes(Setting<?> setting, String text) {
        return setting.equals(ServeSettings.PORT) && SERVICE.matcher(text).matches();
    }

    private static void put(Section section, Setting<?> setting, String variable, String text) {
        section.put(setting, setting.type().split(text), variable);
    }

    /// What one variable says of all namespaces takes the place of what the file says.
    private void takeWholeSections() {
        document(
                NAMESPACES,
                root -> {
                    settings.namespaces().keySet().removeIf(name -> !name.isEmpty());
                    new YamlReader(NAMESPACES, settings).namespaces(root);
                });
        document(
                WITHOUT,
                root -> {
                    settings.namespaces().remove("");
                    new YamlReader(WITHOUT, settings).namespace("", root, root);
                });
    }

    private void document(String variable, Consumer<Node> reader) {
        String text = variables.getOrDefault(variable, "");
        try {
            YamlFile.compose(variable, text).ifPresent(reader);
        } catch (UserError e) {
            settings.problems().add(e);
        }
    }

    private void takeWithoutNamespace(String variable, String text) {
        String words = variable.substring(WITHOUT.length() + 1);
        Optional<Setting<?>> setting = settingOf(words);
        if (setting.isPresent()) {
            put(settings.namespace(""), setting.get(), variable, text);
        } else {
            Optional<String> nearest = Spelling.nearest(words, keyWords());
            refuse(variable, nearest.map(it -> WITHOUT + "_" + it));
        }
    }

    private static Optional<Setting<?>> settingOf(String words) {
        for (Setting<?> setting : NamespaceSettings.ALL) {
            if (setting.words().equals(words)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private static List<String> keyWords() {
        return NamespaceSettings.ALL.stream().map(Setting::words).toList();
    }

    /// One way to read what follows `DUPLEX_NAMESPACES_`.
    private record Reading(String words, Setting<?> setting) {}

    /// An option of a namespace.
    private record Target(String name, Setting<?> setting) {}

    /// @param names those of namespaces that are configured otherwise, by how variables write them
    private void takeOfNamespace(String variable, String text, Map<String, List<String>> names) {
        List<Reading> readings = readings(variable.substring(NAMESPACES.length() + 1));
        if (readings.isEmpty()) {
            refuse(variable, nearest(variable.substring(NAMESPACES.length() + 1)));
            return;
        }
        List<Target> meant =
                readings.stream()
                        .flatMap(reading ->
                                names.getOrDefault(reading.words(), List.of()).stream()
                                        .map(name -> new Target(name, reading.setting())))
                        .toList();
        if (meant.isEmpty()) {
            // The longest key is the first; what it leaves is a name that is written nowhere else.
            String name = readings.getFirst().words().toLowerCase(Locale.ROOT);
            meant = List.of(new Target(name, readings.getFirst().setting()));
        }
        if (meant.size() > 1) {
            String keys =
                    meant.stream()
                            .map(it -> settings.namespace(it.name()).name(it.setting().key()))
                            .collect(Collectors.joining(" or "));
            settings.problems()
                    .add(
                            variable
                                    + " may be "
                                    + keys
                                    + ": set it in the file, or in "
                                    + NAMESPACES);
            return;
        }
        Target target = meant.getFirst();
        put(settings.namespace(target.name()), target.setting(), variable, text);
    }

    /// The ways to read it, that with the longest key first.
    private static List<Reading> readings(String words) {
        List<Reading> readings = new ArrayList<>();
        for (Setting<?> setting : NamespaceSettings.ALL) {
            String end = "_" + setting.words();
            if (words.endsWith(end) && words.length() > end.length()) {
                readings.add(
                        new Reading(words.substring(0, words.length() - end.length()), setting));
            }
        }
        readings.sort((a, b) -> a.words().length() - b.words().length());
        return readings;
    }

    /// The variable that was meant by one that has no key at its end.
    private static Optional<String> nearest(String words) {
        Optional<String> found = Optional.empty();
        int distance = Integer.MAX_VALUE;
        for (int i = words.indexOf('_'); i > 0; i = words.indexOf('_', i + 1)) {
            String end = words.substring(i + 1);
            Optional<String> key = Spelling.nearest(end, keyWords());
            if (key.isPresent() && Spelling.distance(key.get(), end) < distance) {
                distance = Spelling.distance(key.get(), end);
                found = Optional.of(NAMESPACES + "_" + words.substring(0, i) + "_" + key.get());
            }
        }
        return found;
    }

    private void refuse(String variable, Optional<String> nearest) {
        settings.problems()
                .add(
                        variable
                                + " is no option of a namespace"
                                + Spelling.didYouMean(
                                        nearest,
                                        "; it must end with one of "
                                                + String.join(", ", keyWords())));
    }

    /// Other programs put variables that begin with `DUPLEX_` into the environment too (Kubernetes, for a
    /// service of that name). One that is a letter or two away from a setting's is meant for us.
    private void refuseIfMistyped(String variable) {
        List<String> known =
                Stream.of(
                                ServeSettings.ALL.stream().map(Setting::variable),
                                OTHERS.stream(),
                                Stream.of(NAMESPACES, WITHOUT))
                        .flatMap(it -> it)
                        .toList();
        if (!known.contains(variable)) {
            mistyped(variable, known)
                    .ifPresent(meant ->
                            settings.problems()
                                    .add(variable + " is no setting; did you mean " + meant + "?"));
        }
    }

    private static Optional<String> mistyped(String variable, Collection<String> known) {
        int most = variable.length() < Setting.PREFIX.length() + 10 ? 1 : 2;
        return Spelling.nearest(variable, known)
                .filter(it -> Spelling.distance(it, variable) <= most);
    }
}
