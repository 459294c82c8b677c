/// The engine that keeps channels in Redis, or Valkey: several nodes on the same one serve the same channels. What a
/// publication, a read or a presence is in Redis is a script each, `*.lua` beside the classes; the classes carry arguments
/// there and answers back, and look after the connections.
///
/// May import: the JDK, `channels`, Lettuce (of its types, connections and addresses are seen in `Server`, `Link`, `Commands` and
/// `Topics` only).
/// Start reading at `RedisEngine`, then `publish.lua`, `Commands` (how a script gets to Redis) and `Topics` (how what is published
/// comes back); for what happens when Redis goes away at `Link`.
@NullMarked
package dev.duplex.engine.redis;

import org.jspecify.annotations.NullMarked;
