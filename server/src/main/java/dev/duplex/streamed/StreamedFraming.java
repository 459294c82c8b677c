package dev.duplex.streamed;

import dev.duplex.CloseReason;
import dev.duplex.StreamForm;
import dev.duplex.session.ResponseFraming;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// A protocol's form in a response: its messages one after the other, and no signs of life but its own.
record StreamedFraming(StreamForm form) implements ResponseFraming {
    private static final byte[] NOTHING = {};

    @Override
    public String contentType() {
        return form.contentType();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public byte[] prelude() {
        return form.prelude();
    }

    @Override
    public byte[] open() {
        return NOTHING;
    }

    @Override
    public byte[] messages(List<byte[]> encoded) {
        if (encoded.size() == 1) {
            return form.message(encoded.getFirst());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        encoded.forEach(message -> all.writeBytes(form.message(message)));
        return all.toByteArray();
    }

    @Override
    public byte[] heartbeat() {
        return NOTHING;
    }

    @Override
    public byte[] close(CloseReason reason) {
        return form.close(reason);
    }
}
