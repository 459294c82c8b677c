package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.channels.Offer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A receiver that writes down what it is told: a poll, which is done after its first frame, or a
/// stream, which can be full.
final class RecordingReceiver implements Receiver {
    final List<String> frames = new ArrayList<>();
    private final boolean stream;
    private boolean full;
    private boolean done;
    private int failures;

    private RecordingReceiver(boolean stream) {
        this.stream = stream;
    }

    static RecordingReceiver poll() {
        return new RecordingReceiver(false);
    }

    static RecordingReceiver stream() {
        return new RecordingReceiver(true);
    }

    /// From here on it takes nothing, or takes again.
    void full(boolean full) {
        this.full = full;
    }

    /// So often it fails when it is given something.
    void fails(int times) {
        failures = times;
    }

    private void frame(String frame) {
        if (failures > 0) {
            failures--;
            throw new InternalError("of the test");
        }
        if (done) {
            throw new AssertionError("a frame after the end: " + frame);
        }
        frames.add(frame);
        done = !stream;
    }

    @Override
    public void open() {
        frame("open");
    }

    @Override
    public int batchBytes() {
        return stream ? 10 : Integer.MAX_VALUE;
    }

    @Override
    public Offer messages(List<byte[]> encoded) {
        if (full) {
            return Offer.FULL;
        }
        frame(
                String.join(
                        ",",
                        encoded.stream()
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .toList()));
        return Offer.ACCEPTED;
    }

    @Override
    public void heartbeat() {
        if (!full) {
            frame("heartbeat");
        }
    }

    @Override
    public boolean close(CloseReason reason) {
        if (full) {
            return false;
        }
        frame("close " + reason.code() + " " + reason.reason());
        done = true;
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }
}
