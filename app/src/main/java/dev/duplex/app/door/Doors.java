package dev.duplex.app.door;

import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.ThreadLane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Tells what happens behind the doors of the front page, each in a channel of its own, four times a second if that is new, and only while somebody is
/// in that channel. All of it happens in its lane.
public final class Doors implements AutoCloseable {
    /// The namespace of the channels.
    static final String NAMESPACE = "door";

    /// How soon it finds out that somebody looks, and from one glance to the next.
    static final Duration LOOK = Duration.ofMillis(250);

    private final Lane lane;
    private final Runnable end;
    private final LongSupplier nanoTime;
    private final List<Door> doors;
    private boolean closed;

    private Doors(
            Hub hub, Lane lane, Runnable end, LongSupplier nanoTime, Map<String, Glance> glances) {
        this.lane = lane;
        this.end = end;
        this.nanoTime = nanoTime;
        doors =
                glances.entrySet().stream()
                        .map(it -> new Door(it.getKey(), it.getValue(), hub, lane))
                        .toList();
    }

    /// Begins to look, on a thread of its own, whether somebody looks.
    ///
    /// @param glances what is behind each door, by its name in the channels' names
    public static Doors open(Hub hub, Map<String, Glance> glances) {
        ThreadLane lane = new ThreadLane("duplex-doors");
        return open(hub, lane, lane::close, System::nanoTime, glances);
    }

    /// @param end ends the lane
    static Doors open(
            Hub hub, Lane lane, Runnable end, LongSupplier nanoTime, Map<String, Glance> glances) {
        Doors doors = new Doors(hub, lane, end, nanoTime, glances);
        lane.execute(doors::look);
        return doors;
    }

    private void look() {
        if (!closed) {
            long now = nanoTime.getAsLong();
            doors.forEach(door -> door.look(now));
            lane.schedule(this::look, LOOK);
        }
    }

    /// Looks no more. Before what it looks at is closed.
    @Override
    public void close() {
        lane.execute(() -> closed = true);
        end.run();
    }
}
