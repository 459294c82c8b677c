package dev.duplex.verify.client;

import dev.duplex.faults.Guard;
import dev.duplex.faults.ProcessTree;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A subscriber that is a program of its own, such as an SDK's: it is told where to subscribe, comes back by itself, and says what it
/// notices, each in a line of JSON. docs/guide/verify.md has the lines.
public final class External implements Runnable {
    /// The longest line that it may say, in bytes.
    static final int LINE_BYTES = 1 << 20;

    /// It is its program's to notice that a connection is gone.
    private static final Duration ANY_TIME = Duration.ofDays(1);

    /// How long a program that says nothing more has to end.
    private static final Duration EXIT = Duration.ofSeconds(10);

    private final List<String> command;
    private final Target target;
    private final String run;
    private final SubscriberRecorder recorder;
    private volatile String lastFailure = "";

    /// @param command the program and its arguments
    public External(List<String> command, Target target, String run, SubscriberRecorder recorder) {
        this.command = List.copyOf(command);
        this.target = target;
        this.run = run;
        this.recorder = recorder;
    }

    /// Why its subscription ended, or could not be made; empty if it did not.
    public String lastFailure() {
        return lastFailure;
    }

    @Override
    public void run() {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Guard.over(process);
            try (Stream<byte[]> lines = new Stream<>(body -> new Lines(body, LINE_BYTES)::next)) {
                lines.read(process.getInputStream());
                tell(process.getOutputStream());
                while (!recorder.isFull()) {
                    String line = new String(lines.take(ANY_TIME), StandardCharsets.UTF_8);
                    note(Json.object(line), line);
                }
            } catch (ConnectionLostException e) {
                ended(command.getFirst() + ": " + Network.reason(e) + exitCode(process, e));
            } finally {
                ProcessTree.of(process).kill();
            }
        } catch (IOException e) {
            ended(command.getFirst() + ": " + Network.reason(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of a program that has ended by itself.
    private static String exitCode(Process process, ConnectionLostException why)
            throws InterruptedException {
        boolean ended =
                Stream.COMPLETE.equals(why.getMessage())
                        && process.waitFor(EXIT.toMillis(), TimeUnit.MILLISECONDS);
        return ended ? " (exit code " + process.exitValue() + ")" : "";
    }

    private void tell(OutputStream in) throws IOException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("url", target.base().toString());
        task.put("channel", recorder.channel());
        task.put("token", target.token());
        task.put("channelToken", target.channelToken(recorder.channel()));
        in.write((Json.write(task) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private void note(Map<?, ?> said, String line) throws IOException {
        String event = said.get("event") instanceof String text ? text : "";
        switch (event) {
            case "subscribed" -> recorder.began(resumption(said.get("recovered")));
            case "publication" -> Mark.note(said.get("data"), run, recorder);
            case "ended" -> ended(String.valueOf(said.get("reason")));
            default -> throw new IOException("it said what is not known: " + line);
        }
    }

    private static Resumption resumption(@Nullable Object recovered) {
        if (recovered instanceof Boolean all) {
            return all ? Resumption.RECOVERED : Resumption.NOT_RECOVERED;
        }
        return Resumption.NEW;
    }

    private void ended(String why) {
        lastFailure = why;
        recorder.ended(why);
    }
}
