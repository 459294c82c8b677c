package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a process leaves that is killed while it publishes, or that finds no room on the disk: everything that was answered is there. (That it is on
/// the disk and not only with the operating system a killed process cannot show: see `CrashTest`.)
@Timeout(180)
class KillTest {
    private static final String FILLER = "x".repeat(10);

    @TempDir private Path directory;

    @Test
    void whatAKilledProcessWasAnsweredIsThere() throws Exception {
        List<Answered> answered = new ArrayList<>();
        for (int life = 1; life <= 3; life++) {
            Process process = start(List.of(), "10");
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo("ready");
                assertThatThrownBy(() -> DiskEngine.builder(directory).open())
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("is in use by process " + process.pid() + ",");
                int lines = 300 * life;
                for (int i = 0; i < lines; i++) {
                    answered.add(Answered.of(out.readLine()));
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            check(answered, FILLER);
        }
    }

    @Test
    void whatWasAnsweredBeforeTheDiskWasFullIsThereAndTheRestFailsInASentence() throws Exception {
        String filler = "x".repeat(60_000);
        // A file that may not be longer looks to the store like a disk that is full.
        Process process =
                start(
                        List.of("bash", "-c", "ulimit -f 32768; exec \"$@\"", "bash"),
                        Integer.toString(filler.length()));
        List<String> lines;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = out.lines().toList();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lines.getFirst()).isEqualTo("ready");
        List<String> failed = lines.stream().filter(it -> it.startsWith("failed ")).toList();
        List<Answered> answered =
                lines.stream()
                        .skip(1)
                        .filter(it -> !it.startsWith("failed "))
                        .map(Answered::of)
                        .toList();
        assertThat(failed).isNotEmpty().allMatch(it -> it.contains("could not write"));
        assertThat(answered).hasSizeGreaterThan(100);
        check(answered, filler);
    }

    /// What the victim said of one publication.
    private record Answered(String epoch, long offset, String channel, String text) {
        static Answered of(String line) {
            Scanner words = new Scanner(line);
            return new Answered(words.next(), words.nextLong(), words.next(), words.next());
        }
    }

    private void check(List<Answered> answered, String filler) {
        try (Subject after = new Subject(DiskEngine.builder(directory))) {
            Map<String, Map<Long, Publication>> histories = new HashMap<>();
            for (Answered one : answered) {
                Publication there =
                        histories
                                .computeIfAbsent(
                                        one.channel(),
                                        channel ->
                                                after.history(channel).stream()
                                                        .collect(
                                                                Collectors.toMap(
                                                                        Publication::offset,
                                                                        Function.identity())))
                                .get(one.offset());
                if (there == null) {
                    throw new AssertionError("it was answered and is not there: " + one);
                }
                assertThat(there.epoch()).isEqualTo(one.epoch());
                assertThat(Subject.text(there)).isEqualTo(one.text() + filler);
            }
        }
    }

    private Process start(List<String> before, String filler) throws IOException {
        return Programs.start(before, Victim.class, directory.toString(), filler);
    }
}
