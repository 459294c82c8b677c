package dev.duplex.app.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// The rules, and that nobody gets around them.
class WorldTest {
    private static final double STEP = (double) Rules.SPEED / Rules.TICKS_PER_SECOND;

    private final World world = new World(new Random(7));

    private Ship shipAt(double x, double y) {
        Ship ship = world.enter("ship", false).orElseThrow();
        ship.x = x;
        ship.y = y;
        ship.shieldUntil = 0;
        return ship;
    }

    private static Steering steering(int dx, int dy) {
        return new Steering(1, dx, dy, 0, false, 0);
    }

    private static Steering shot(int aim) {
        return new Steering(1, 0, 0, aim, true, 0);
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            world.step();
        }
    }

    // --- moving

    @Test
    void aStepIsAsLongAsATick() {
        Ship ship = shipAt(500, 500);
        world.steer(ship, steering(127, 0));
        assertThat(ship.x).isCloseTo(500 + STEP, within(1e-9));
        assertThat(ship.y).isEqualTo(500);
        assertThat(ship.steps).isOne();
    }

    @Test
    void nobodyIsFasterByLargerNumbersOrAlongADiagonal() {
        for (int[] to : new int[][] {{127, 127}, {-128, -128}, {-128, 0}, {127, -128}}) {
            Ship ship = shipAt(500, 500);
            world.steer(ship, steering(to[0], to[1]));
            assertThat(Math.hypot(ship.x - 500, ship.y - 500)).isLessThanOrEqualTo(STEP + 1e-9);
            world.leave(ship);
        }
    }

    @Test
    void halfAVectorIsHalfAsFast() {
        Ship ship = shipAt(500, 500);
        world.steer(ship, steering(0, -64));
        assertThat(ship.y).isCloseTo(500 - STEP * 64 / 127, within(1e-9));
    }

    @Test
    void aWorldHasWalls() {
        Ship ship = shipAt(Rules.RADIUS + 1, Rules.HEIGHT - Rules.RADIUS);
        world.steer(ship, steering(-127, 127));
        assertThat(ship.x).isEqualTo(Rules.RADIUS);
        assertThat(ship.y).isEqualTo(Rules.HEIGHT - Rules.RADIUS);
    }

    @Test
    void whoSendsMoreStepsThanThereWereTicksGetsNoFurther() {
        Ship ship = shipAt(100, 500);
        for (int i = 0; i < 500; i++) {
            world.steer(ship, steering(127, 0));
        }
        assertThat(ship.x).isCloseTo(100 + Rules.MAX_CREDIT * STEP, within(1e-9));
        steps(10);
        for (int i = 0; i < 500; i++) {
            world.steer(ship, new Steering(i, 127, 0, 0, false, 0));
        }
        assertThat(ship.x).isCloseTo(100 + (Rules.MAX_CREDIT + 10) * STEP, within(1e-9));
        assertThat(ship.steps).as("it is told that they have been looked at").isEqualTo(499);
    }

    @Test
    void whoWasHeldUpCatchesUpWithSomeSteps() {
        Ship ship = shipAt(100, 500);
        ship.credit = 0;
        steps(1000);
        assertThat(ship.credit).isEqualTo(Rules.MAX_CREDIT);
    }

    // --- shooting

    @Test
    void aBoltFliesStraightAndHits() {
        Ship shooter = shipAt(200, 500);
        Ship target = shipAt(400, 500);
        world.steer(shooter, shot(0));
        steps(15);
        assertThat(target.health).isEqualTo(Rules.HEALTH - 1);
        assertThat(world.bolts()).isEmpty();
        assertThat(shooter.health).as("its own bolts do not hurt").isEqualTo(Rules.HEALTH);
    }

    @Test
    void aHitIsInTheSceneOfItsTickOnly() {
        Ship shooter = shipAt(200, 500);
        shipAt(260, 500);
        world.steer(shooter, shot(0));
        int hits = 0;
        for (int i = 0; i < 10; i++) {
            world.step();
            hits += world.scene(0).hits().size();
        }
        assertThat(hits).isOne();
    }

    @Test
    void aShotIsToldOnce() {
        Ship shooter = shipAt(200, 500);
        world.steer(shooter, shot(0));
        world.step();
        assertThat(world.scene(0).fired()).hasSize(1);
        assertThat(world.scene(0).fired()).isEmpty();
        assertThat(world.bolts().getFirst().xAt(world.tick())).isEqualTo(200 + Rules.RADIUS);
    }

    @Test
    void aBoltEndsAtTheWallAndInTime() {
        world.steer(shipAt(Rules.WIDTH - 30.0, 500), shot(0));
        steps(3);
        assertThat(world.bolts()).isEmpty();
        world.steer(shipAt(100, 100), shot(0));
        steps(Rules.BOLT_TICKS);
        assertThat(world.bolts()).hasSize(1);
        steps(1);
        assertThat(world.bolts()).isEmpty();
    }

    @Test
    void nobodyShootsFasterThanItReloads() {
        Ship ship = shipAt(500, 500);
        int shots = 0;
        for (int i = 0; i < 10 * Rules.RELOAD_TICKS; i++) {
            world.steer(ship, shot(192));
            world.steer(ship, shot(192));
            world.step();
            shots += world.scene(0).fired().size();
        }
        assertThat(shots).isEqualTo(10);
    }

    @Test
    void whoIsHitTooOftenIsAwayForAWhileAndBackWithAShield() {
        Ship shooter = shipAt(200, 500);
        Ship target = shipAt(300, 500);
        target.health = 1;
        world.steer(shooter, shot(0));
        steps(6);
        assertThat(target.isDown()).isTrue();
        assertThat(shooter.score).isEqualTo(Rules.HIT_SCORE);
        double x = target.x;
        world.steer(target, steering(127, 0));
        assertThat(target.x).as("it does not move meanwhile").isEqualTo(x);
        steps(Rules.DOWN_TICKS);
        assertThat(target.health).isEqualTo(Rules.HEALTH);
        assertThat(target.isShielded(world.tick())).isTrue();
        steps(Rules.SHIELD_TICKS);
        assertThat(target.isShielded(world.tick())).isFalse();
    }

    @Test
    void aShieldKeepsHarmAway() {
        Ship shooter = shipAt(200, 500);
        Ship target = shipAt(300, 500);
        target.shieldUntil = 1000;
        world.steer(shooter, shot(0));
        steps(10);
        assertThat(target.health).isEqualTo(Rules.HEALTH);
    }

    // --- collecting, coming, going

    @Test
    void aSparkIsCollectedAndAnotherOneIsElsewhere() {
        Spark spark = world.sparks().getFirst();
        Ship ship = shipAt(spark.x(), spark.y());
        world.step();
        assertThat(ship.score).isPositive();
        assertThat(world.sparks()).hasSize(Rules.SPARKS).doesNotContain(spark);
    }

    @Test
    void shipsAreLimitedInNumberAndPlacesAreTakenAgain() {
        for (int i = 0; i < Rules.MAX_SHIPS; i++) {
            assertThat(world.enter("ship", true)).isPresent();
        }
        assertThat(world.enter("ship", false)).isEmpty();
        Ship third = world.ships().stream().skip(2).findFirst().orElseThrow();
        world.leave(third);
        assertThat(world.enter("ship", false)).map(it -> it.id).contains(2);
        world.leave(third);
        assertThat(world.ships()).as("who left leaves once").hasSize(Rules.MAX_SHIPS);
    }

    @Test
    void oneSeedOneWorld() {
        assertThat(new World(new Random(7)).sparks()).isEqualTo(world.sparks());
    }
}
