/// Each example is run as a user runs it, by the `java` launcher from its source, and spoken to over
/// a socket by clients that are not ours where there is one.
@NullMarked
package dev.duplex.examples;

import org.jspecify.annotations.NullMarked;
