/// The `duplex` program: its command line and what `duplex serve` serves. It only wires what an
/// embedding program can use too.
///
/// May import: everything of Duplex but no type of Netty; picocli in `Duplex`, `CommandLines`
/// and the commands (`PublishCommand`, `TokenCommand`) only, logback in `Logging` only.
/// Start reading at `Duplex`, then `Serving`; what can be configured is in `config.ServeSettings`.
@NullMarked
package dev.duplex.app;

import org.jspecify.annotations.NullMarked;
