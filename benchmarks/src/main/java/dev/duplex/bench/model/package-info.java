/// `./bench --only model`: more clients than there can be sockets on one machine, without the sockets. What they hold in the heap, and
/// how long a publication to many of them takes. It is a model: everything from the session up is the server's own code, everything
/// below it is not there.
///
/// May import: `dev.duplex` with its sessions, `dev.duplex.channels`, `dev.duplex.access`, `dev.duplex.centrifuge`, HdrHistogram, and of
/// `dev.duplex.bench` what it has for all. Start reading at `ModelSuite`, then `ModelProgram` and `Population`.
@NullMarked
package dev.duplex.bench.model;

import org.jspecify.annotations.NullMarked;
