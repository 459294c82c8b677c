package dev.duplex;

import dev.duplex.channels.Lane;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// The sessions of one lane for whose handlers messages have come: those that wait are woken up together when the lane's batch
/// ends, or when there are many. In the lane only.
///
/// To wake up the first thread of an idle scheduler is a system call, and where processors are few the kernel switches to it
/// at once: the event loop would be put aside for each of its sessions. So several are woken up by a virtual thread, and the event loop
/// wakes up that one only.
final class Wakeups {
    /// How many sessions are not kept waiting until the batch ends.
    static final int MOST = 16;

    private final List<WaitingSession> due = new ArrayList<>(MOST);

    void add(WaitingSession session, Lane lane) {
        due.add(session);
        if (due.size() == 1) {
            lane.onEndOfBatch(this::wake);
        } else if (due.size() == MOST) {
            wake();
        }
    }

    private void wake() {
        // Who says from here on that it waits sees all that was added; of the others it is seen
        // that they wait.
        VarHandle.fullFence();
        List<WaitingSession> waiting = new ArrayList<>(due.size());
        for (WaitingSession session : due) {
            if (session.handedOver()) {
                waiting.add(session);
            }
        }
        due.clear();
        if (waiting.size() == 1) {
            waiting.getFirst().tell();
        } else if (!waiting.isEmpty()) {
            Thread.ofVirtual()
                    .name("duplex-wakeups")
                    .start(() -> waiting.forEach(WaitingSession::tell));
        }
    }
}
