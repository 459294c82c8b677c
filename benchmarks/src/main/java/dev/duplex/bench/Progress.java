package dev.duplex.bench;

import java.io.PrintStream;
import java.util.List;

/// Tells on the error output how far it is, so that the standard output is the report alone.
final class Progress {
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        out.println(text);
    }

    /// Said loudly: what is measured goes on without it.
    void missing(Scenario scenario, Peer peer, String why) {
        out.printf("%-20s %-26s *** %s%n", scenario.name(), peer.title(), why);
    }

    void warm(Scenario scenario, Peer peer, List<Double> costs, boolean steady) {
        out.printf(
                "%-20s %-26s warm after %d s: %.3f -> %.3f us CPU per %s%s%n",
                scenario.name(),
                peer.title(),
                costs.size(),
                costs.getFirst(),
                costs.getLast(),
                scenario.unit(),
                steady ? "" : " (not steady)");
    }

    void turn(Scenario scenario, Peer peer, String number, String said) {
        out.printf("%-20s %-26s %s  %s%n", scenario.name(), peer.title(), number, said);
    }

    void memory(Scenario scenario, Peer peer, int run, Memory each) {
        out.printf(
                "%-20s %-26s %d  %,.0f bytes resident per %s%s%n",
                scenario.name(),
                peer.title(),
                run,
                each.resident(),
                scenario.resting(),
                peer.onJvm() ? ", %,.0f of live heap".formatted(each.heap()) : "");
    }
}
