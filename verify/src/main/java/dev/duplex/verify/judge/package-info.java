/// Tells from the logs what a server did wrong. Pure functions: no network, no clock.
///
/// What was published is known by the sequence numbers in the payloads and by what publishers were told; offsets and epochs of the server are
/// not looked at. Two publications are in order if one was settled, or heard by anybody, before the other was sent.
///
/// May import: the JDK, `verify.log`. Start reading at `Judge`.
@NullMarked
package dev.duplex.verify.judge;

import org.jspecify.annotations.NullMarked;
