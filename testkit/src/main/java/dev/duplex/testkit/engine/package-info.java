/// What every engine of channels has to do, as tests: an engine's own test extends these classes, says how to open
/// one, and is judged by the same words as ours.
///
/// May import: `channels`, JUnit, AssertJ.
/// Start reading at `EngineContract`.
@NullMarked
package dev.duplex.testkit.engine;

import org.jspecify.annotations.NullMarked;
