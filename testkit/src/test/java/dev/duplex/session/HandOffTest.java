package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HandOffTest {
    private final HandOff handOff = new HandOff();

    private static Outgoing text(String text) {
        return new Outgoing.Whole(Message.text(text));
    }

    private String next() {
        Outgoing outgoing = handOff.poll();
        if (outgoing == null) {
            return "nothing";
        }
        handOff.taken(outgoing);
        return ((Outgoing.Whole) outgoing).message().string();
    }

    @Test
    void whatIsAddedFirstComesFirstAlsoIfSomeHasBeenTakenMeanwhile() {
        assertThat(handOff.isEmpty()).isTrue();
        handOff.add(text("1"));
        handOff.add(text("2"));
        handOff.add(text("3"));
        assertThat(next()).isEqualTo("1");
        handOff.add(text("4"));
        assertThat(handOff.isEmpty()).isFalse();
        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("2", "3", "4", "nothing");
        assertThat(handOff.isEmpty()).isTrue();
    }

    @Test
    void countsWhatIsThereUntilItIsTaken() {
        Outgoing first = text("four");
        handOff.add(first);
        handOff.add(text("seven"));
        assertThat(handOff.bytes()).isEqualTo(9 + 2 * Outgoing.OVERHEAD);
        assertThat(handOff.poll()).isSameAs(first);
        assertThat(handOff.bytes()).isEqualTo(9 + 2 * Outgoing.OVERHEAD);
        handOff.taken(first);
        assertThat(handOff.bytes()).isEqualTo(5 + Outgoing.OVERHEAD);
    }

    @Test
    void ofManyThreadsEachKeepsItsOrderAndNothingIsLost() throws Exception {
        int threads = 4;
        int each = 20_000;
        CountDownLatch begun = new CountDownLatch(threads);
        List<Thread> adding = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            adding.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                begun.countDown();
                                for (int i = 0; i < each; i++) {
                                    handOff.add(text(number + " " + i));
                                }
                            }));
        }
        begun.await();
        int[] expected = new int[threads];
        for (int taken = 0; taken < threads * each; ) {
            String next = next();
            if (!next.equals("nothing")) {
                String[] said = next.split(" ", -1);
                assertThat(Integer.parseInt(said[1]))
                        .isEqualTo(expected[Integer.parseInt(said[0])]++);
                taken++;
            }
        }
        for (Thread thread : adding) {
            thread.join();
        }
        assertThat(expected).containsOnly(each);
        assertThat(handOff.isEmpty()).isTrue();
        assertThat(handOff.bytes()).isZero();
    }
}
