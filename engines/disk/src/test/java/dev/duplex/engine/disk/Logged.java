package dev.duplex.engine.disk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Keeps what the engine logs until it is closed.
final class Logged extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.duplex.engine.disk");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private Logged() {}

    static Logged begin() {
        Logged begun = new Logged();
        begun.logger.addHandler(begun);
        return begun;
    }

    List<LogRecord> records() {
        return records;
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
