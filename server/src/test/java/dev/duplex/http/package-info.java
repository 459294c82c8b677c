/// Tests of what is written on the HTTP exchange, over real sockets.
@NullMarked
package dev.duplex.http;

import org.jspecify.annotations.NullMarked;
