package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A client that asks at fixed intervals for what is new. The first answer says where it begins. The
/// answers are `{"position":N,"messages":["…"]}`.
final class PollingClient extends CarriedClient implements HttpResponses.Listener {
    private static final String POSITION = "{\"position\":";
    private static final String MESSAGES = ",\"messages\":";

    private final BrowserRequests requests;
    private final long intervalNanos;
    private final long phaseNanos;
    private final HttpResponses responses = new HttpResponses(this);
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private long position = -1;
    private long askedAt;
    private boolean asked;

    /// @param phase from the first poll to the second, so that clients do not ask all at once
    PollingClient(
            int index,
            Owner owner,
            Channel channel,
            BrowserRequests requests,
            Duration interval,
            Duration phase) {
        super(index, owner, channel);
        this.requests = requests;
        intervalNanos = interval.toNanos();
        phaseNanos = phase.toNanos();
    }

    @Override
    void begin() {
        askedAt = System.nanoTime();
        poll();
    }

    private void poll() {
        if (channel().isActive()) {
            asked = true;
            request(requests.poll(position));
        }
    }

    @Override
    void read(ByteBuf in) {
        responses.read(in);
    }

    @Override
    public void head(int status) {
        if (!asked || status != 200) {
            throw new LoadException(
                    asked ? "a poll was answered with " + status : "an answer came unasked");
        }
    }

    @Override
    public void body(ByteBuf piece) {
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        answer.writeBytes(bytes);
    }

    @Override
    public void end() {
        asked = false;
        byte[] bytes = answer.toByteArray();
        answer.reset();
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int end = text.indexOf(MESSAGES);
        if (end < 0 || !text.startsWith(POSITION) || !text.endsWith("}")) {
            throw new LoadException("no answer to a poll: " + JsonTexts.show(bytes));
        }
        boolean first = position < 0;
        position = Long.parseUnsignedLong(text, POSITION.length(), end, 10);
        JsonTexts.read(bytes, end + MESSAGES.length(), bytes.length - 1, this::arrived);
        if (first) {
            opened();
        }
        askedAt += first ? phaseNanos : intervalNanos;
        var _ =
                channel()
                        .eventLoop()
                        .schedule(this::poll, askedAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
