package dev.duplex;

/// What carries bytes between sockets and event loops.
public enum TransportKind {
    /// epoll where there is one, else NIO.
    AUTO,
    /// Linux's epoll.
    EPOLL,
    /// The JDK's selectors; everywhere.
    NIO,
    /// Linux's io_uring. Never chosen by `AUTO`.
    IO_URING
}
