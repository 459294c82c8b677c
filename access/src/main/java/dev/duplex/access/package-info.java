/// Who may connect, and who may do what in which channel: asked by every dialect in the same words, so that a channel is open or
/// closed to a client whichever protocol it speaks.
///
/// May import: the JDK, `dev.duplex.channels`, `dev.duplex.http`.
/// Start reading at `Access`; what is configured of a namespace is `Rules`. `Expiry` is how dialects see that what is granted for a time ends.
@NullMarked
package dev.duplex.access;

import org.jspecify.annotations.NullMarked;
