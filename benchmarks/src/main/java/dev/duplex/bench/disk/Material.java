package dev.duplex.bench.disk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What is published: channels, and payloads of JSON with letters at random in them, so that a store that compresses gains what
/// it gains from such text and not more. Always the same.
///
/// @param channels their names
/// @param payloads some, to be taken in turn
record Material(List<String> channels, List<byte[]> payloads) {
    static final int PAYLOAD_BYTES = 128;
    private static final int PAYLOADS = 4096;

    static Material of(int channels) {
        SplittableRandom random = new SplittableRandom(1);
        return new Material(
                IntStream.range(0, channels).mapToObj(Material::channel).toList(),
                IntStream.range(0, PAYLOADS).mapToObj(_ -> payload(random)).toList());
    }

    /// The name of a channel.
    static String channel(int number) {
        return "news:%07d".formatted(number);
    }

    private static byte[] payload(SplittableRandom random) {
        String head = "{\"id\":%08d,\"text\":\"".formatted(random.nextInt(100_000_000));
        StringBuilder text = new StringBuilder(PAYLOAD_BYTES).append(head);
        while (text.length() < PAYLOAD_BYTES - 2) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Publishes in one channel after another, with one payload after another. One thread.
    <T> Supplier<T> inTurn(BiFunction<String, byte[], T> publish) {
        return new Supplier<>() {
            private int next;

            @Override
            public T get() {
                int number = next++ & Integer.MAX_VALUE;
                return publish.apply(
                        channels.get(number % channels.size()), payloads.get(number % PAYLOADS));
            }
        };
    }
}
