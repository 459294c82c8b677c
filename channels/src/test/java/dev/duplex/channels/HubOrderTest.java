package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever is done in whatever order: each subscriber gets exactly what was published while it was
/// subscribed, in the order in which it was published, if it is still subscribed when its lane
/// comes to it.
class HubOrderTest {
    private static final int LANES = 3;
    private static final int LISTENERS = 5;
    private static final int CHANNELS = 2;

    enum Verb {
        PUBLISH,
        SUBSCRIBE,
        UNSUBSCRIBE,
        UNSUBSCRIBE_ALL,
        RUN
    }

    record Step(Verb verb, int listener, int channel) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, Verb.PUBLISH),
                                Tuple.of(4, Verb.SUBSCRIBE),
                                Tuple.of(2, Verb.UNSUBSCRIBE),
                                Tuple.of(1, Verb.UNSUBSCRIBE_ALL),
                                Tuple.of(4, Verb.RUN)),
                        Arbitraries.integers().between(0, LISTENERS - 1),
                        Arbitraries.integers().between(0, CHANNELS - 1))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 500)
    void eachSubscriberGetsWhatIsItsOnceAndInOrder(@ForAll("steps") List<Step> steps) {
        Hub hub =
                Hub.builder()
                        .limits(new HubLimits(1 << 20, 2))
                        .uncaught(HubOrderTest::fail)
                        .build();
        List<ManualLane> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new ManualLane());
        }
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            models.add(new Model(new Listener(lanes.get(i % LANES))));
        }
        int published = 0;
        for (Step step : steps) {
            Model model = models.get(step.listener());
            String channel = "c" + step.channel();
            switch (step.verb()) {
                case PUBLISH -> {
                    String text = channel + ":" + published++;
                    hub.publish(channel, Bytes.owned(text));
                    models.forEach(it -> it.published(channel, text));
                }
                case SUBSCRIBE -> {
                    hub.subscribe(channel, model.listener);
                    model.expected.computeIfAbsent(channel, _ -> new ArrayList<>());
                }
                case UNSUBSCRIBE -> {
                    hub.unsubscribe(channel, model.listener);
                    model.left(channel);
                }
                case UNSUBSCRIBE_ALL -> {
                    hub.unsubscribeAll(model.listener);
                    List.copyOf(model.expected.keySet()).forEach(model::left);
                }
                case RUN -> lanes.get(step.listener() % LANES).runOne();
            }
            models.forEach(Model::check);
        }
        lanes.forEach(ManualLane::runAll);
        models.forEach(Model::checkAll);
    }

    private static void fail(String what, Throwable thrown) {
        throw new AssertionError(what, thrown);
    }

    /// What one listener is to hear of each channel it is in. What waits when it leaves is not for
    /// it any more.
    private static final class Model {
        private final Listener listener;
        private final Map<String, List<String>> expected = new HashMap<>();
        private final Map<String, List<String>> past = new HashMap<>();

        Model(Listener listener) {
            this.listener = listener;
        }

        void published(String channel, String text) {
            List<String> mine = expected.get(channel);
            if (mine != null) {
                mine.add(text);
            }
        }

        void left(String channel) {
            if (expected.remove(channel) != null) {
                past.put(channel, heard(channel));
            }
        }

        /// So far: a beginning of what is expected, and nothing after having left.
        void check() {
            past.keySet().forEach(this::checkChannel);
            expected.keySet().forEach(this::checkChannel);
        }

        private void checkChannel(String channel) {
            List<String> all = new ArrayList<>(past.getOrDefault(channel, List.of()));
            all.addAll(expected.getOrDefault(channel, List.of()));
            List<String> heard = heard(channel);
            assertThat(heard.size()).isLessThanOrEqualTo(all.size());
            assertThat(heard).isEqualTo(all.subList(0, heard.size()));
        }

        /// In the end: all of it.
        void checkAll() {
            check();
            expected.forEach((channel, mine) -> {
                int before = past.getOrDefault(channel, List.of()).size();
                assertThat(heard(channel)).hasSize(before + mine.size());
            });
        }

        private List<String> heard(String channel) {
            return listener.heard().stream().filter(it -> it.startsWith(channel + ":")).toList();
        }
    }
}
