package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    private final MessageQueue queue = new MessageQueue();

    private String next() {
        Message message = queue.poll();
        return message == null ? "nothing" : message.string();
    }

    @Test
    void whatIsAddedFirstComesFirst() {
        assertThat(next()).isEqualTo("nothing");
        queue.add(Message.text("1"));
        queue.add(Message.text("2"));
        assertThat(next()).isEqualTo("1");
        queue.add(Message.text("3"));
        assertThat(List.of(next(), next(), next())).containsExactly("2", "3", "nothing");
    }

    @Test
    void countsWhatWaits() {
        queue.add(Message.text("four"));
        queue.add(Message.text("seven"));
        assertThat(queue.count()).isEqualTo(2);
        assertThat(queue.bytes()).isEqualTo(9);
        next();
        assertThat(queue.count()).isOne();
        assertThat(queue.bytes()).isEqualTo(5);
        next();
        next();
        assertThat(queue.count()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void ofManyTakersEachMessageGoesToOneAndToEachInOrder() throws Exception {
        int takers = 3;
        int messages = 60_000;
        List<Callable<List<Integer>>> taking = new ArrayList<>();
        for (int taker = 0; taker < takers; taker++) {
            taking.add(() -> takeUntil(messages));
        }
        List<Integer> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(takers)) {
            List<Future<List<Integer>>> taken = new ArrayList<>();
            taking.forEach(one -> taken.add(threads.submit(one)));
            for (int i = 0; i < messages + takers; i++) {
                queue.add(Message.text(Integer.toString(i)));
            }
            for (Future<List<Integer>> one : taken) {
                assertThat(one.get()).isSorted();
                all.addAll(one.get());
            }
        }
        // Sorted, for to look each up in a list of so many takes a minute.
        assertThat(all.stream().sorted().toList()).isEqualTo(numbers(messages + takers));
        assertThat(queue.count()).isZero();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /// Until it has taken one from `end` on: there is one for each taker.
    private List<Integer> takeUntil(int end) {
        List<Integer> taken = new ArrayList<>();
        int last = -1;
        while (last < end) {
            Message next = queue.poll();
            if (next != null) {
                last = Integer.parseInt(next.string());
                taken.add(last);
            }
        }
        return taken;
    }
}
