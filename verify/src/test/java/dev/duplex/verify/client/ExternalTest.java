package dev.duplex.verify.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.Room;
import dev.duplex.verify.log.SubscriberRecorder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExternalTest {
    private final SubscriberRecorder recorder =
            new SubscriberRecorder("sdk 1", "sdk", "verify:1", () -> 1, 100, new Room(100));

    /// Runs a program of a shell to its end, which reads its task first.
    private External run(String script) {
        Target target =
                new Target(
                        URI.create("http://127.0.0.1:1/"),
                        "key",
                        "token",
                        Map.of("verify:1", "channel token"));
        External external =
                new External(List.of("sh", "-c", "read task\n" + script), target, "run", recorder);
        external.run();
        return external;
    }

    private static String say(String... lines) {
        return Stream.of(lines).map(it -> "echo '" + it + "'").collect(Collectors.joining("\n"));
    }

    @Test
    void writesDownWhatItSays() {
        External external =
                run(
                        say(
                                "{\"event\":\"subscribed\"}",
                                "{\"event\":\"publication\",\"data\":{\"run\":\"run\",\"channel\":\"verify:1\",\"publisher\":\"http\",\"sequence\":7}}",
                                "{\"event\":\"publication\",\"data\":{\"run\":\"another\",\"channel\":\"verify:1\",\"publisher\":\"http\",\"sequence\":8}}",
                                "{\"event\":\"publication\"}",
                                "{\"event\":\"ended\",\"reason\":\"cut\"}",
                                "{\"event\":\"subscribed\",\"recovered\":true}",
                                "{\"event\":\"ended\",\"reason\":\"cut\"}",
                                "{\"event\":\"subscribed\",\"recovered\":false}"));
        assertThat(recorder.log().events())
                .containsExactly(
                        new Event.Began(1, Resumption.NEW),
                        new Event.Received(1, "verify:1", "http", 7),
                        new Event.Ended(1, "cut"),
                        new Event.Began(1, Resumption.RECOVERED),
                        new Event.Ended(1, "cut"),
                        new Event.Began(1, Resumption.NOT_RECOVERED),
                        new Event.Ended(1, "sh: the stream ended (exit code 0)"));
        assertThat(recorder.foreignCount()).isEqualTo(2);
        assertThat(external.lastFailure()).isEqualTo("sh: the stream ended (exit code 0)");
    }

    @Test
    void isToldWhereToSubscribe() {
        External external = run("echo \"$task\"");
        assertThat(external.lastFailure())
                .isEqualTo(
                        "sh: it said what is not known: {\"url\":\"http://127.0.0.1:1/\",\"channel\":\"verify:1\","
                                + "\"token\":\"token\",\"channelToken\":\"channel token\"}");
    }

    @Test
    void saysTheExitCode() {
        assertThat(run("exit 3").lastFailure()).isEqualTo("sh: the stream ended (exit code 3)");
    }

    /// What it has started itself would stay, and go on writing.
    @Test
    void whatItStartedEndsWithIt() {
        External external = run("sleep 600 & " + "echo \"{\\\"event\\\":\\\"$!\\\"}\"; wait");
        Matcher pid = Pattern.compile("\"event\":\"(\\d+)\"").matcher(external.lastFailure());
        assertThat(pid.find()).as(external.lastFailure()).isTrue();
        ProcessHandle.of(Long.parseLong(pid.group(1)))
                .ifPresent(it -> assertThat(it.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void aLineIsLimited() {
        External external =
                run("head -c " + (External.LINE_BYTES + 1) + " /dev/zero | tr '\\0' x; echo");
        assertThat(external.lastFailure())
                .isEqualTo("sh: a line of more than " + External.LINE_BYTES + " bytes");
    }

    @Test
    void saysThatAProgramIsNotThere() {
        External external =
                new External(
                        List.of("/nowhere/duplex"),
                        new Target(URI.create("http://127.0.0.1:1/"), "", "", Map.of()),
                        "run",
                        recorder);
        external.run();
        assertThat(external.lastFailure()).contains("/nowhere/duplex");
        assertThat(recorder.isHearing()).isFalse();
    }
}
