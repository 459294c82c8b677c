package dev.duplex.centrifuge;

import dev.duplex.CloseReason;
import dev.duplex.SessionTransport;
import dev.duplex.StreamForm;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.http.ServerSentEvents;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Server-sent events: one for each reply, so that whoever reads JSON from events needs to know nothing of lines.
record EventsForm() implements StreamForm {
    @Override
    public SessionTransport transport() {
        return SessionTransport.SSE;
    }

    @Override
    public String contentType() {
        return ServerSentEvents.CONTENT_TYPE;
    }

    @Override
    public byte[] prelude() {
        return new byte[] {'\r', '\n'};
    }

    @Override
    public byte[] message(byte[] frame) {
        ByteArrayOutputStream events = new ByteArrayOutputStream(frame.length + 16);
        int start = 0;
        for (int at = 0; at <= frame.length; at++) {
            if (at == frame.length || frame[at] == '\n') {
                events.writeBytes(ServerSentEvents.event(Arrays.copyOfRange(frame, start, at)));
                start = at + 1;
            }
        }
        return events.toByteArray();
    }

    @Override
    public byte[] close(CloseReason reason) {
        return message(Codec.json().encode(DisconnectCode.push(reason)));
    }
}
