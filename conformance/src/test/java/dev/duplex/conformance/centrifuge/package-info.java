/// The Centrifuge protocol over HTTP, byte by byte: the streams, and what is sent beside them. What its clients make of it is shown in
/// `clients`.
@NullMarked
package dev.duplex.conformance.centrifuge;

import org.jspecify.annotations.NullMarked;
