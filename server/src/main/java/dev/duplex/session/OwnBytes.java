package dev.duplex.session;

/// A message that owns its bytes, as what carries sessions sees it: they are looked at where they are, without a
/// read-only view, and so never changed.
public interface OwnBytes {
    /// The message's own array, all of it; whoever asks only reads it.
    byte[] ownBytes();
}
