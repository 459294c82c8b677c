package dev.duplex.engine.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Keeps what the engine logs until it is closed.
final class Logged extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.duplex.engine.redis");
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private Logged() {}

    static Logged begin() {
        Logged begun = new Logged();
        begun.logger.addHandler(begun);
        return begun;
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord logged) {
        messages.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
