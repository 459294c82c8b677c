package dev.duplex;

/// Why a session ended, as far as the server knows: the first thing that led to its end.
public enum SessionEnd {
    /// The peer closed it.
    PEER,
    /// Its connection ended without a word.
    LOST,
    /// The peer answered no ping, or did not come back for what waits, in time.
    SILENT,
    /// The peer did not take what was sent: a publication found no room, or nothing went out for
    /// [Limits#writeTimeout].
    SLOW,
    /// The peer exceeded a limit.
    LIMIT,
    /// The peer broke the protocol.
    PROTOCOL,
    /// The endpoint closed it.
    CLOSED,
    /// The endpoint threw something, messages of a room were lost, or the server could not send what it had accepted.
    FAILED,
    /// The server stops.
    SHUTDOWN
}
