package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A client of SockJS whose messages come in responses, line by line. When one ends it asks for the
/// next, over the same connection, as a browser does; or it leaves after the first.
final class SockJsHttpClient extends CarriedClient implements HttpResponses.Listener {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final Carrier carrier;
    private final BrowserRequests requests;
    private final boolean once;
    private final HttpResponses responses = new HttpResponses(this);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);

    /// @param carrier one of SockJS over HTTP
    /// @param once whether it leaves after the first response
    SockJsHttpClient(
            int index,
            Owner owner,
            Channel channel,
            Carrier carrier,
            BrowserRequests requests,
            boolean once) {
        super(index, owner, channel);
        this.carrier = carrier;
        this.requests = requests;
        this.once = once;
    }

    @Override
    void begin() {
        request(requests.receive(carrier, System.currentTimeMillis()));
    }

    @Override
    void read(ByteBuf in) {
        responses.read(in);
    }

    @Override
    public void head(int status) {
        if (status != 200) {
            throw new LoadException("SockJS answered " + status);
        }
    }

    @Override
    public void body(ByteBuf piece) {
        while (piece.isReadable()) {
            int length = piece.bytesBefore((byte) '\n');
            byte[] bytes = new byte[length < 0 ? piece.readableBytes() : length];
            piece.readBytes(bytes);
            if (length >= 0) {
                piece.skipBytes(1);
            }
            if (length < 0 || line.size() > 0) {
                line.writeBytes(bytes);
                if (length < 0) {
                    return;
                }
                bytes = line.toByteArray();
                line.reset();
            }
            line(bytes);
        }
    }

    private void line(byte[] bytes) {
        if (carrier != Carrier.EVENTSOURCE) {
            SockJsFrames.read(bytes, this::opened, this::arrived);
            return;
        }
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\r') {
            end--;
        }
        if (end == 0) {
            return; // between two events
        }
        if (!Arrays.equals(bytes, 0, Math.min(end, DATA.length), DATA, 0, DATA.length)) {
            throw new LoadException("no event: " + JsonTexts.show(bytes));
        }
        SockJsFrames.read(Arrays.copyOfRange(bytes, DATA.length, end), this::opened, this::arrived);
    }

    @Override
    public void end() {
        if (line.size() > 0) {
            throw new LoadException("a response of SockJS ends within a line");
        }
        if (once) {
            leave();
        } else {
            begin();
        }
    }
}
