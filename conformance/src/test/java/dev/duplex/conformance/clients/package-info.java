/// Clients that nobody here wrote: the JDK's, npm's `ws`, Chromium.
///
/// May import: the public API, Playwright, the parent package. Start reading at `JdkClientTest`.
@NullMarked
package dev.duplex.conformance.clients;

import org.jspecify.annotations.NullMarked;
