package dev.duplex.conformance.storm;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Strangers who come to a site, many at a time, each with a habit: all habits equally often, in an order and with chances that the seed
/// decides.
final class Crowd {
    private static final int AT_A_TIME = 100;

    private final InetSocketAddress server;
    private final Site site;
    private final SplittableRandom random;
    private final String name;
    private final Runnable left;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /// @param name tells one crowd from another
    /// @param left called when one has gone, by any thread
    Crowd(InetSocketAddress server, Site site, String name, long seed, Runnable left) {
        this.server = server;
        this.site = site;
        this.name = name;
        this.left = left;
        random = new SplittableRandom(seed);
    }

    /// Has so many of them come, and waits until they have gone.
    ///
    /// @return what was promised to them and not kept
    List<Throwable> come(int count) throws InterruptedException {
        Habit[] habits = Habit.values();
        Semaphore places = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                Habit habit = habits[i % habits.length];
                String stranger = name + "-" + i + "-" + habit;
                SplittableRandom own = random.split();
                places.acquire();
                threads.submit(() -> {
                    visit(habit, stranger, own);
                    places.release();
                });
            }
        }
        return List.copyOf(failures);
    }

    private void visit(Habit habit, String stranger, SplittableRandom own) {
        try (Stranger it = new Stranger(server, site, stranger, own)) {
            habit.practise(it);
        } catch (Throwable failed) {
            failures.add(new AssertionError(stranger + ": " + failed, failed));
        } finally {
            left.run();
        }
    }
}
