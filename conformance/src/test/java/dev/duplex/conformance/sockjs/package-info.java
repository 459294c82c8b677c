/// The SockJS protocol as its public definition says it (`sockjs-protocol.py`; names such as
/// `XhrPolling.test_transport` in the tests' names are places there), and what Duplex adds to it:
/// limits, origins, ends of sessions.
///
/// May import: the public API, the testkit, the parent package. Start reading at `Service` and
/// `SessionUrl`, then `XhrPollingTest`.
@NullMarked
package dev.duplex.conformance.sockjs;

import org.jspecify.annotations.NullMarked;
