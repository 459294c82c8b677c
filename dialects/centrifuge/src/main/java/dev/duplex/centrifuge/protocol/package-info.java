/// The messages of the Centrifuge client protocol, version 2, and their two encodings: JSON and Protobuf.
///
/// May import: the JDK, `dev.duplex.json` and jackson-core. No I/O, no threads, no hub; who may do what, and what a malformed frame is answered with, is
/// decided elsewhere (the protocol closes with 3501, "bad request").
/// The fields and their numbers stand in `centrifuge.proto`, among the resources, and once more, for both encodings, in the classes
/// named `…Fields`. These know no encoding: they read from a `FieldReader` and write to a `FieldWriter`.
/// Start reading at `Codec`, then `Command` and `Reply`.
@NullMarked
package dev.duplex.centrifuge.protocol;

import org.jspecify.annotations.NullMarked;
