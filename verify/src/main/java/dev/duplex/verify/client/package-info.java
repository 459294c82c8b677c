/// Subscribers and publishers: small clients of each dialect, which come back by themselves and write down what they notice.
///
/// Positions are used as the protocols say, to come back to, and never to judge by. May import: the JDK, `verify.log`, of `faults` what ends processes, of Duplex its WebSocket
/// client and the messages of the Centrifuge protocol, jackson-core. Start reading at `Subscriber`, then `CentrifugeDialect`.
@NullMarked
package dev.duplex.verify.client;

import org.jspecify.annotations.NullMarked;
