package dev.duplex.sockjs;

/// `eventsource`: server-sent events, one for each frame (`EventSource`). No frame has a line break
/// of its own: they are escaped as JSON.
final class EventSource implements Receiving {
    private static final byte[] DATA = Bytes.ascii("data: ");
    private static final byte[] END = Bytes.ascii("\r\n\r\n");

    @Override
    public String contentType() {
        return "text/event-stream; charset=UTF-8";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public byte[] prelude() {
        return Bytes.ascii("\r\n");
    }

    @Override
    public byte[] wrap(byte[] frame) {
        return Bytes.concat(DATA, frame, END);
    }
}
