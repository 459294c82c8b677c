package dev.duplex.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A whole HTTP response, its body put together.
///
/// @param head status line and header fields, as they came
/// @param bytes the body, without its framing; empty if there is none
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and bytes are what tests are about
public record RawResponse(RawHead head, byte[] bytes) {
    /// The status code.
    public int status() {
        return head.status();
    }

    /// The body as text; malformed UTF-8 shows as U+FFFD.
    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The first value of a header field.
    public Optional<String> first(String name) {
        return head.first(name);
    }

    @Override
    public String toString() {
        return head + (bytes.length == 0 ? "" : " | body " + Transcript.shown(bytes));
    }
}
