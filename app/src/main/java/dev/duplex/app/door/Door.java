package dev.duplex.app.door;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Failures;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One door: has a look behind it while somebody is in its channel, and publishes what is new there. Used in its lane only.
final class Door {
    /// Whatever happens, it is told so often: somebody may have come of whom nobody knows.
    private static final long TELL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    private final String name;
    private final Glance glance;
    private final Hub hub;
    private final Lane lane;

    private int watching;

    /// A glance has been asked for that has not come.
    private boolean asked;

    /// Somebody has come who has been told nothing.
    private boolean isNew;

    private String told = "";
    private long toldAt;

    Door(String name, Glance glance, Hub hub, Lane lane) {
        this.name = name;
        this.glance = glance;
        this.hub = hub;
        this.lane = lane;
    }

    private String channel() {
        return Doors.NAMESPACE + ":" + name;
    }

    /// Time has passed.
    ///
    /// @param now in nanoseconds, of a clock that does not go back
    void look(long now) {
        int before = watching;
        watching = hub.subscribers(channel());
        isNew |= watching > before;
        if (watching > 0 && !asked) {
            asked = true;
            glance.now().whenComplete((json, failure) -> seen(json, failure, now));
        }
    }

    /// Any thread.
    private void seen(@Nullable String json, @Nullable Throwable failure, long now) {
        if (failure != null) {
            LOG.log(Failures.level(failure), "it was not seen what is behind a door", failure);
        }
        try {
            lane.execute(() -> {
                asked = false;
                if (json != null && (isNew || !json.equals(told) || now - toldAt >= TELL_NANOS)) {
                    tell(json, now);
                }
            });
        } catch (RejectedExecutionException _) {
            // The lane has been closed, and nobody is told anything any more.
        }
    }

    /// What is refused, because who looks is behind, or fails, is told again within a second.
    private void tell(String json, long now) {
        Payload payload = Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
        isNew = false;
        told = json;
        toldAt = now;
        hub.publish(channel(), Draft.of(payload).withKey(name))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.log(Failures.level(failure), "a door told nothing", failure);
                    }
                });
    }
}
