/// Clients that nobody here wrote: the JDK's, npm's `ws` and `sockjs-client`, Spring's, Chromium; and proxies between.
///
/// May import: the public API, `verify` (its proxy, and runs with npm's client), the browser, Playwright, Spring, the parent package. Start reading at `JdkClientTest`.
@NullMarked
package dev.duplex.conformance.clients;

import org.jspecify.annotations.NullMarked;
