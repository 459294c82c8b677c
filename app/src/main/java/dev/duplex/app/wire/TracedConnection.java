package dev.duplex.app.wire;

import dev.duplex.WireTap;
import dev.duplex.websocket.frame.Opcode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One connection, from its first byte: a candidate until its request shows that it belongs to a
/// page with an open stream; then its handshake, its frames and its end are told to that page. All
/// of it runs on the connection's event loop.
final class TracedConnection implements WireTap.Connection {
    /// How far the connection has come.
    private enum Step {
        REQUEST,
        RESPONSE,
        FRAMES,
        /// The answer was not 101: only the end is of interest.
        REFUSED,
        FORGOTTEN
    }

    private static final long NANOS_PER_FRAME = 1_000_000_000L / WireTrace.FRAMES_PER_SECOND;
    private static final long FRAME_CREDIT_NANOS = NANOS_PER_FRAME * WireTrace.FRAMES_AT_ONCE;

    private final WireTrace trace;
    private final InetSocketAddress remote;
    private final long acceptedAt;
    private final Head request = new Head();
    private final Head response = new Head();
    private final FrameSplitter fromClient = new FrameSplitter(sink("client"));
    private final FrameSplitter fromServer = new FrameSplitter(sink("server"));
    private Step step = Step.REQUEST;
    private String page = "";
    private long id;
    private long paidUntil;

    TracedConnection(WireTrace trace, InetSocketAddress remote) {
        this.trace = trace;
        this.remote = remote;
        this.acceptedAt = trace.nanoTime();
        this.paidUntil = acceptedAt - FRAME_CREDIT_NANOS;
    }

    @Override
    public void received(ByteBuffer bytes) {
        switch (step) {
            case REQUEST -> {
                switch (request.read(bytes)) {
                    case INCOMPLETE -> {}
                    case COMPLETE -> requested();
                    case TOO_LONG -> forget();
                }
            }
            // A browser sends nothing before the answer (RFC 6455 §4.1).
            case RESPONSE -> lose("client", "bytes came before the handshake was answered");
            case FRAMES -> fromClient.read(bytes, micros());
            case REFUSED, FORGOTTEN -> {}
        }
    }

    @Override
    public void sent(ByteBuffer bytes) {
        switch (step) {
            case REQUEST -> forget();
            case RESPONSE -> {
                switch (response.read(bytes)) {
                    case INCOMPLETE -> {}
                    case COMPLETE -> responded(bytes);
                    case TOO_LONG -> lose("server", "the answer's head is too long");
                }
            }
            case FRAMES -> fromServer.read(bytes, micros());
            case REFUSED, FORGOTTEN -> {}
        }
    }

    @Override
    public void closed() {
        if (step == Step.FRAMES) {
            fromClient.end();
            fromServer.end();
        }
        if (isTraced()) {
            byte[] end = event("closed", micros()).bytes();
            trace.streams(page).forEach(stream -> stream.ended(id, end));
        }
        forget();
    }

    /// The request is whole: is this connection to be traced?
    private void requested() {
        Optional<String> cookie =
                Origin.cookie(request.all("Cookie"), WireTrace.COOKIE).filter(trace::isWatched);
        boolean handshake = request.first("Upgrade").equalsIgnoreCase("websocket");
        boolean own = Origin.isOf(request.first("Origin"), request.first("Host"));
        Optional<Long> place =
                cookie.isPresent() && handshake && own ? trace.admit() : Optional.empty();
        if (place.isEmpty()) {
            forget();
            return;
        }
        trace.releaseCandidate();
        page = cookie.orElseThrow();
        id = place.orElseThrow();
        step = Step.RESPONSE;
        tell(
                event("open", micros())
                        .put("epochMillis", System.currentTimeMillis())
                        .put(
                                "remote",
                                remote.getAddress().getHostAddress() + ":" + remote.getPort())
                        .put("request", request.textWithoutSecrets()));
    }

    private void responded(ByteBuffer rest) {
        tell(event("response", micros()).put("head", response.textWithoutSecrets()));
        if (response.firstLine().startsWith("HTTP/1.1 101")) {
            step = Step.FRAMES;
            fromServer.read(rest, micros());
        } else {
            step = Step.REFUSED;
        }
    }

    private FrameSplitter.Sink sink(String from) {
        return new FrameSplitter.Sink() {
            @Override
            public void frame(FrameSplitter.Frame frame) {
                told(from, frame);
            }

            @Override
            public void lost(String reason) {
                tellLost(from, reason);
            }
        };
    }

    private void told(String from, FrameSplitter.Frame frame) {
        List<WireStream> watching = trace.streams(page);
        boolean control = Opcode.isControl(frame.opcode());
        boolean due = control || withinRate();
        if (watching.isEmpty()) {
            // The page has gone: nobody will come to look at this connection any more.
            forget();
        } else if (due && watching.stream().anyMatch(WireStream::hasRoom)) {
            byte[] event = frameEvent(from, frame);
            for (WireStream stream : watching) {
                if (stream.hasRoom()) {
                    stream.frame(id, event);
                } else {
                    stream.skip(id, frame.length());
                }
            }
        } else {
            watching.forEach(stream -> stream.skip(id, frame.length()));
        }
    }

    private byte[] frameEvent(String from, FrameSplitter.Frame frame) {
        byte[] payload = new byte[frame.payload().remaining()];
        frame.payload().get(payload);
        WireEvent json =
                event("frame", frame.startedAt())
                        .put("from", from)
                        .put("header", HexFormat.of().formatHex(frame.header().array()))
                        .put("payload", Base64.getEncoder().encodeToString(payload));
        return (frame.came() < frame.length() ? json.put("came", frame.came()) : json).bytes();
    }

    /// Each data frame costs a share of a second, and at most [WireTrace#FRAMES_AT_ONCE] shares are
    /// saved up.
    private boolean withinRate() {
        long now = trace.nanoTime();
        long from = Math.max(paidUntil - now, -FRAME_CREDIT_NANOS);
        if (from + NANOS_PER_FRAME > 0) {
            return false;
        }
        paidUntil = now + from + NANOS_PER_FRAME;
        return true;
    }

    private WireEvent event(String type, long micros) {
        return WireEvent.of(type).put("id", id).put("us", micros);
    }

    private void tell(WireEvent json) {
        byte[] event = json.bytes();
        trace.streams(page).forEach(stream -> stream.tell(event));
    }

    private long micros() {
        return (trace.nanoTime() - acceptedAt) / 1000;
    }

    private void tellLost(String from, String reason) {
        tell(event("lost", micros()).put("from", from).put("reason", reason));
    }

    /// Stops tracing a connection that goes on.
    private void lose(String from, String reason) {
        tellLost(from, reason);
        forget();
    }

    private boolean isTraced() {
        return step == Step.RESPONSE || step == Step.FRAMES || step == Step.REFUSED;
    }

    /// Looks at this connection no more, and gives its place back.
    private void forget() {
        if (step == Step.REQUEST) {
            trace.releaseCandidate();
        } else if (isTraced()) {
            trace.releaseConnection();
        }
        step = Step.FORGOTTEN;
    }
}
