package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.memory.MemoryLimits;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which channels are served, to whom, and within which limits.
///
/// @param namespaces by name; under the empty one channels without a namespace. Others there are not
/// @param anonymous whether clients may connect that do not say who they are
/// @param hub limits of the hub
/// @param memory limits of the engine in memory
public record ServedChannels(
        Map<String, Namespace> namespaces, boolean anonymous, HubLimits hub, MemoryLimits memory) {
    public ServedChannels {
        namespaces = Map.copyOf(namespaces);
    }

    static ServedChannels of(Settings settings, boolean dev) {
        boolean anonymous = settings.value(ServeSettings.ANONYMOUS).orElse(dev);
        if (!settings.namespaces().isEmpty() && !anonymous) {
            settings.problems()
                    .add(
                            settings.namespaces().values().iterator().next().title()
                                    + " is configured, but no client may connect: set anonymous to"
                                    + " true");
        }
        Map<String, Namespace> namespaces = new TreeMap<>();
        settings.namespaces()
                .forEach((name, section) ->
                        NamespaceSettings.namespace(section)
                                .ifPresent(it -> namespaces.put(name, it)));
        if (dev && !settings.namespaces().containsKey(Namespace.CHAT)) {
            namespaces.put(Namespace.CHAT, Namespace.OPEN_CHAT);
        }
        return new ServedChannels(
                namespaces,
                anonymous,
                LimitSetting.apply(LimitSettings.HUB, settings, HubLimits.builder()).build(),
                LimitSetting.apply(LimitSettings.MEMORY, settings, MemoryLimits.builder()).build());
    }

    /// Whether there are any.
    public boolean isEmpty() {
        return namespaces.isEmpty();
    }

    /// Who may do what, by namespace.
    public Map<String, Rules> rules() {
        return namespaces.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().rules()));
    }
}
