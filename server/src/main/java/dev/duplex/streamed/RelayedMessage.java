package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.Sending;
import java.util.List;
import java.util.function.Consumer;

/// A message whose request waits at another node, which is told what becomes of it as the request would be answered here.
final class RelayedMessage implements Sending {
    private final DetachedSession session;
    private final Message message;
    private final Consumer<RelayOutcome> receipt;

    /// @param message is copied
    RelayedMessage(DetachedSession session, Message message, Consumer<RelayOutcome> receipt) {
        this.session = session;
        this.message = message.copy();
        this.receipt = receipt;
    }

    @Override
    public int bytes() {
        return message.size();
    }

    @Override
    public void read() {
        session.received(this, List.of(message).iterator());
    }

    @Override
    public void taken() {
        receipt.accept(RelayOutcome.TAKEN);
    }

    @Override
    public void gone() {
        receipt.accept(RelayOutcome.NO_SESSION);
    }

    @Override
    public void refused() {
        receipt.accept(RelayOutcome.BUSY);
    }
}
