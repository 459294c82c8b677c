package dev.duplex.bench.disk;

import dev.duplex.engine.disk.DiskEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// The engine on disk in a process of its own, which does what it is told line by line: `publish COUNT CHANNELS`, in channels
/// at random; `close`. It answers each by a line, and collects its garbage before it does.
final class OpenEngine {
    private static final int HISTORY = 3;
    private static final int PUBLISHERS = 1_000;

    private OpenEngine() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Material material = Material.of(1);
        byte[] payload = material.payloads().getFirst();
        long begun = System.nanoTime();
        EngineSubject subject =
                new EngineSubject(DiskEngine.builder(directory).open(), directory, HISTORY);
        long opened = System.nanoTime();
        subject.publish(material.channels().getFirst(), payload).toCompletableFuture().join();
        long answered = System.nanoTime();
        say("opened " + (opened - begun) + " " + (answered - begun));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("publish")) {
                publish(subject, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                say("published");
            } else {
                long closing = System.nanoTime();
                subject.close();
                say("closed " + (System.nanoTime() - closing));
                return;
            }
        }
    }

    private static void publish(EngineSubject subject, int count, int channels)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom();
        byte[] payload = Material.of(1).payloads().getFirst();
        Publishers publishers = new Publishers(subject::flush);
        publishers.add(
                PUBLISHERS,
                () -> subject.publish(Material.channel(random.nextInt(channels)), payload));
        publishers.publish(count);
    }

    private static void say(String line) {
        System.gc();
        System.out.println(line);
        System.out.flush();
    }
}
