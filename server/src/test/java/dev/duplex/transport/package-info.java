/// Tests of the transport: black box over loopback sockets, on every transport that is here.
@NullMarked
package dev.duplex.transport;

import org.jspecify.annotations.NullMarked;
