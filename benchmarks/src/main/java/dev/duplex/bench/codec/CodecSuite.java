package dev.duplex.bench.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks of this package and puts them into one table.
public final class CodecSuite {
    private CodecSuite() {}

    /// @param quick a second for each, to see that they work
    /// @return lines of Markdown
    public static List<String> run(boolean quick, Consumer<String> progress) {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("dev\\.duplex\\.bench\\.codec\\.")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .addProfiler(GCProfiler.class)
                        .jvmArgs(
                                "-XX:+UseSerialGC",
                                "-Xms1g",
                                "-Xmx1g",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dio.netty.leakDetection.level=disabled")
                        .forks(quick ? 1 : 3)
                        .warmupIterations(quick ? 1 : 4)
                        .warmupTime(quick ? TimeValue.milliseconds(200) : TimeValue.seconds(1))
                        .measurementIterations(quick ? 1 : 5)
                        .measurementTime(
                                quick ? TimeValue.milliseconds(200) : TimeValue.seconds(1));
        progress.accept(
                "codec: the benchmarks take about " + (quick ? "two minutes" : "25 minutes"));
        try {
            return table(new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH: " + e.getMessage(), e);
        }
    }

    private static List<String> table(Collection<RunResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add("| benchmark | parameters | ns/message | ± (99.9 %) | bytes allocated/message |");
        lines.add("|---|---|--:|--:|--:|");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            BenchmarkParams parameters = result.getParams();
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %,.1f | %s | %,.0f |",
                            name(parameters.getBenchmark()),
                            values(parameters),
                            time.getScore(),
                            Double.isNaN(time.getScoreError())
                                    ? "–"
                                    : String.format(Locale.ROOT, "%,.1f", time.getScoreError()),
                            allocated(result)));
        }
        return lines;
    }

    private static String name(String benchmark) {
        return benchmark.substring("dev.duplex.bench.codec.".length()).replace("Benchmark.", ".");
    }

    private static String values(BenchmarkParams parameters) {
        List<String> values = new ArrayList<>();
        for (String key : parameters.getParamsKeys()) {
            values.add(parameters.getParam(key));
        }
        return String.join(", ", values);
    }

    private static double allocated(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated == null) {
            throw new IllegalStateException("JMH's collector profiler gave no allocation rate");
        }
        return allocated.getScore();
    }
}
