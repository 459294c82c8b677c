package dev.duplex.bench.model;

import dev.duplex.bench.load.Content;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.HdrHistogram.Histogram;

/// One model, in a process of its own whose heap is collected in full when it is asked. Arguments: who is there, how many, and how
/// long each size of publication is repeated, in milliseconds. Prints `heap BYTES`, of each, and, where they are together, for each size
/// `publication MEMBERS MICROSECONDS`, the median.
final class ModelProgram {
    /// The sizes of channels, as far as there are so many; and all.
    private static final int[] SIZES = {1_000, 10_000, 100_000};

    /// Of whom the heap is not counted: code that is loaded once, and what there is however few they are.
    private static final int BEFORE = 1_000;

    private static final int PAYLOAD_BYTES = 128;
    private static final int LEAST_TIMES = 3;
    private static final double WARMING_UP = 2;

    private ModelProgram() {}

    public static void main(String... arguments) {
        Clients clients = Clients.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long millis = Long.parseLong(arguments[2]);
        try (Population population = new Population(clients, BEFORE + count)) {
            population.open(BEFORE);
            long before = liveBytes();
            population.open(count);
            double each = (liveBytes() - before) / (double) count;
            say("heap " + each);
            if (!clients.together()) {
                return;
            }
            byte[] json = Content.JSON_STRING.message(1, PAYLOAD_BYTES);
            for (int size : SIZES) {
                if (size < count) {
                    String channel = "of" + size;
                    population.enter(size, channel);
                    publish(population, channel, json, size, millis);
                }
            }
            publish(population, Population.ALL, json, BEFORE + count, millis);
        }
    }

    private static void publish(
            Population population, String channel, byte[] json, int members, long millis) {
        var _ = repeat(population, channel, json, members, (long) (WARMING_UP * millis));
        Histogram times = repeat(population, channel, json, members, millis);
        say("publication " + members + " " + times.getValueAtPercentile(50) / 1e3);
    }

    private static Histogram repeat(
            Population population, String channel, byte[] json, int members, long millis) {
        Histogram times = new Histogram(3);
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end || times.getTotalCount() < LEAST_TIMES) {
            times.recordValue(population.publish(channel, json, members));
        }
        return times;
    }

    /// What is left in the heap when all that can go has gone; twice, for what only goes after it was found to be unreachable.
    /// As it was when the collection ended: what is in use now has in it the whole of a buffer that some thread has begun to
    /// allocate from since, a megabyte and more.
    private static long liveBytes() {
        System.gc();
        System.gc();
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getCollectionUsage().getUsed();
            }
        }
        return bytes;
    }

    @SuppressWarnings("SystemOut") // the lines that its starter reads
    private static void say(String line) {
        System.out.println(line);
    }
}
