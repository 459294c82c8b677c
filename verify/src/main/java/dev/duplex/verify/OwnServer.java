package dev.duplex.verify;

import dev.duplex.verify.client.Target;
import dev.duplex.verify.faults.InjectionException;
import dev.duplex.verify.faults.LastingPort;
import dev.duplex.verify.faults.ServerProcess;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Kept;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A `duplex serve` of the run's own, with its channels on disk, on loopback.
///
/// @param process which may be paused and killed
/// @param target where it is, and its key
public record OwnServer(ServerProcess process, Target target) implements AutoCloseable {
    /// What a channel keeps, and a client is brought up to date with.
    public static final Kept KEPT = new Kept(100_000, Duration.ofHours(1));

    /// No payload of a run is as large.
    private static final long PAYLOAD_BYTES = 1_024;

    /// Starts one.
    ///
    /// @param program how the program `duplex` is started, without a command
    /// @param folder where its configuration, its data and what it prints are kept
    /// @param namespaces those of the run's channels
    /// @throws CannotRunException if it does not come up
    public static OwnServer start(List<String> program, Path folder, List<String> namespaces)
            throws CannotRunException, InterruptedException {
        String key = UUID.randomUUID().toString();
        try {
            Path configuration = folder.resolve("duplex.yaml");
            int port = LastingPort.find();
            Files.writeString(configuration, configuration(port, key, folder, namespaces));
            List<String> command = new ArrayList<>(withoutVariables());
            command.addAll(program);
            command.addAll(List.of("serve", "--config", configuration.toString()));
            URI base = URI.create("http://127.0.0.1:" + port);
            ServerProcess process =
                    ServerProcess.of(command)
                            .start(folder.resolve("server.log"), base.resolve("/ready"));
            return new OwnServer(process, new Target(base, key, "", Map.of()));
        } catch (IOException e) {
            throw new CannotRunException("the server cannot be set up: " + e.getMessage());
        } catch (InjectionException e) {
            throw new CannotRunException(String.valueOf(e.getMessage()));
        }
    }

    /// JSON, which is YAML.
    private static String configuration(
            int port, String key, Path folder, List<String> namespaces) {
        Map<String, Object> namespace = new LinkedHashMap<>();
        namespace.put("history-size", KEPT.publications());
        namespace.put("history-ttl", KEPT.time().toSeconds() + "s");
        namespace.put("recovery", "stream");
        namespace.put("allow", Map.of("subscribe", "anyone", "publish", "anyone"));
        Map<String, Object> all = new LinkedHashMap<>();
        namespaces.forEach(it -> all.put(it, namespace));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("host", "127.0.0.1");
        settings.put("port", port);
        settings.put("anonymous", true);
        settings.put("api", Map.of("keys", List.of(key)));
        settings.put("engine", "disk");
        settings.put(
                "disk", Map.of("directory", folder.resolve("data").toString(), "sync", "always"));
        settings.put(
                "limits",
                Map.of(
                        "recover-publications",
                        KEPT.publications(),
                        "history-page-bytes",
                        KEPT.publications() * PAYLOAD_BYTES));
        settings.put("namespaces", all);
        return Json.write(settings);
    }

    /// Nothing of the user's environment configures it.
    private static List<String> withoutVariables() {
        List<String> command = new ArrayList<>(List.of("env"));
        System.getenv().keySet().stream()
                .filter(it -> it.startsWith("DUPLEX_"))
                .forEach(it -> command.addAll(List.of("-u", it)));
        return command;
    }

    @Override
    public void close() {
        process.close();
    }
}
