/// Duplex as its peers see it: suites over real sockets, one package for each specification or topic.
///
/// May import: the public API, to start servers; the testkit. Nothing of how Duplex works inside.
/// Start reading at `ConformanceSuite`; each test's display name quotes the rule that it checks.
@NullMarked
package dev.duplex.conformance;

import org.jspecify.annotations.NullMarked;
