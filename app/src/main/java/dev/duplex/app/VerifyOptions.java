package dev.duplex.app;

import dev.duplex.app.config.UserError;
import dev.duplex.app.config.ValueType;
import dev.duplex.faults.FaultKind;
import dev.duplex.faults.ProxyProcess;
import dev.duplex.verify.Layout;
import dev.duplex.verify.OwnServer;
import dev.duplex.verify.Plan;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.judge.Kept;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.ParseResult;

/// What `duplex verify` was given: where the server is, and the plan.
final class VerifyOptions {
    static final String URL = ServerChoice.URL;
    static final String KEY = ServerChoice.KEY;
    static final String TOKEN = "--token";
    static final String CHANNEL_TOKEN = "--channel-token";
    static final String NODES = "--nodes";
    static final String BALANCER = "--balancer";
    static final String CHANNELS = "--channels";
    static final String CLIENTS = "--clients";
    static final String EXTERNAL = "--external";
    static final String SUBSCRIBERS = "--subscribers";
    static final String SLEEPERS = "--sleepers";
    static final String PUBLISHERS = "--publishers";
    static final String RATE = "--rate";
    static final String DURATION = "--duration";
    static final String FAULTS = "--faults";
    static final String FAULT_INTERVAL = "--fault-interval";
    static final String FAULT_LONGEST = "--fault-longest";
    static final String SEED = "--seed";
    static final String CATCH_UP = "--catch-up";
    static final String LINGER = "--linger";
    static final String DEMAND_RECOVERY = "--demand-recovery";
    static final String HISTORY_SIZE = "--history-size";
    static final String HISTORY_TTL = "--history-ttl";
    static final String REPORT = "--report";
    static final String QUIET = "--quiet";

    private static final String NONE = "none";

    /// The faults of a run that starts its own server, if none are named.
    private static final Set<FaultKind> OF_OWN_SERVER =
            EnumSet.of(FaultKind.CUT, FaultKind.CUT_FRAME, FaultKind.STALL, FaultKind.KILL);

    /// The faults of a run that starts its own nodes, if none are named. An empty Redis is not among them: it forgets what a run demands. Nor is a partition, which takes root.
    private static final Set<FaultKind> OF_OWN_NODES =
            EnumSet.of(
                    FaultKind.CUT,
                    FaultKind.CUT_FRAME,
                    FaultKind.STALL,
                    FaultKind.KILL,
                    FaultKind.RESTART,
                    FaultKind.REDIS_CUT,
                    FaultKind.REDIS_KILL);

    /// The faults of a run against somebody's server, if none are named.
    private static final Set<FaultKind> OF_ANOTHER =
            EnumSet.of(FaultKind.CUT, FaultKind.CUT_FRAME, FaultKind.STALL, FaultKind.HALF_CLOSE);

    private final ParseResult command;
    private final Map<String, String> environment;

    VerifyOptions(ParseResult command, Map<String, String> environment) {
        this.command = command;
        this.environment = environment;
    }

    /// The server that is to be verified; empty for one of its own.
    Optional<Target> target() throws UserError {
        Optional<String> url = given(URL);
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(target(Addresses.http(URL, url.get())));
    }

    private Optional<Integer> nodes() throws UserError {
        Optional<Integer> nodes = number(NODES, 1, OwnServer.NODES_LIMIT).map(Long::intValue);
        if (nodes.isPresent() && given(URL).isPresent()) {
            throw UserError.usage(NODES + " are its own: leave " + URL + " out, or " + NODES);
        }
        return nodes;
    }

    /// The nodes that it starts, and what they are on and behind; empty for none, but one server with its channels on disk.
    ///
    /// @param plan as [#plan] gave it
    Optional<Layout> layout(Plan plan) throws UserError {
        Optional<Layout> layout = nodes().map(Layout::of);
        if (plan.faults().stream().anyMatch(FaultKind::takesSentinels)) {
            layout = layout.map(Layout::onSentinels);
        }
        if (plan.faults().stream().anyMatch(FaultKind::takesNamespace)) {
            layout = layout.map(Layout::withRedisApart);
        }
        Optional<ProxyProcess.Program> balancer = balancer();
        return balancer.isEmpty() ? layout : layout.map(it -> it.behind(balancer.get()));
    }

    private Optional<ProxyProcess.Program> balancer() throws UserError {
        Optional<String> name = given(BALANCER);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (nodes().isEmpty()) {
            throw UserError.usage(
                    BALANCER
                            + " stands before nodes of its own: give "
                            + NODES
                            + " too. Another balancer, before your own nodes, is what "
                            + URL
                            + " leads to");
        }
        Optional<ProxyProcess.Program> known = ProxyProcess.Program.named(name.get());
        if (known.isEmpty()) {
            throw UserError.usage(
                    BALANCER + " knows no \"" + name.get() + "\"; there are " + balancers());
        }
        return known;
    }

    /// The names of all balancers, with commas.
    static String balancers() {
        return labels(ProxyProcess.Program.values(), ProxyProcess.Program::toString);
    }

    /// Where the report is written too.
    Optional<Path> report() {
        return given(REPORT).map(Path::of);
    }

    boolean isQuiet() {
        return command.hasMatchedOption(QUIET);
    }

    /// The names of all of a kind, with commas.
    static <T> String labels(T[] all, Function<T, String> label) {
        return String.join(", ", Arrays.stream(all).map(label).toList());
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    private Target target(URI url) throws UserError {
        Optional<String> key =
                ServerChoice.keyIfAny(command, CommandLines.settings(command, environment));
        return new Target(url, key.orElse(""), given(TOKEN).orElse(""), channelTokens());
    }

    private Map<String, String> channelTokens() throws UserError {
        Map<String, String> tokens = new HashMap<>();
        for (String one : command.matchedOptionValue(CHANNEL_TOKEN, List.<String>of())) {
            String[] parts = pair(CHANNEL_TOKEN, one, "CHANNEL=TOKEN");
            tokens.put(parts[0], parts[1]);
        }
        return tokens;
    }

    private static String[] pair(String name, String given, String form) throws UserError {
        String[] parts = given.split("=", 2);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isBlank()) {
            throw UserError.usage(name + " must be " + form + ", not \"" + given + '"');
        }
        return parts;
    }

    /// What is run.
    ///
    /// @param target as [#target] gave it
    Plan plan(Optional<Target> target) throws UserError {
        Plan.Builder plan = Plan.builder();
        list(CHANNELS).ifPresent(plan::channels);
        Set<FaultKind> faults = faults(target.isEmpty());
        boolean forgets = faults.stream().anyMatch(FaultKind::forgets);
        plan.faults(faults);
        plan.publishers(publishers(target, forgets));
        plan.seed(number(SEED, Long.MIN_VALUE, Long.MAX_VALUE).orElseGet(System::nanoTime));
        number(SUBSCRIBERS, 1, Plan.MEMBERS_LIMIT).ifPresent(it -> plan.subscribers(it.intValue()));
        number(SLEEPERS, 0, Plan.MEMBERS_LIMIT).ifPresent(it -> plan.sleepers(it.intValue()));
        number(RATE, 1, 100_000).ifPresent(it -> plan.rate(it.intValue()));
        time(DURATION).ifPresent(plan::duration);
        time(FAULT_INTERVAL).ifPresent(plan::faultInterval);
        time(FAULT_LONGEST).ifPresent(plan::faultLongest);
        time(CATCH_UP).ifPresent(plan::catchUp);
        time(LINGER, ValueType.time()).ifPresent(plan::linger);
        kept(target.isEmpty()).ifPresent(plan::kept);
        plan.demandRecovery(
                command.<Boolean>matchedOptionValue(DEMAND_RECOVERY, target.isEmpty() && !forgets));
        try {
            clients(plan);
            return plan.build();
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }

    /// What of somebody's server is known only if it is said in full.
    private Optional<Kept> kept(boolean ownServer) throws UserError {
        Optional<Long> size = number(HISTORY_SIZE, 1, Integer.MAX_VALUE);
        Optional<Duration> ttl = time(HISTORY_TTL);
        if (ownServer) {
            if (size.isPresent() || ttl.isPresent()) {
                throw UserError.usage(
                        HISTORY_SIZE
                                + " and "
                                + HISTORY_TTL
                                + " tell what the server at "
                                + URL
                                + " keeps; its own keeps what it keeps");
            }
            return Optional.of(OwnServer.KEPT);
        }
        if (size.isPresent() != ttl.isPresent()) {
            throw UserError.usage(HISTORY_SIZE + " and " + HISTORY_TTL + " go together");
        }
        return size.map(it -> new Kept(it, ttl.orElseThrow()));
    }

    private void clients(Plan.Builder plan) throws UserError {
        Optional<List<String>> names = list(CLIENTS);
        if (names.isPresent()) {
            plan.clients(
                    names.get().equals(List.of(NONE))
                            ? List.of()
                            : each(
                                    CLIENTS,
                                    names.get(),
                                    ClientKind::of,
                                    labels(ClientKind.values(), ClientKind::label)));
        }
        for (String one : command.matchedOptionValue(EXTERNAL, List.<String>of())) {
            String[] parts = pair(EXTERNAL, one, "NAME=COMMAND");
            plan.external(parts[0], List.of(parts[1].strip().split("\\s+")));
        }
    }

    /// @param forgets whether a key may be forgotten before what it belongs to is answered
    private List<PublisherKind> publishers(Optional<Target> target, boolean forgets)
            throws UserError {
        Optional<List<String>> names = list(PUBLISHERS);
        boolean hasKey = target.isEmpty() || !target.get().apiKey().isEmpty();
        if (names.isEmpty()) {
            return Arrays.stream(PublisherKind.values())
                    .filter(it -> hasKey || !it.isHttp())
                    .filter(it -> !forgets || !it.hasKeys())
                    .toList();
        }
        List<PublisherKind> kinds =
                each(
                        PUBLISHERS,
                        names.get(),
                        PublisherKind::of,
                        labels(PublisherKind.values(), PublisherKind::label));
        if (!hasKey && kinds.stream().anyMatch(PublisherKind::isHttp)) {
            throw UserError.usage(
                    "publishers by the HTTP API need its key: set DUPLEX_API_KEYS, name the server's"
                            + " file by --config, or give --api-key");
        }
        return kinds;
    }

    private Set<FaultKind> faults(boolean ownServer) throws UserError {
        Optional<List<String>> names = list(FAULTS);
        if (names.isEmpty()) {
            if (nodes().isPresent()) {
                Set<FaultKind> all = EnumSet.copyOf(OF_OWN_NODES);
                balancer().ifPresent(_ -> all.add(FaultKind.BALANCER_KILL));
                return all;
            }
            return ownServer ? OF_OWN_SERVER : OF_ANOTHER;
        }
        if (names.get().equals(List.of(NONE))) {
            return Set.of();
        }
        List<FaultKind> kinds =
                each(
                        FAULTS,
                        names.get(),
                        VerifyOptions::fault,
                        labels(FaultKind.values(), FaultKind::toString));
        for (FaultKind kind : kinds) {
            if (kind.isOfServer() && !ownServer) {
                throw UserError.usage(
                        kind + " needs a server of its own: leave " + URL + " out, or the fault");
            }
            if (kind.isOfBalancer() && balancer().isEmpty()) {
                throw UserError.usage(kind + " needs a balancer: give " + BALANCER);
            }
            if (kind.isOfRedis() && nodes().isEmpty()) {
                throw UserError.usage(kind + " needs nodes on Redis: give " + NODES);
            }
        }
        requireTogether(kinds);
        return EnumSet.copyOf(kinds);
    }

    /// There is one Redis, which is as it is.
    private static void requireTogether(List<FaultKind> kinds) throws UserError {
        if (kinds.stream().anyMatch(FaultKind::takesSentinels)
                && kinds.stream().anyMatch(it -> it.isOfRedis() && !it.takesSentinels())) {
            throw UserError.usage(
                    FaultKind.FAILOVER
                            + " is of a Redis with a replica, the other faults of Redis are of one"
                            + " alone: leave out either");
        }
        if (kinds.stream().anyMatch(FaultKind::takesNamespace)
                && kinds.stream().anyMatch(FaultKind::takesProxies)) {
            throw UserError.usage(
                    FaultKind.PARTITION
                            + " is of nodes with a cable to Redis, "
                            + FaultKind.REDIS_CUT
                            + " of nodes with a proxy before it: leave out either");
        }
    }

    private static Optional<FaultKind> fault(String name) {
        return Arrays.stream(FaultKind.values()).filter(it -> it.toString().equals(name)).findAny();
    }

    /// A list that may be given in one option, with commas, or in several.
    private Optional<List<String>> list(String name) {
        if (!command.hasMatchedOption(name)) {
            return Optional.empty();
        }
        List<String> given = command.matchedOptionValue(name, List.of());
        return Optional.of(
                given.stream()
                        .flatMap(it -> Arrays.stream(it.split(",")))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList());
    }

    private static <T> List<T> each(
            String option, List<String> names, Function<String, Optional<T>> known, String all)
            throws UserError {
        List<T> found = new ArrayList<>();
        for (String name : names) {
            found.add(
                    known.apply(name)
                            .orElseThrow(() ->
                                    UserError.usage(
                                            option
                                                    + " knows no \""
                                                    + name
                                                    + "\"; there are "
                                                    + all)));
        }
        if (found.isEmpty()) {
            throw UserError.usage(option + " must name something: " + all);
        }
        return found;
    }

    private Optional<Long> number(String name, long least, long most) throws UserError {
        Optional<String> given = given(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(given.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw UserError.usage(
                name
                        + " must be a whole number"
                        + (least == Long.MIN_VALUE ? "" : " from " + least + " to " + most)
                        + ", not \""
                        + given.get()
                        + '"');
    }

    private Optional<Duration> time(String name) throws UserError {
        return time(name, ValueType.positiveTime());
    }

    private Optional<Duration> time(String name, ValueType<Duration> type) throws UserError {
        Optional<String> given = given(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                type.reader()
                        .apply(List.of(given.get()))
                        .orElseThrow(() ->
                                UserError.usage(
                                        name
                                                + " must be "
                                                + type.expects()
                                                + ", not \""
                                                + given.get()
                                                + '"')));
    }
}
