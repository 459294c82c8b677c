package dev.duplex.websocket;

import dev.duplex.websocket.deflate.DeflateOptions;
import dev.duplex.websocket.deflate.DeflateParameters;
import dev.duplex.websocket.deflate.DeflaterPool;
import dev.duplex.websocket.deflate.InflaterPool;
import dev.duplex.websocket.deflate.MessageDeflater;
import dev.duplex.websocket.deflate.MessageInflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// permessage-deflate as one connection uses it (RFC 7692 §7.2): with context takeover it has a
/// compressor and a decompressor of its own, made when first needed; without, it borrows its event
/// loop's for the length of a message.
public final class PerMessageDeflate implements Compression {
    private static final int WHOLE_WINDOW = 15;

    private final DeflateOptions options;
    private final DeflaterPool deflaters;
    private final InflaterPool inflaters;
    private final ByteBufAllocator allocator;
    private final boolean keepsContext;
    private final boolean peerKeepsContext;
    private final int windowBits;

    private @Nullable MessageDeflater deflater;
    private @Nullable MessageInflater inflater;
    private boolean closed;

    /// @param role this side's
    /// @param deflaters those of the event loop, of the level in `options`
    public PerMessageDeflate(
            Role role,
            DeflateParameters parameters,
            DeflateOptions options,
            DeflaterPool deflaters,
            InflaterPool inflaters,
            ByteBufAllocator allocator) {
        boolean server = role == Role.SERVER;
        this.options = options;
        this.deflaters = deflaters;
        this.inflaters = inflaters;
        this.allocator = allocator;
        keepsContext =
                options.contextTakeover()
                        && !(server
                                ? parameters.serverNoContextTakeover()
                                : parameters.clientNoContextTakeover());
        peerKeepsContext =
                !(server
                        ? parameters.clientNoContextTakeover()
                        : parameters.serverNoContextTakeover());
        windowBits = server ? parameters.serverMaxWindowBits() : parameters.clientMaxWindowBits();
    }

    /// Whether what this side sends is the same for every connection of the same options: a
    /// broadcast compressed once suits them all.
    public boolean isShareable() {
        return !keepsContext && windowBits == WHOLE_WINDOW;
    }

    public DeflateOptions options() {
        return options;
    }

    @Override
    public boolean isNegotiated() {
        return true;
    }

    @Override
    public boolean compresses(int length) {
        return length >= options.minimumBytes();
    }

    @Override
    public ByteBuf deflate(ByteBuf payload, int index, int length) {
        ByteBuf out = allocator.buffer(Math.max(64, length / 2));
        ByteBuf in = payload.slice(index, length);
        if (keepsContext) {
            if (deflater == null) {
                deflater = new MessageDeflater(windowBits, true, options.level());
            }
            deflater.deflate(in, out);
        } else {
            MessageDeflater borrowed = deflaters.borrow(windowBits);
            try {
                borrowed.deflate(in, out);
            } finally {
                deflaters.giveBack(borrowed);
            }
        }
        return out;
    }

    @Override
    public Outcome inflate(ByteBuf in, boolean last, ByteBuf out, int maxBytes) {
        if (inflater == null) {
            inflater = peerKeepsContext ? new MessageInflater(true) : inflaters.borrow();
        }
        MessageInflater.Status status = inflater.inflate(in, last, out, maxBytes);
        if (!peerKeepsContext && (last || status != MessageInflater.Status.OK)) {
            inflaters.giveBack(inflater);
            inflater = null;
        }
        return switch (status) {
            case OK -> Outcome.OK;
            case TOO_LARGE -> Outcome.TOO_LARGE;
            case CORRUPT -> Outcome.NOT_DEFLATED;
        };
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (deflater != null) {
            deflater.close();
            deflater = null;
        }
        if (inflater != null && peerKeepsContext) {
            inflater.close();
        } else if (inflater != null) {
            inflaters.giveBack(inflater);
        }
        inflater = null;
    }
}
