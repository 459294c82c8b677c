package dev.duplex.engine.disk;

import dev.duplex.channels.Published;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// A program that publishes until it is killed, or until it cannot, and says what was answered: a line for each, of
/// epoch, offset, channel and text.
final class Victim {
    /// Publications under way.
    private static final int UNDER_WAY = 64;

    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        String filler = "x".repeat(Integer.parseInt(arguments[1]));
        PrintStream out = System.out;
        Semaphore room = new Semaphore(UNDER_WAY);
        CountDownLatch failed = new CountDownLatch(1);
        Subject subject = new Subject(DiskEngine.builder(directory));
        out.println("ready");
        String run = Long.toString(System.nanoTime(), 36);
        for (int i = 0; failed.getCount() > 0; i++) {
            room.acquire();
            String channel = "c" + i % 10;
            String text = run + "-" + i;
            subject.streams
                    .publish(channel, Subject.text(text + filler), Subject.KEPT)
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            out.println(line(answer, channel, text));
                        } else {
                            out.println("failed " + failure.getMessage());
                            failed.countDown();
                        }
                        room.release();
                    });
        }
        subject.close();
    }

    private static String line(Published answer, String channel, String text) {
        return answer.position().epoch()
                + " "
                + answer.position().offset()
                + " "
                + channel
                + " "
                + text;
    }
}
