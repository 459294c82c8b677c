/// What faults do, on real sockets and with real processes.
///
/// May import: the package it tests. Start reading at `FaultProxyTest`.
@NullMarked
package dev.duplex.faults;

import org.jspecify.annotations.NullMarked;
