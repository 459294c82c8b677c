package dev.duplex.channels;

import java.util.Map;
import java.util.Optional;

/// Which channels there are, and their options. The namespace of a channel is the part of its name before
/// the first [#SEPARATOR]; a name without one has the namespace `""`.
///
/// @param options by namespace
/// @param other those of namespaces that are not named; empty: there are no such channels
public record Namespaces(Map<String, ChannelOptions> options, Optional<ChannelOptions> other) {
    /// Between the namespace and the rest of a channel's name.
    public static final char SEPARATOR = ':';

    /// Any channel, with [ChannelOptions#TRANSIENT].
    public static final Namespaces OPEN =
            new Namespaces(Map.of(), Optional.of(ChannelOptions.TRANSIENT));

    public Namespaces {
        options = Map.copyOf(options);
    }

    /// These and no others.
    public static Namespaces of(Map<String, ChannelOptions> options) {
        return new Namespaces(options, Optional.empty());
    }

    /// The options of a channel, if it may exist.
    public Optional<ChannelOptions> of(String channel) {
        if (options.isEmpty()) {
            return other;
        }
        ChannelOptions named = options.get(namespace(channel));
        return named == null ? other : Optional.of(named);
    }

    /// The namespace that a channel is in.
    public static String namespace(String channel) {
        int end = channel.indexOf(SEPARATOR);
        return end < 0 ? "" : channel.substring(0, end);
    }
}
