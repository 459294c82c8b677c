package dev.duplex.bench;

import dev.duplex.bench.result.Origin;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// Where the figures come from: a figure without this means nothing.
final class Machine {
    /// What Maven leaves in a jar.
    private static final String TCNATIVE =
            "/META-INF/maven/io.netty/netty-tcnative-boringssl-static/pom.properties";

    private Machine() {}

    /// @param peers those that are measured, as far as they are here
    /// @param more what else there is to say of what was measured, by its name
    static Origin origin(Path bench, Collection<Peer> peers, Map<String, String> more)
            throws InterruptedException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Duplex", "commit " + commit(bench));
        versions.put("Netty", nettyVersion());
        versions.putAll(Versions.of(bench, peers));
        versions.putAll(more);
        return new Origin(
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                "Linux " + System.getProperty("os.version"),
                "%s %s (%s)"
                        .formatted(
                                System.getProperty("java.vm.name"),
                                Runtime.version(),
                                System.getProperty("java.vendor")),
                versions);
    }

    private static String nettyVersion() {
        Version transport = Version.identify().get("netty-transport");
        return transport == null ? "unknown" : transport.artifactVersion();
    }

    /// Which the load speaks too.
    static String openSslVersion() {
        if (!OpenSsl.isAvailable()) {
            throw new BenchException("tcnative cannot be loaded: " + OpenSsl.unavailabilityCause());
        }
        Properties tcnative = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream(TCNATIVE)) {
            if (in != null) {
                tcnative.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "%s, by tcnative %s"
                .formatted(OpenSsl.versionString(), tcnative.getProperty("version", "unknown"));
    }

    private static String commit(Path bench) throws InterruptedException {
        String directory = bench.toString();
        String commit =
                Commands.run(List.of("git", "-C", directory, "rev-parse", "--short=12", "HEAD"));
        boolean clean =
                Commands.run(
                                List.of(
                                        "git",
                                        "-C",
                                        directory,
                                        "status",
                                        "--porcelain",
                                        "--untracked-files=no"))
                        .isEmpty();
        return clean ? commit : commit + " with changes";
    }

    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What share of a core others than this process use for a while in which it rests.
    static double busy(Duration length) throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        long ours = ProcessorClock.nanos(pid);
        long all = busyNanos();
        long begun = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long others = busyNanos() - all - (ProcessorClock.nanos(pid) - ours);
        return Math.max(0, others) / (double) (System.nanoTime() - begun);
    }

    /// Processor time that all processes and the hypervisor have used on all cores.
    static long busyNanos() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return busyNanos(lines.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads the line of all cores as in proc(5): user, nice, system, idle, iowait, irq, softirq,
    /// steal, in ticks of 10 ms.
    static long busyNanos(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        long ticks = 0;
        for (int i = 1; i <= 8; i++) {
            if (i != 4 && i != 5) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks * TimeUnit.SECONDS.toNanos(1) / 100;
    }
}
