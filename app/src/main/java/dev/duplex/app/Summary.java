package dev.duplex.app;

import dev.duplex.access.Action;
import dev.duplex.app.config.Namespace;
import dev.duplex.app.config.RedisSettings;
import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.Settings;
import dev.duplex.app.services.Channels;
import dev.duplex.app.services.HttpApi;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Recovery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What `duplex serve` would do with a configuration, for people: `duplex check-config`.
final class Summary {
    private Summary() {}

    /// The lines of it. They show no secrets.
    static List<String> of(Settings settings, ServeOptions options) {
        List<String> lines = new ArrayList<>();
        lines.add("The configuration can be served.");
        lines.add("");
        lines.add(
                "It listens with "
                        + (options.tls().isPresent() ? "TLS" : "plain HTTP")
                        + at(options));
        if (options.dev()) {
            lines.add("It is in development mode.");
        }
        lines.addAll(tokens(options));
        lines.addAll(channels(options));
        storage(options).ifPresent(lines::add);
        if (!options.channels().isEmpty() && options.channels().redis().isPresent()) {
            lines.add("Others that share them know it as " + options.node() + ".");
        }
        api(options).ifPresent(lines::add);
        if (options.metrics().on()) {
            lines.add("Metrics are at " + MetricsPage.PATH + ".");
        }
        lines.add("");
        List<String> given = settings.given();
        lines.add(given.isEmpty() ? "Nothing is set: all is as by default." : "It sets:");
        given.forEach(it -> lines.add("  " + it));
        return lines;
    }

    private static String at(ServeOptions options) {
        String where = options.host().isEmpty() ? " on all addresses" : " on " + options.host();
        return where
                + (options.port() == 0 ? ", at a free port." : ", port " + options.port() + ".");
    }

    private static List<String> tokens(ServeOptions options) {
        List<String> lines = new ArrayList<>();
        options.channels()
                .tokens()
                .ifPresent(tokens -> {
                    lines.add("Tokens are verified by " + tokens.connections().summary() + ".");
                    tokens.subscriptions()
                            .ifPresent(it ->
                                    lines.add(
                                            "Subscription tokens are verified by "
                                                    + it.summary()
                                                    + "."));
                });
        return lines;
    }

    private static Optional<String> storage(ServeOptions options) {
        if (options.channels().isEmpty()) {
            return Optional.empty();
        }
        if (options.channels().redis().isPresent()) {
            RedisSettings redis = options.channels().redis().get();
            return Optional.of(
                    "They are kept in Redis, below "
                            + redis.prefix()
                            + (redis.durable()
                                    ? ", which loses nothing that it has answered, as is said."
                                    : ": its restarts and failovers begin them anew."));
        }
        return Optional.of(
                options.channels()
                        .disk()
                        .map(disk ->
                                "They are kept in the directory "
                                        + disk.directory()
                                        + ", synced "
                                        + switch (disk.sync()) {
                                            case ALWAYS ->
                                                    "before anything is answered: nothing that was answered is lost.";
                                            case INTERVAL ->
                                                    "every "
                                                            + Ending.written(disk.syncInterval())
                                                            + ": what was published since is lost when the machine fails.";
                                            case NEVER ->
                                                    "by the operating system alone: the latest is lost when the machine"
                                                            + " fails.";
                                        })
                        .orElse("They are kept in memory: a start begins anew."));
    }

    private static Optional<String> api(ServeOptions options) {
        int keys = options.api().keys().size();
        if (keys == 0) {
            return Optional.empty();
        }
        String by =
                options.api().generated()
                        ? "a key that is made at each start"
                        : keys == 1 ? "1 key" : keys + " keys";
        return Optional.of("The HTTP API is at " + HttpApi.PATH + ", opened by " + by + ".");
    }

    private static List<String> channels(ServeOptions options) {
        if (options.channels().isEmpty()) {
            return List.of("There are no channels: no namespace is configured.");
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "Channels are below "
                        + Channels.SDKS
                        + " for the SDKs of Centrifuge, and at "
                        + Channels.PLAIN
                        + " and "
                        + Channels.EVENTS
                        + "; clients "
                        + (options.channels().anonymous() ? "may" : "may not")
                        + " be anonymous:");
        new TreeMap<>(options.channels().namespaces())
                .forEach((name, namespace) -> {
                    lines.add(name.isEmpty() ? "  without a namespace" : "  " + name + ":");
                    lines.add("    has " + options(namespace.options()));
                    lines.add("    lets " + rules(namespace));
                    if (options.channels().tokens().isEmpty() && needsTokens(namespace)) {
                        lines.add(
                                "    but no client is a user, or has a token: there is no key that"
                                        + " tokens are verified by");
                    }
                });
        return lines;
    }

    private static String options(ChannelOptions options) {
        List<String> parts = new ArrayList<>();
        parts.add(
                options.keepsHistory()
                        ? "a history of "
                                + options.stream().historySize()
                                + " for "
                                + Ending.written(options.stream().historyTtl())
                        : "no history");
        if (options.recovery() != Recovery.OFF) {
            parts.add("recovery " + lower(options.recovery()));
        }
        if (options.presence()) {
            parts.add("presence");
        }
        if (options.joinLeave()) {
            parts.add("join and leave");
        }
        parts.add("delivery " + lower(options.delivery()));
        if (options.delivery() == Delivery.LATEST && options.latestInterval().isPositive()) {
            parts.add("each key every " + Ending.written(options.latestInterval()) + " at most");
        }
        parts.add("payloads " + kinds(options));
        if (!options.delta().isEmpty()) {
            parts.add("deltas");
        }
        if (options.tagFilters()) {
            parts.add("filters by tags");
        }
        return String.join(", ", parts);
    }

    private static String kinds(ChannelOptions options) {
        return options.kinds().stream()
                .sorted()
                .map(Summary::lower)
                .collect(Collectors.joining(" and "));
    }

    private static String rules(Namespace namespace) {
        return Arrays.stream(Action.values())
                .map(action -> lower(namespace.rules().who(action)) + " " + verb(action))
                .collect(Collectors.joining(", "));
    }

    private static boolean needsTokens(Namespace namespace) {
        return Arrays.stream(Action.values())
                .map(namespace.rules()::who)
                .anyMatch(who ->
                        switch (who) {
                            case TOKEN, NAMED, USERS -> true;
                            case NOBODY, SUBSCRIBERS, ANYONE -> false;
                        });
    }

    private static String verb(Action action) {
        return switch (action) {
            case SUBSCRIBE -> "subscribe";
            case PUBLISH -> "publish";
            case HISTORY -> "read history";
            case PRESENCE -> "ask for presence";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
