/// JMH: frames, masking and UTF-8 without a network, ours beside Netty's and the JDK's.
///
/// May import: `dev.duplex.websocket`, Netty, JMH. Start reading at `DecodeBenchmark`.
@NullMarked
package dev.duplex.bench.codec;

import org.jspecify.annotations.NullMarked;
