package dev.duplex.room;

import dev.duplex.Message;
import dev.duplex.channels.Lane;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/// The views of one tick on their way to sessions: one task for each event loop, where those that are the same message share its
/// frame.
final class Views {
    private static final System.Logger LOG = System.getLogger(Views.class.getName());

    private record View(Member member, Message message) {}

    private final Map<Lane, List<View>> byLane = new HashMap<>();
    private int count;

    void add(Member member, Message message) {
        member.handedOver();
        byLane.computeIfAbsent(member.session.lane(), _ -> new ArrayList<>())
                .add(new View(member, message.copy()));
        count++;
    }

    int count() {
        return count;
    }

    void handOver() {
        byLane.forEach((lane, views) -> {
            try {
                lane.execute(() -> views.forEach(Views::send));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "views were made for sessions whose event loop has ended", e);
                views.forEach(view -> view.member().lost());
            }
        });
    }

    /// In the lane. Who fails keeps nobody from their view, nor is its own under way for ever.
    private static void send(View view) {
        try {
            view.member().send(view.message());
        } catch (RuntimeException | Error e) {
            view.member().lost();
            LOG.log(Level.ERROR, "a view could not be sent to " + view.member().session, e);
        }
    }
}
