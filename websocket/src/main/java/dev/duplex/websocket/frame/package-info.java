/// Frames on the wire (RFC 6455 §5): headers, masking, opcodes, and the UTF-8 that text carries.
///
/// May import: the JDK and Netty's buffers. Knows nothing of messages, closing or extensions
/// beyond the bits of a header. Start reading at `FrameHeader`.
@NullMarked
package dev.duplex.websocket.frame;

import org.jspecify.annotations.NullMarked;
