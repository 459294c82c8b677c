package dev.duplex.app.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bots play, by the same rules.
class BotsTest {
    private final World world = new World(new Random(3));
    private final Bots bots = new Bots(world, new Random(4));

    @Test
    void thereAreAsManyAsAreWanted() {
        bots.count(100);
        assertThat(world.ships()).hasSize(100).allMatch(it -> it.bot);
        bots.count(3);
        assertThat(world.ships()).hasSize(3);
        assertThat(bots.count()).isEqualTo(3);
        bots.count(0);
        assertThat(world.ships()).isEmpty();
    }

    @Test
    void aFullWorldTakesNoMore() {
        for (int i = 0; i < Rules.MAX_SHIPS - 2; i++) {
            world.enter("ship", false);
        }
        bots.count(100);
        assertThat(bots.count()).isEqualTo(2);
    }

    @Test
    void theyCollectAndShootAndStayInTheWorld() {
        bots.count(100);
        int shots = 0;
        for (int i = 0; i < 300; i++) {
            bots.act();
            world.step();
            shots += world.scene(100).fired().size();
        }
        assertThat(world.ships()).anyMatch(it -> it.score >= Rules.HIT_SCORE);
        assertThat(shots).isGreaterThan(50);
        assertThat(world.ships())
                .allMatch(it -> it.x == Rules.within(it.x, Rules.WIDTH))
                .allMatch(it -> it.y == Rules.within(it.y, Rules.HEIGHT));
    }

    @Test
    void aTickOfAHundredBotsIsSmall() {
        bots.count(100);
        Frames frames = new Frames();
        frames.tick(world.scene(100));
        long bytes = 0;
        for (int i = 0; i < 300; i++) {
            bots.act();
            world.step();
            bytes += frames.tick(world.scene(100)).length;
        }
        assertThat(bytes / 300).isBetween(500L, 1200L);
    }
}
