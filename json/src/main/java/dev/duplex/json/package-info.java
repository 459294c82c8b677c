/// What is taken as JSON (RFC 8259), by clients, the HTTP API and in tokens alike, and how a payload of a channel looks to those who speak it.
///
/// May import: the JDK and jackson-core; `JsonPayload` also `channels`, for it is where the two meet. Nobody here builds a tree.
/// `JsonRules` says what is JSON, and reads it; `JsonSource` is what is being read, and gives a value as it stands. `JsonString` and `JsonObject` write; `JsonFields` reads what `JsonObject` writes.
/// Start reading at `JsonPayload`, then `JsonRules`.
@NullMarked
package dev.duplex.json;

import org.jspecify.annotations.NullMarked;
