/// A run of `duplex verify`: who takes part, in what order, and what is said of it at the end.
///
/// | package | what lives there |
/// |---|---|
/// | `log` | what publishers did and subscribers heard |
/// | `judge` | what was wrong with that: pure functions of the logs |
/// | `client` | publishers and subscribers |
/// | `json` | the JSON that all of them read and write |
///
/// What is done to the server and to connections is in the module `faults`.
///
/// May import: the JDK, those, `faults`. Start reading at `Verification`.
@NullMarked
package dev.duplex.verify;

import org.jspecify.annotations.NullMarked;
