package dev.duplex.http;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// One HTTP request and its response, both streamed, both with back-pressure. The callbacks run on
/// the exchange's event loop, one at a time; the other methods may be called from any thread and
/// none of them blocks.
///
/// A response is: at most one of [#respond] (whole), or [#status] and [#header] as needed, then
/// [#write] any number of times, then [#end].
public interface HttpExchange {
    Request request();

    /// The event loop that owns the exchange.
    Lane lane();

    // --- the request's body

    /// Gives the body to `body` when it is whole. A body over `limit` bytes is answered with 413
    /// and never delivered.
    void body(int limit, Consumer<byte[]> body);

    /// Gives the body to `piece` as it comes, each piece valid during the call only; then calls
    /// `end`. Nothing is read from the peer between [#suspend] and [#resume].
    void body(Consumer<ByteBuffer> piece, Runnable end);

    /// Stops reading the request's body.
    void suspend();

    /// Reads the request's body again.
    void resume();

    // --- the response

    /// Sets the status code; 200 if not called. Before the first [#write].
    ///
    /// @throws IllegalStateException if the head has been sent
    HttpExchange status(int status);

    /// Adds a header field. Before the first [#write]. `Transfer-Encoding` is the exchange's own;
    /// `Connection: close` ends the connection after this response; `Date` is added if it is not there.
    ///
    /// @throws IllegalStateException if the head has been sent
    /// @throws IllegalArgumentException if the field may not be sent so (RFC 9110 §5.5)
    HttpExchange header(String name, String value);

    /// Sends the head and the whole body, and ends the exchange. Adds `Content-Length`. The array is
    /// not copied, and must not be changed until the exchange is over. Statuses that have no body
    /// (204, 205, 304), and HEAD, send none of it.
    ///
    /// @throws IllegalStateException if a response has begun
    void respond(byte[] body);

    /// Sends the head if that has not been done, then a copy of `bytes`: chunked in HTTP/1.1,
    /// unless `Content-Length` was set. `FULL` means that the bytes were not taken, and
    /// [#onDrained]'s callback will follow. The position of `bytes` does not move. The queue's
    /// limit is `Limits.queueBytes`; one piece may be larger when nothing else is queued.
    Offer write(ByteBuffer bytes);

    /// Ends the response.
    void end();

    /// Whether `write` would be accepted now.
    boolean isWritable();

    /// Called each time when there is room again after a `write` was refused.
    void onDrained(Runnable drained);

    /// Called once, when the exchange is over: the response is out, or the connection was lost. At
    /// once if it is over already.
    void onClosed(Runnable closed);

    /// Called once if the server begins to close while the exchange is open: a response that would go on
    /// ends now, or keeps the server waiting. At once if it is closing already.
    void onGoingAway(Runnable goingAway);

    /// Whether the whole response was given to the kernel: once the exchange is over, it tells a
    /// response that is out from a connection that was lost.
    boolean isComplete();
}
