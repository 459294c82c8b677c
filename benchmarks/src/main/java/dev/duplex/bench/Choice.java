package dev.duplex.bench;

import dev.duplex.bench.disk.DiskSuite;
import dev.duplex.bench.model.ModelSuite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to be measured: scenarios, and in each the peers that it compares and that were asked for.
///
/// @param only suites and scenarios
/// @param peers empty: all
record Choice(Set<String> only, Set<Peer> peers) {
    /// What the codec alone costs, by JMH.
    static final String CODEC = "codec";

    /// The suites, with what is said of each.
    static final Map<String, String> SUITES = suites();

    private static Map<String, String> suites() {
        Map<String, String> suites = new LinkedHashMap<>();
        suites.put("echo", "each message is answered with itself");
        suites.put("fanout", "a room of 1,000");
        suites.put("blocking", "handlers that block, beside callbacks on the event loop");
        suites.put("transport", "echo and fan-out on epoll, io_uring and the JDK's selectors");
        suites.put("channel", "a channel of the Centrifuge protocol, beside rooms");
        suites.put("history", "a channel that keeps its publications, in memory and on disk");
        suites.put(
                "cluster", "several nodes on one Redis, beside one node with an engine of its own");
        suites.put("latency", "answers at 50 % and 80 % of what a server can do");
        suites.put("churn", "clients that come and go, with presence and without");
        suites.put("idle", "memory of a connection that says nothing");
        suites.put("polling", "one feed by WebSocket, SockJS and polling");
        suites.put("sockjs", "one feed by SockJS, beside sockjs-node");
        suites.put("idle-sockjs", "memory of a session of SockJS that says nothing");
        suites.put("tls", "who does TLS");
        suites.put(StartSuite.NAME, "from the start of a process to its first answer");
        suites.put(CODEC, "frames and messages without a network, by JMH");
        suites.put(DiskSuite.NAME, "the engine on disk");
        suites.put(ModelSuite.NAME, "a million sessions without sockets: a model");
        return suites;
    }

    /// @throws BenchException if there is no such suite or scenario, or a peer is compared nowhere in them
    Choice {
        only = new LinkedHashSet<>(only);
        peers = new LinkedHashSet<>(peers);
        for (String name : only) {
            if (!SUITES.containsKey(name) && !names().contains(name)) {
                throw new BenchException(
                        "there is no %s; there are the suites %s, and the scenarios %s"
                                .formatted(
                                        name,
                                        String.join(", ", SUITES.keySet()),
                                        String.join(", ", names())));
            }
        }
    }

    /// Of all scenarios.
    static List<String> names() {
        return Stream.of(
                        Scenario.ALL.stream().map(Scenario::name).toList(),
                        StartSuite.chosen(Set.of(StartSuite.NAME)),
                        DiskSuite.chosen(Set.of(DiskSuite.NAME)),
                        ModelSuite.chosen(Set.of(ModelSuite.NAME)))
                .flatMap(List::stream)
                .toList();
    }

    /// Those with tables of their own, in the order in which they are run.
    ///
    /// @throws BenchException if one of the peers that were asked for is compared in none of them
    List<Scenario> scenarios() {
        List<Scenario> chosen =
                Scenario.ALL.stream()
                        .filter(each -> only.contains(each.suite()) || only.contains(each.name()))
                        .toList();
        Set<Peer> compared =
                chosen.stream()
                        .flatMap(each -> each.peers().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Peer> without = new ArrayList<>(peers);
        without.removeAll(compared);
        if (!chosen.isEmpty() && !without.isEmpty()) {
            throw new BenchException(
                    "%s: not compared by %s, which compare %s"
                            .formatted(
                                    options(without), String.join(", ", only), options(compared)));
        }
        return chosen.stream().filter(each -> !peers(each).isEmpty()).toList();
    }

    /// In the scenario's order.
    Set<Peer> peers(Scenario scenario) {
        Set<Peer> chosen = new LinkedHashSet<>(scenario.peers());
        if (!peers.isEmpty()) {
            chosen.retainAll(peers);
        }
        return chosen;
    }

    /// All that are compared somewhere.
    Set<Peer> allPeers() {
        return scenarios().stream()
                .flatMap(scenario -> peers(scenario).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String options(Collection<Peer> peers) {
        return peers.stream().map(Peer::option).collect(Collectors.joining(", "));
    }
}
