package dev.duplex.app.arena;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes what clients see, the same for all of them: the whole world, or what changed since the tick before. Fields are of fixed
/// size, the highest byte first. See `docs/guide/arena.md`.
///
/// It remembers what the last tick looked like: [#tick] has to be called for each.
final class Frames {
    static final int WELCOME = 0x11;
    static final int WHOLE = 0x12;
    static final int CHANGES = 0x13;

    /// Which fields of a ship follow.
    static final int POSITION = 1;

    static final int AIM = 2;
    static final int HEALTH = 4;
    static final int SCORE = 8;
    static final int STEPS = 16;
    static final int IDENTITY = 32;
    private static final int ALL = 63;

    static final int SHIELDED = 0x80;

    /// Parts of a unit in which places are written.
    static final double SCALE = 32;

    private static final int MAX_U16 = 0xffff;

    /// A ship as it is written.
    private record Look(
            Ship ship, String name, int x, int y, int aim, int health, int score, int steps) {
        static Look of(Ship ship, long tick) {
            return new Look(
                    ship,
                    ship.name,
                    scaled(ship.x),
                    scaled(ship.y),
                    ship.aim,
                    ship.health | (ship.isShielded(tick) ? SHIELDED : 0),
                    Math.min(ship.score, MAX_U16),
                    ship.steps);
        }

        /// What is different from an earlier look of the same ship.
        int since(Look before) {
            return (x != before.x || y != before.y ? POSITION : 0)
                    | (aim != before.aim ? AIM : 0)
                    | (health != before.health ? HEALTH : 0)
                    | (score != before.score ? SCORE : 0)
                    | (steps != before.steps ? STEPS : 0)
                    | (name.equals(before.name) ? 0 : IDENTITY);
        }
    }

    private Map<Integer, Look> ships = Map.of();
    private List<Spark> sparks = List.of();

    /// What a player has to know first.
    ///
    /// @param you the player's ship
    static byte[] welcome(Ship you) {
        Out out = new Out();
        out.u8(WELCOME).u8(Requests.VERSION).u8(you.id).u8(Rules.TICKS_PER_SECOND);
        out.u16(Rules.WIDTH).u16(Rules.HEIGHT).u8(Rules.RADIUS).u16(Rules.SPEED);
        out.u16(Rules.BOLT_SPEED).u8(Rules.BOLT_TICKS).u8(Rules.HEALTH);
        return out.bytes();
    }

    /// The world as it is.
    static byte[] whole(Scene world) {
        Out out = head(WHOLE, world);
        out.u8(world.ships().size());
        world.ships().forEach(ship -> look(out, Look.of(ship, world.tick()), ALL));
        out.u8(0);
        bolts(out, world, world.bolts());
        out.u8(0);
        out.u8(world.sparks().size());
        for (int i = 0; i < world.sparks().size(); i++) {
            spark(out, i, world.sparks().get(i));
        }
        return out.bytes();
    }

    /// What changed since the last call.
    byte[] tick(Scene world) {
        Out out = head(CHANGES, world);
        Map<Integer, Look> now = new HashMap<>();
        world.ships().forEach(ship -> now.put(ship.id, Look.of(ship, world.tick())));
        changes(out, now);
        List<Integer> gone = ships.keySet().stream().filter(id -> !now.containsKey(id)).toList();
        out.u8(gone.size());
        gone.forEach(out::u8);
        bolts(out, world, world.fired());
        List<Bolt> hits = world.hits().subList(0, Math.min(world.hits().size(), 255));
        out.u8(hits.size());
        hits.forEach(hit -> out.u16(hit.id()));
        sparks(out, world.sparks());
        ships = now;
        sparks = world.sparks();
        return out.bytes();
    }

    private static Out head(int type, Scene world) {
        return new Out().u8(type).u32(world.tick()).u8(world.bots());
    }

    private void changes(Out out, Map<Integer, Look> now) {
        Out changed = new Out();
        int count = 0;
        for (Look look : now.values()) {
            int fields = fields(look);
            if (fields != 0) {
                look(changed, look, fields);
                count++;
            }
        }
        out.u8(count).append(changed);
    }

    /// Another ship may have taken the place of one that is gone.
    private int fields(Look look) {
        Look before = ships.get(look.ship().id);
        return before != null && before.ship().equals(look.ship()) ? look.since(before) : ALL;
    }

    private static void look(Out out, Look look, int fields) {
        out.u8(look.ship().id).u8(fields);
        if ((fields & IDENTITY) != 0) {
            byte[] name = look.name().getBytes(StandardCharsets.UTF_8);
            out.u8(look.ship().bot ? 1 : 0).u8(name.length).bytes(name);
        }
        if ((fields & POSITION) != 0) {
            out.u16(look.x()).u16(look.y());
        }
        if ((fields & AIM) != 0) {
            out.u8(look.aim());
        }
        if ((fields & HEALTH) != 0) {
            out.u8(look.health());
        }
        if ((fields & SCORE) != 0) {
            out.u16(look.score());
        }
        if ((fields & STEPS) != 0) {
            out.u16(look.steps());
        }
    }

    private static void bolts(Out out, Scene world, List<Bolt> bolts) {
        out.u16(bolts.size());
        for (Bolt bolt : bolts) {
            out.u16(bolt.id()).u16(scaled(bolt.x())).u16(scaled(bolt.y())).u8(bolt.aim());
            out.u8((int) (world.tick() - bolt.born())).u8(bolt.owner().id);
        }
    }

    private void sparks(Out out, List<Spark> now) {
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (sparks.isEmpty() || !now.get(i).equals(sparks.get(i))) {
                changed.add(i);
            }
        }
        out.u8(changed.size());
        changed.forEach(i -> spark(out, i, now.get(i)));
    }

    private static void spark(Out out, int index, Spark spark) {
        out.u8(index).u16(scaled(spark.x())).u16(scaled(spark.y()));
    }

    private static int scaled(double units) {
        return Math.clamp(Math.round(units * SCALE), 0, MAX_U16);
    }

    /// Bytes that are being written.
    private static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);

        private interface Writing {
            void run() throws IOException;
        }

        private Out written(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException("memory does not fail", e);
            }
            return this;
        }

        Out u8(int value) {
            return written(() -> data.writeByte(value));
        }

        Out u16(int value) {
            return written(() -> data.writeShort(value));
        }

        Out u32(long value) {
            return written(() -> data.writeInt((int) value));
        }

        Out bytes(byte[] value) {
            return written(() -> data.write(value));
        }

        void append(Out other) {
            bytes(other.bytes());
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
