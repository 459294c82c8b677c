package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `duplex store`.
@Timeout(60)
class StoreCommandTest {
    @TempDir Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Path backups() {
        return folder.resolve("backups");
    }

    private Map<String, String> variables(Path data) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DUPLEX_ENGINE", "disk");
        variables.put("DUPLEX_DISK_DIRECTORY", data.toString());
        variables.put("DUPLEX_DISK_BACKUP_DIRECTORY", backups().toString());
        variables.put("DUPLEX_DISK_BACKUPS", "2");
        variables.put("DUPLEX_API_KEYS", Served.API_KEY);
        variables.put("DUPLEX_ANONYMOUS", "true");
        variables.put("DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10");
        variables.put("DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        return variables;
    }

    private static String call(Served served, String method, String body) throws Exception {
        return served.http()
                .send(
                        served.request("/api/" + method)
                                .header("X-API-Key", Served.API_KEY)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static String publish(Served served) throws Exception {
        return call(served, "publish", "{\"channel\":\"news:a\",\"data\":\"hello\"}");
    }

    private void fill(int publications) throws Exception {
        try (Served served = Served.with(variables(data()))) {
            for (int i = 0; i < publications; i++) {
                publish(served);
            }
        }
    }

    private Run store(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "store";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Run.of(Map.of("DUPLEX_DISK_DIRECTORY", data().toString()), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "stats", "backup", "restore", "salvage"})
    void helpOfEachNamesItsExitCodes(String command) {
        Run run = store(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: duplex store " + command, "--data")
                .containsSubsequence("Exit codes:", "  0   ", "  1   ", "  2   ");
    }

    @Test
    void itHasToBeSaidWhat() {
        Run run = store();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: say what to do: check, stats, backup, restore, or salvage",
                        "Try 'duplex store --help'.");
        assertThat(store("--help").out())
                .contains("check", "stats", "backup", "restore", "salvage");
    }

    @Test
    void aSoundStoreIsSaidToBe() throws Exception {
        fill(3);
        Run check = store("check");
        assertThat(check.code()).isZero();
        assertThat(check.out().lines())
                .startsWith("Nothing is wrong: all can be read.")
                .contains(
                        "format 1, generation of epochs 1",
                        "used last with sync: always, and ended regularly",
                        "channels: 1");
        Run stats = store("stats", "--data", data().toString());
        assertThat(stats.code()).isZero();
        assertThat(stats.out()).contains("publications: 3, of ", "  news:a: 3 publications");
    }

    @Test
    void whatClientsCallTheirChannelsDoesNothingToATerminal() throws Exception {
        try (Served served = Served.with(variables(data()))) {
            String answer =
                    call(
                            served,
                            "publish",
                            "{\"channel\":\"news:\\u001b[2J\\u0007\\nfiles: 0 \\u202e\\u009d\",\"data\":1}");
            assertThat(answer).contains("offset");
        }
        assertThat(store("stats").out().lines())
                .last(InstanceOfAssertFactories.STRING)
                .startsWith(
                        "  news:\\u001B[2J\\u0007\\u000Afiles: 0 \\u202E\\u009D: 1 publications, of ");
    }

    @Test
    void damageIsToldAndSalvaged() throws Exception {
        fill(5);
        Path log;
        try (var files = Files.newDirectoryStream(data().resolve("data"), "*.log")) {
            log = files.iterator().next();
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(log, bytes);
        Run check = store("check");
        assertThat(check.code()).isOne();
        assertThat(check.out()).startsWith("the log is damaged: ");
        Run stats = store("stats");
        assertThat(stats.code()).isOne();
        assertThat(stats.out()).contains("publications: ");
        assertThat(stats.err())
                .contains("is damaged: these are of what can be read; run 'duplex store check");
        assertThat(check.err())
                .startsWith("duplex: the store in " + data() + " is damaged: salvage would take ")
                .doesNotContain("\tat ");
        Path made = folder.resolve("made");
        Run salvage = store("salvage", "--to", made.toString());
        assertThat(salvage.err()).isEmpty();
        assertThat(salvage.code()).isZero();
        assertThat(salvage.out()).contains("The new store is in " + made, "generation of epochs 2");
        assertThat(store("check", "--data", made.toString()).code()).isZero();
    }

    @Test
    void aStoreInUseIsLeftAlone() throws Exception {
        try (Served _ = Served.with(variables(data()))) {
            for (String command : new String[] {"check", "stats"}) {
                Run run = store(command);
                assertThat(run.code()).isOne();
                assertThat(run.err()).contains("is in use by this process", "duplex store backup");
            }
        }
    }

    @Test
    void whereNoStoreIsThatIsSaid() {
        Run run = store("check");
        assertThat(run.code()).isOne();
        assertThat(run.err()).isEqualTo("duplex: there is no directory " + data() + "\n");
    }

    @Test
    void aCopyIsRestoredWithOtherEpochs() throws Exception {
        fill(2);
        Path to = backups().resolve("copy");
        Run backup = store("backup", "--to", to.toString());
        assertThat(backup.code()).isZero();
        assertThat(backup.out()).isEqualTo("The backup is in " + to + "\n");
        Run over = store("restore", "--from", to.toString());
        assertThat(over.code()).isOne();
        assertThat(over.err()).contains("is not empty");
        Path made = folder.resolve("made");
        Run restore = store("restore", "--from", to.toString(), "--data", made.toString());
        assertThat(restore.err()).isEmpty();
        assertThat(restore.out())
                .isEqualTo("The store is in " + made + "; every channel has another epoch\n");
        String seen;
        try (Served served = Served.with(variables(data()))) {
            seen = publish(served);
        }
        try (Served served = Served.with(variables(made))) {
            assertThat(publish(served)).contains("\"offset\":3").isNotEqualTo(seen);
        }
    }

    @Test
    void aRunningServerMakesABackupWhereItsConfigurationSays() throws Exception {
        Map<String, String> variables = variables(data());
        try (Served served = Served.with(variables)) {
            publish(served);
            String url = "--url=" + served.uri("/");
            Run made = Run.of(variables, "store", "backup", url, "--name=monday");
            assertThat(made.err()).isEmpty();
            assertThat(made.code()).isZero();
            assertThat(made.out())
                    .isEqualTo(
                            "The server has made the backup in "
                                    + backups().resolve("monday")
                                    + "\n");
            publish(served);
            Run byTime = Run.of(variables, "store", "backup", url);
            assertThat(byTime.code()).isZero();
            assertThat(byTime.out()).matches("(?s).*/backups/\\d{4}-\\d\\d-\\d\\dT[\\d-]+Z\n");
            Run more = Run.of(variables, "store", "backup", url, "--name=wednesday");
            assertThat(more.code()).isOne();
            assertThat(more.err()).contains("as many backups as there may be");
            Run taken = Run.of(variables, "store", "backup", url, "--name=monday");
            assertThat(taken.code()).isOne();
            assertThat(taken.err()).contains("there is a backup monday");
            Files.move(backups().resolve("monday"), folder.resolve("moved"));
            Run again = Run.of(variables, "store", "backup", url, "--name=monday");
            assertThat(again.code()).isZero();
            assertThat(backups().resolve("monday").resolve("BACKUP")).exists();
            Run keyless =
                    Run.of(Map.of(), "store", "backup", url, "--api-key=wrong", "--name=other");
            assertThat(keyless.err()).contains("does not take this API key");
        }
        Run stats = store("stats", "--data", backups().resolve("monday").toString());
        assertThat(stats.out())
                .contains("backup of format 1", "and copied while in use", "publications: 2, of ");
        assertThat(store("check", "--data", backups().resolve("monday").toString()).code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "/tmp/out", "a/b", ".", "..", ".hidden", "", "a\\\\b", "x y"})
    void noOtherPlaceCanBeNamed(String name) throws Exception {
        try (Served served = Served.with(variables(data()))) {
            assertThat(
                            call(
                                    served,
                                    "rpc",
                                    "{\"method\":\"duplex.store.backup\",\"params\":{\"name\":\""
                                            + name
                                            + "\"}}"))
                    .contains("\"code\":107");
            assertThat(backups()).doesNotExist();
        }
    }

    @Test
    void withoutADirectoryForThemNoneIsMade() throws Exception {
        Map<String, String> variables = variables(data());
        variables.remove("DUPLEX_DISK_BACKUP_DIRECTORY");
        try (Served served = Served.with(variables)) {
            Run run = Run.of(variables, "store", "backup", "--url=" + served.uri("/"));
            assertThat(run.code()).isOne();
            assertThat(run.err()).contains("makes no backups: set disk.backup-directory");
        }
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        Run chosen = store("backup", "--url=http://localhost/", "--to=x");
        assertThat(chosen.code()).isEqualTo(2);
        assertThat(chosen.err()).contains("in its own disk.backup-directory and nowhere else");
        Run where = store("backup", "--data=x");
        assertThat(where.code()).isEqualTo(2);
        assertThat(where.err()).contains("say where to with --to");
    }

    @Test
    void theFileOfTheConfigurationNamesTheStore() throws Exception {
        fill(1);
        Path file = folder.resolve("duplex.yaml");
        Files.writeString(file, "disk:\n  directory: " + data() + "\n", StandardCharsets.UTF_8);
        Run run = Run.of("store", "stats", "--config", file.toString());
        assertThat(run.out()).contains("publications: 1, of ");
    }
}
