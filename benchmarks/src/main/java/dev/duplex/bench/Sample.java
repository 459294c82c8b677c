package dev.duplex.bench;

import dev.duplex.bench.load.Window;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What one window says of one server.
///
/// @param userMicros processor time in user mode per message
/// @param systemMicros processor time in the kernel per message
/// @param messagesPerSecond echoes or deliveries
/// @param p50Micros median time from sending to arrival
/// @param p99Micros 99th percentile of the same
/// @param receivedBytes that came to the clients per message, where that is counted
/// @param sentBytes that clients sent per message, likewise
/// @param requests that clients made per message, likewise
/// @param serverBusy share of its core that the server used, 0 to 1
/// @param loadBusy share of its core that the load used
/// @param otherBusy share of a core that all other processes used, and what the hypervisor took
record Sample(
        double userMicros,
        double systemMicros,
        double messagesPerSecond,
        double p50Micros,
        double p99Micros,
        double receivedBytes,
        double sentBytes,
        double requests,
        double serverBusy,
        double loadBusy,
        double otherBusy) {

    /// All processor times that one window is made of.
    record Readings(ProcessorTime server, ProcessorTime load, long machineNanos) {
        static Readings of(Running server) {
            return new Readings(
                    server.processorTime(),
                    ProcessorTime.of(ProcessHandle.current().pid()),
                    Machine.busyNanos());
        }
    }

    static Sample of(Window<Readings> window) {
        return of(window, (double) window.messages());
    }

    /// @param messages what costs are divided by
    static Sample of(Window<Readings> window, double messages) {
        ProcessorTime server = window.after().server().minus(window.before().server());
        ProcessorTime load = window.after().load().minus(window.before().load());
        long machine = window.after().machineNanos() - window.before().machineNanos();
        double nanos = window.nanos();
        double micros = server.nanos() / 1e3 / messages;
        return new Sample(
                micros * server.userShare(),
                micros * (1 - server.userShare()),
                messages * 1e9 / nanos,
                window.latency().getValueAtPercentile(50) / 1e3,
                window.latency().getValueAtPercentile(99) / 1e3,
                window.wire().received() / messages,
                window.wire().sent() / messages,
                window.wire().requests() / messages,
                server.nanos() / nanos,
                load.nanos() / nanos,
                Math.max(0, machine - server.nanos() - load.nanos()) / nanos);
    }

    /// In a few words.
    String said(String unit) {
        return String.format(
                Locale.ROOT,
                "%.3f us CPU per %s, %,.0f %ss/s, server %.0f %% busy, load %.0f %%",
                cpuMicros(),
                unit,
                messagesPerSecond,
                unit,
                serverBusy * 100,
                loadBusy * 100);
    }

    /// What a table of costs has.
    static Map<String, ToDoubleFunction<Sample>> costs() {
        Map<String, ToDoubleFunction<Sample>> figures = new LinkedHashMap<>();
        figures.put("cpuMicros", Sample::cpuMicros);
        figures.put("userMicros", Sample::userMicros);
        figures.put("systemMicros", Sample::systemMicros);
        figures.put("messagesPerSecond", Sample::messagesPerSecond);
        figures.put("p50Micros", Sample::p50Micros);
        figures.put("p99Micros", Sample::p99Micros);
        figures.put("serverBusy", Sample::serverBusy);
        figures.put("loadBusy", Sample::loadBusy);
        return figures;
    }

    /// What one of a feed has.
    static Map<String, ToDoubleFunction<Sample>> feed() {
        Map<String, ToDoubleFunction<Sample>> figures = new LinkedHashMap<>();
        figures.put("receivedBytes", Sample::receivedBytes);
        figures.put("sentBytes", Sample::sentBytes);
        figures.put("requests", Sample::requests);
        figures.putAll(costs());
        return figures;
    }

    /// The figure: the server's processor time per message.
    double cpuMicros() {
        return userMicros + systemMicros;
    }
}
