/// The program from outside: as processes that are started, asked, told to end and killed, and the runs of `duplex verify` that start some.
///
/// May import: of `app` what its tests start the program with, ports (`faults`), clients. Start reading at `DuplexProcessTest`.
@NullMarked
package dev.duplex.program;

import org.jspecify.annotations.NullMarked;
