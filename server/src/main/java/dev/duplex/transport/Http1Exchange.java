package dev.duplex.transport;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import dev.duplex.session.Keepable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The exchange as handlers hold it, from any thread: checks and counts where it is called, and
/// lets the connection do the rest on the event loop, in the order of the calls.
final class Http1Exchange implements HttpExchange {
    private enum Phase {
        /// The head can still be changed.
        HEAD,
        /// The head is sent, the body is being written.
        BODY,
        /// The handler has said all.
        ENDED,
        /// The connection has answered itself, or was taken over; what the handler says is dropped.
        ABANDONED
    }

    private static final System.Logger LOG = System.getLogger(Http1Exchange.class.getName());

    private final HttpConnection connection;
    private volatile Request request;
    private final long queueLimit;
    // Changed by these handles: a stream that is open for long has no object for each.
    private static final VarHandle PHASE = handle("phase", Phase.class);
    private static final VarHandle HOPS = handle("hops", int.class);
    private static final VarHandle QUEUED = handle("queued", long.class);
    private static final VarHandle DRAIN_AT = handle("drainAt", long.class);

    private volatile Phase phase = Phase.HEAD;
    private volatile int hops;
    private volatile long queued;

    /// How little must be queued before what was refused is worth another try; -1: nothing was.
    private volatile long drainAt = -1;

    private volatile boolean over;
    private volatile boolean complete;
    private int status = 200;
    private HttpHeaders fields = new DefaultHttpHeaders();

    // What follows is touched on the loop only.
    final RequestBody body;
    private final List<Runnable> closed = new ArrayList<>(1);
    private @Nullable Runnable drained;
    private @Nullable Runnable goingAway;

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Http1Exchange.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Has the exchange pass from one phase to another, if it is in the first.
    private boolean passes(Phase from, Phase to) {
        return PHASE.compareAndSet(this, from, to);
    }

    Http1Exchange(
            HttpConnection connection, RequestHead request, RequestBody body, int queueLimit) {
        this.connection = connection;
        this.request = request;
        this.body = body;
        this.queueLimit = queueLimit;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Lane lane() {
        return connection.lane();
    }

    // --- the request's body

    @Override
    public void body(int limit, Consumer<byte[]> body) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        onLoop(() ->
                connection.requests().readBody(this, new RequestBody.Reader.Whole(limit, body)));
    }

    @Override
    public void body(Consumer<ByteBuffer> piece, Runnable end) {
        onLoop(() ->
                connection.requests().readBody(this, new RequestBody.Reader.Pieces(piece, end)));
    }

    @Override
    public void suspend() {
        onLoop(() -> connection.requests().suspendBody(this, true));
    }

    @Override
    public void resume() {
        onLoop(() -> connection.requests().suspendBody(this, false));
    }

    // --- the response

    @Override
    public HttpExchange status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not the status of a final response: " + status);
        }
        if (mayChangeHead()) {
            this.status = status;
        }
        return this;
    }

    @Override
    public HttpExchange header(String name, String value) {
        if (HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
            throw new IllegalArgumentException("the exchange itself decides the framing");
        }
        boolean length = HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name);
        if (length && !value.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("not a Content-Length: " + value);
        }
        if (mayChangeHead()) {
            if (length) {
                fields.set(name, value);
            } else {
                fields.add(name, value);
            }
        }
        return this;
    }

    private boolean mayChangeHead() {
        return switch (phase) {
            case HEAD -> true;
            case BODY, ENDED -> throw new IllegalStateException("the head has been sent");
            case ABANDONED -> false;
        };
    }

    @Override
    public void respond(byte[] body) {
        if (passes(Phase.HEAD, Phase.ENDED)) {
            onLoop(() -> connection.responses().respond(this, Unpooled.wrappedBuffer(body)));
        } else if (phase != Phase.ABANDONED) {
            throw new IllegalStateException("the response has begun");
        }
    }

    @Override
    public Offer write(ByteBuffer bytes) {
        Phase now = phase;
        if (over || now == Phase.ENDED || now == Phase.ABANDONED) {
            return Offer.CLOSED;
        }
        int length = bytes.remaining();
        if (!reserve(length)) {
            return Offer.FULL;
        }
        if (!passes(Phase.HEAD, Phase.BODY) && phase != Phase.BODY) {
            released(length);
            return Offer.CLOSED;
        }
        ByteBuf copy = Transport.ALLOCATOR.buffer(length).writeBytes(bytes.duplicate());
        boolean taken = onLoop(() -> connection.responses().write(this, copy, length));
        if (!taken) {
            copy.release();
        }
        return taken ? Offer.ACCEPTED : Offer.CLOSED;
    }

    /// Counts bytes into the queue if they fit. One piece may be larger than the whole limit, if
    /// nothing else is queued: it could never be sent otherwise.
    private boolean reserve(int length) {
        while (true) {
            long now = queued;
            if (now > 0 && now + length > queueLimit) {
                long roomy = Math.clamp(queueLimit - length, 0, queueLimit / 2);
                lowerDrainAt(roomy);
                // What made room between the lines above has not seen the mark.
                if (isDrainDue()) {
                    onLoop(this::drainIfDue);
                }
                return false;
            }
            if (QUEUED.compareAndSet(this, now, now + length)) {
                return true;
            }
        }
    }

    private void lowerDrainAt(long to) {
        long was;
        do {
            was = drainAt;
        } while (!DRAIN_AT.compareAndSet(this, was, was < 0 ? to : Math.min(was, to)));
    }

    /// Bytes have left the queue.
    void released(int length) {
        QUEUED.getAndAdd(this, (long) -length);
        if (isDrainDue()) {
            onLoop(this::drainIfDue);
        }
    }

    private boolean isDrainDue() {
        return queued <= drainAt;
    }

    private void drainIfDue() {
        Runnable call = drained;
        if (!over && call != null && isDrainDue()) {
            drainAt = -1;
            guarded(call);
        }
    }

    @Override
    public void end() {
        if (passes(Phase.HEAD, Phase.ENDED)) {
            onLoop(() -> connection.responses().respond(this, Unpooled.EMPTY_BUFFER));
        } else if (passes(Phase.BODY, Phase.ENDED)) {
            onLoop(() -> connection.responses().end(this));
        }
    }

    @Override
    public boolean isWritable() {
        Phase now = phase;
        return !over && (now == Phase.HEAD || now == Phase.BODY) && queued < queueLimit;
    }

    @Override
    public void onDrained(Runnable drained) {
        onLoop(() -> {
            this.drained = drained;
            drainIfDue();
        });
    }

    @Override
    public void onClosed(Runnable closed) {
        boolean taken =
                onLoop(() -> {
                    if (over) {
                        guarded(closed);
                    } else {
                        this.closed.add(closed);
                    }
                });
        if (!taken) {
            closed.run();
        }
    }

    @Override
    public void onGoingAway(Runnable goingAway) {
        onLoop(() -> {
            if (connection.isGoingAway()) {
                guarded(goingAway);
            } else if (!over) {
                lastsUntil(goingAway);
            }
        });
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    // --- what the connection does with it, on the loop

    /// Takes the response out of the handler's hands, if its head has not been sent.
    ///
    /// @return whether another response can be sent
    boolean abandon() {
        return passes(Phase.HEAD, Phase.ABANDONED);
    }

    /// The connection is lost, as its handler will be told: nothing more is taken, for nothing would ever fill the queue, and who writes
    /// until it is full would never end.
    void lost() {
        if (!abandon()) {
            var _ = passes(Phase.BODY, Phase.ABANDONED);
        }
    }

    /// Whether the handler has said all that it had to say.
    boolean ended() {
        return phase == Phase.ENDED;
    }

    int status() {
        return status;
    }

    HttpHeaders fields() {
        return fields;
    }

    /// The head is out, and the body may go on for as long as a session lasts: what was needed for the head
    /// is given up, and the request kept small.
    void streams() {
        fields = EmptyHttpHeaders.INSTANCE;
        request = Keepable.kept(request);
    }

    /// The response is out: the exchange is over.
    void completed() {
        complete = true;
        close();
    }

    /// Whether its handler wants to know that the server closes, because it would go on.
    boolean lasts() {
        return goingAway != null;
    }

    /// The server begins to close.
    void goAway() {
        Runnable callback = goingAway;
        if (callback != null) {
            lastsUntil(null);
            guarded(callback);
        }
    }

    private void lastsUntil(@Nullable Runnable callback) {
        goingAway = callback;
        connection.lasts(callback != null);
    }

    /// The exchange is over; later calls do nothing.
    void close() {
        if (over) {
            return;
        }
        over = true;
        for (Runnable callback : closed) {
            guarded(callback);
        }
        closed.clear();
        drained = null;
        if (lasts()) {
            lastsUntil(null);
        }
    }

    boolean isOver() {
        return over;
    }

    boolean keepsAlive() {
        return !fields.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    long declaredLength() {
        String declared = fields.get(HttpHeaderNames.CONTENT_LENGTH);
        return declared == null ? -1 : Long.parseLong(declared);
    }

    static boolean bodiless(int status) {
        return status == 204 || status == 205 || status == 304;
    }

    /// Runs what its handler gave; what it throws becomes a 500, or the connection's end.
    void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    "the handler of " + request.method() + " " + request.path() + " failed",
                    e);
            if (!connection.requests().isCurrent(this)) {
                return;
            }
            if (abandon()) {
                connection.responses().answer(this, Refusal.HANDLER_FAILED);
            } else if (!ended()) {
                connection.context().close();
            }
        }
    }

    /// Runs on the loop, behind what was given to this method before from anywhere.
    ///
    /// @return false if the loop has ended, and the connection with it
    private boolean onLoop(Runnable task) {
        if (connection.lane().inLane() && hops == 0) {
            task.run();
            return true;
        }
        HOPS.getAndAdd(this, 1);
        try {
            connection
                    .lane()
                    .execute(() -> {
                        HOPS.getAndAdd(this, -1);
                        guarded(task);
                    });
            return true;
        } catch (RejectedExecutionException _) {
            HOPS.getAndAdd(this, -1);
            return false;
        }
    }
}
