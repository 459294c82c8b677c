/// What publishers did and subscribers heard, written down as it happens. Times are nanoseconds since the run began, by one clock
/// of this process.
///
/// May import: the JDK. Start reading at `Sending` and `Event`; `PublisherRecorder` and `SubscriberRecorder` are what writes.
@NullMarked
package dev.duplex.verify.log;

import org.jspecify.annotations.NullMarked;
