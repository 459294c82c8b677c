package dev.duplex.engine.disk;

import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import java.util.Collection;

/// A listener that keeps the publications of which it hears.
record Hearing(Collection<Publication> heard) implements StreamListener {
    @Override
    public void published(Publication publication) {
        heard.add(publication);
    }

    @Override
    public void signalled(String channel, Signal signal) {}

    @Override
    public void resumed(String channel) {}

    @Override
    public void interrupted(String channel) {}

    @Override
    public void endOfBatch() {}
}
