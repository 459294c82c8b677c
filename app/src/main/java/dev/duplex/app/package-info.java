/// The `duplex` program: its command line and what `duplex serve` serves. It only wires what an
/// embedding program can use too.
///
/// May import: everything of Duplex but no type of Netty; what no other package of the program may: picocli, logback in `Logging` and
/// `JsonLines` only; jackson-core.
/// Start reading at `Duplex`, then `Serving`; what can be configured is in `config.ServeSettings`.
@NullMarked
package dev.duplex.app;

import org.jspecify.annotations.NullMarked;
