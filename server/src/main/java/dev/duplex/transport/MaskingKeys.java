package dev.duplex.transport;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/// Masking keys, which must be unpredictable (RFC 6455 §10.3): strong random numbers, drawn many at
/// a time because a single draw costs more than a small frame. One source for each event loop.
final class MaskingKeys implements IntSupplier {
    private static final int BATCH_BYTES = 4096;

    private static final FastThreadLocal<MaskingKeys> CURRENT =
            new FastThreadLocal<>() {
                @Override
                protected MaskingKeys initialValue() {
                    return new MaskingKeys();
                }
            };

    private final SecureRandom random = new SecureRandom();
    private final byte[] bytes = new byte[BATCH_BYTES];
    private final ByteBuffer keys = ByteBuffer.wrap(bytes).limit(0);

    private MaskingKeys() {}

    /// The calling event loop's.
    static MaskingKeys current() {
        return CURRENT.get();
    }

    @Override
    public int getAsInt() {
        if (!keys.hasRemaining()) {
            random.nextBytes(bytes);
            keys.clear();
        }
        return keys.getInt();
    }
}
