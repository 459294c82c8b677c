/// The shop as its customers see it: the whole application on ports of its own, a client with cookies as a browser has them, and
/// messages of the Centrifuge protocol typed by hand.
@NullMarked
package dev.duplex.examples.spring;

import org.jspecify.annotations.NullMarked;
