package dev.duplex.app.arena;

import static dev.duplex.app.arena.SharedBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What clients see, byte by byte: the bytes are those of `web/test/arena-frames.txt`, which the page's tests read.
class FramesTest {
    private static final Spark FIRST = new Spark(50, 60);

    private final Frames frames = new Frames();
    private final Ship ann = ship(0, "Ann", false);
    private final Ship bot = ship(1, "Bo", true);
    private final Bolt bolt = new Bolt(513, ann, 100, 216, 64, 3);

    private static Ship ship(int id, String name, boolean bot) {
        return new Ship(id, name, bot);
    }

    /// Tick 5 of the shared bytes.
    private Scene scene() {
        ann.x = 100;
        ann.y = 200;
        ann.aim = 64;
        ann.shieldUntil = 60;
        ann.score = 12;
        ann.steps = 258;
        bot.x = 1.5;
        bot.y = 1000;
        bot.health = 0;
        return new Scene(
                5,
                2,
                List.of(ann, bot),
                List.of(bolt),
                List.of(),
                List.of(),
                List.of(FIRST, new Spark(70, 80)));
    }

    @Test
    void theWelcomeSaysWhatAPageHasToKnow() {
        assertThat(Frames.welcome(ship(7, "a", false))).isEqualTo(bytes("welcome"));
    }

    @Test
    void theWholeWorldHasEverything() {
        assertThat(Frames.whole(scene())).isEqualTo(bytes("whole"));
    }

    @Test
    void changesHaveWhatIsDifferentFromTheTickBefore() {
        frames.tick(scene());
        ann.x = 101;
        ann.steps = 259;
        List<Spark> sparks = List.of(FIRST, new Spark(1, 1));
        Scene next = new Scene(6, 1, List.of(ann), List.of(), List.of(), List.of(bolt), sparks);
        assertThat(frames.tick(next)).isEqualTo(bytes("changes"));
        Scene after = new Scene(7, 1, List.of(ann), List.of(), List.of(), List.of(), sparks);
        assertThat(frames.tick(after)).isEqualTo(bytes("nothing"));
    }

    @Test
    void whoTakesThePlaceOfOneThatIsGoneIsToldOfInFull() {
        frames.tick(scene());
        Ship other = ship(1, "Cy", false);
        Scene next =
                new Scene(
                        6,
                        2,
                        List.of(ann, other),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(FIRST, new Spark(70, 80)));
        assertThat(frames.tick(next))
                .startsWith(0x13, 0, 0, 0, 6, 2, 1, 1, 63, 0, 2, 'C', 'y')
                .endsWith(0, 0, 0, 0, 0);
    }

    @Test
    void aNewNameIsAChange() {
        frames.tick(scene());
        ann.name = "Anna";
        assertThat(frames.tick(scene()))
                .startsWith(0x13, 0, 0, 0, 5, 2, 1, 0, 32, 0, 4, 'A', 'n', 'n', 'a');
    }

    @Test
    void aBoltIsToldWhenItIsShotAndNotAgain() {
        Scene scene = scene();
        frames.tick(scene);
        Scene fired =
                new Scene(
                        5,
                        2,
                        scene.ships(),
                        List.of(bolt),
                        List.of(bolt),
                        List.of(),
                        scene.sparks());
        assertThat(frames.tick(fired))
                .containsExactly(
                        0x13, 0, 0, 0, 5, 2, 0, 0, 0, 1, 2, 1, 0x0c, 0x80, 0x1b, 0, 0x40, 2, 0, 0,
                        0);
    }

    @Test
    void numbersThatDoNotFitAreTheLargestThatDo() {
        ann.score = 70_000;
        Scene scene =
                new Scene(1, 0, List.of(ann), List.of(), List.of(), List.of(), List.of(FIRST));
        assertThat(Frames.whole(scene)).contains(0xff, 0xff);
    }
}
