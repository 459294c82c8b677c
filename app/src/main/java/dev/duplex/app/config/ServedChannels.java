package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.memory.MemoryLimits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which channels are served, to whom, and within which limits.
///
/// @param namespaces by name; under the empty one channels without a namespace. Others there are not
/// @param anonymous whether clients may connect that do not say who they are
/// @param tokens by which clients say who they are, if there are keys for them
/// @param centrifuge limits of each client of the Centrifuge protocol
/// @param hub limits of the hub
/// @param memory limits of the engine in memory
/// @param disk where and how they are kept on disk; empty if they are not
/// @param redis where and how they are kept in Redis; empty if they are not. In memory if neither is there
public record ServedChannels(
        Map<String, Namespace> namespaces,
        boolean anonymous,
        Optional<ServedTokens> tokens,
        CentrifugeLimits centrifuge,
        HubLimits hub,
        MemoryLimits memory,
        Optional<DiskSettings> disk,
        Optional<RedisSettings> redis) {
    public ServedChannels {
        namespaces = Map.copyOf(namespaces);
    }

    static ServedChannels of(Settings settings, boolean dev) {
        boolean anonymous = settings.value(ServeSettings.ANONYMOUS).orElse(dev);
        Optional<ServedTokens> tokens = ServedTokens.of(settings);
        boolean canConnect = anonymous || TokenSettings.CONNECTIONS.isGiven(settings);
        if (!settings.namespaces().isEmpty() && !canConnect) {
            settings.problems()
                    .add(
                            settings.namespaces().values().iterator().next().title()
                                    + " is configured, but no client may connect: set a key that"
                                    + " tokens are verified by ("
                                    + TokenSettings.CONNECTIONS.choice()
                                    + "), or anonymous to true");
        }
        Map<String, Namespace> namespaces = new TreeMap<>();
        settings.namespaces()
                .forEach((name, section) ->
                        NamespaceSettings.namespace(section)
                                .ifPresent(it -> namespaces.put(name, it)));
        if (dev) {
            DevelopmentNamespaces.ALL.forEach((name, namespace) -> {
                if (!settings.namespaces().containsKey(name)) {
                    namespaces.put(name, namespace);
                }
            });
        }
        return new ServedChannels(
                namespaces,
                anonymous,
                tokens,
                CentrifugeLimits.of(settings),
                LimitSetting.apply(LimitSettings.HUB, settings, HubLimits.builder()).build(),
                LimitSetting.apply(LimitSettings.MEMORY, settings, MemoryLimits.builder()).build(),
                DiskSettings.of(settings),
                RedisSettings.of(settings));
    }

    /// Whether there are any.
    public boolean isEmpty() {
        return namespaces.isEmpty();
    }

    /// Those namespaces that are each node's own, though nodes share the others: the development mode's, where its demos tell what goes on at this node, unless
    /// they are configured.
    public Set<String> ofANode() {
        return DevelopmentNamespaces.OF_A_NODE.entrySet().stream()
                .filter(it -> it.getValue().equals(namespaces.get(it.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Who may do what, by namespace.
    public Map<String, Rules> rules() {
        return namespaces.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().rules()));
    }
}
