package dev.duplex.bench;

import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import java.util.List;

/// One row of the tables: a load with a name.
///
/// @param suite what selects it on the command line: `echo`, `fanout` or `idle`
/// @param name short and unique
/// @param title for people
record Scenario(String suite, String name, String title, Load load) {
    /// All there are, in the order in which they are run.
    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "echo",
                            "echo-pingpong",
                            "ping-pong: 64 B, 100 connections, 1 in flight",
                            new Load.Echo(100, 1, 64, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-pipelined",
                            "pipelined: 64 B, 50 connections, 64 in flight",
                            new Load.Echo(50, 64, 64, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-16k-ascii",
                            "16 KiB ASCII text, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 16_384, Content.ASCII, false)),
                    new Scenario(
                            "echo",
                            "echo-16k-mixed",
                            "16 KiB Cyrillic, Chinese, … text, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 16_384, Content.MIXED, false)),
                    new Scenario(
                            "echo",
                            "echo-deflate",
                            "1 KiB JSON with permessage-deflate, 50 connections, 8 in flight",
                            new Load.Echo(50, 8, 1024, Content.JSON, true)),
                    new Scenario(
                            "fanout",
                            "fanout-1000",
                            "fan-out: 128 B to 1,000 subscribers, 4 publications under way",
                            new Load.Fanout(1000, 4, 128)),
                    new Scenario(
                            "idle",
                            "idle-10000",
                            "10,000 idle connections",
                            new Load.Idle(10_000)));

    boolean isIdle() {
        return load instanceof Load.Idle;
    }
}
