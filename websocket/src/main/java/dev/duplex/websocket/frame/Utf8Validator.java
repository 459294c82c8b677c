package dev.duplex.websocket.frame;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Checks UTF-8 as its bytes come, in any pieces, and refuses the first byte that no valid text
/// can have there (RFC 3629 §4; RFC 6455 §8.1): overlong forms, surrogates and code points above
/// U+10FFFF included. One object checks one text after another: [#reset] between them.
public final class Utf8Validator {
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /// Continuation bytes that the character begun still lacks.
    private int missing;

    /// The bounds of the next continuation byte: narrower than 80..BF only after some lead bytes.
    private int low;

    private int high;

    /// Forgets an unfinished character.
    public void reset() {
        missing = 0;
    }

    /// Whether the text may end here: no character is unfinished.
    public boolean complete() {
        return missing == 0;
    }

    /// Checks the next `length` bytes of the text.
    ///
    /// @return whether all is valid so far; once `false`, the text is lost
    public boolean validate(ByteBuf bytes, int index, int length) {
        if (length == 0) {
            return true;
        }
        if (bytes.nioBufferCount() == 1) {
            ByteBuffer view = bytes.internalNioBuffer(index, length);
            return validate(view, view.position(), view.position() + length);
        }
        for (ByteBuffer part : bytes.nioBuffers(index, length)) {
            if (!validate(part, part.position(), part.limit())) {
                return false;
            }
        }
        return true;
    }

    /// Checks the bytes of `buffer` from `from` to before `to`, absolute indices.
    public boolean validate(ByteBuffer buffer, int from, int to) {
        int at = from;
        while (missing > 0 && at < to) {
            if (!continuation(buffer.get(at++) & 0xFF)) {
                return false;
            }
        }
        while (true) {
            at = skipAscii(buffer, at, to);
            if (at >= to) {
                return true;
            }
            int end = characters(buffer, at, to);
            if (end < 0) {
                return false;
            }
            at = end;
        }
    }

    private static int skipAscii(ByteBuffer buffer, int from, int to) {
        int at = from;
        for (; at <= to - 32; at += 32) {
            long any =
                    (long) LONGS.get(buffer, at)
                            | (long) LONGS.get(buffer, at + 8)
                            | (long) LONGS.get(buffer, at + 16)
                            | (long) LONGS.get(buffer, at + 24);
            if ((any & HIGH_BITS) != 0) {
                break;
            }
        }
        for (; at <= to - 8; at += 8) {
            long high = (long) LONGS.get(buffer, at) & HIGH_BITS;
            if (high != 0) {
                return at + (Long.numberOfTrailingZeros(high) >> 3);
            }
        }
        while (at < to && buffer.get(at) >= 0) {
            at++;
        }
        return at;
    }

    /// Checks characters up to the first run of ASCII that is worth skipping by words, or the end.
    ///
    /// @return where it stopped, or -1 if the text is not valid
    private int characters(ByteBuffer buffer, int from, int to) {
        int at = from;
        while (at < to) {
            int lead = buffer.get(at);
            if (lead >= 0) {
                if (at + 1 < to && buffer.get(at + 1) >= 0) {
                    return at;
                }
                at++;
                continue;
            }
            if (lead >= (byte) 0xC2 && lead < (byte) 0xE0 && at + 1 < to) {
                if (buffer.get(at + 1) >= (byte) 0xC0) {
                    return -1;
                }
                at += 2;
            } else if (lead >= (byte) 0xE0 && lead < (byte) 0xF0 && at + 2 < to) {
                int second = buffer.get(at + 1);
                int code = (lead & 0xF) << 12 | (second & 0x3F) << 6;
                if (second >= (byte) 0xC0
                        || buffer.get(at + 2) >= (byte) 0xC0
                        || code < 0x800
                        || (code & 0xF800) == 0xD800) {
                    return -1;
                }
                at += 3;
            } else {
                if (!lead(lead & 0xFF)) {
                    return -1;
                }
                at++;
                while (missing > 0 && at < to) {
                    if (!continuation(buffer.get(at++) & 0xFF)) {
                        return -1;
                    }
                }
            }
        }
        return at;
    }

    private boolean lead(int lead) {
        low = 0x80;
        high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            missing = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            missing = 2;
            if (lead == 0xE0) {
                low = 0xA0;
            } else if (lead == 0xED) {
                high = 0x9F;
            }
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            missing = 3;
            if (lead == 0xF0) {
                low = 0x90;
            } else if (lead == 0xF4) {
                high = 0x8F;
            }
        } else {
            return false;
        }
        return true;
    }

    private boolean continuation(int next) {
        if (next < low || next > high) {
            return false;
        }
        low = 0x80;
        high = 0xBF;
        missing--;
        return true;
    }
}
