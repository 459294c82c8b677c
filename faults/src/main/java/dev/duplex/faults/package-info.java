/// What is done to a server and to the way to it, so that what it promises can be seen under it: connections that are cut, stalled, halved,
/// slowed down or never answered ([FaultProxy]), a process that is paused, killed or started anew ([ServerProcess]), several of them on one Redis and behind a balancer ([Nodes], [ProxyProcess]), networks that carry nothing ([Namespace]), and a schedule of
/// all that from a seed ([Faults]).
///
/// May import: the JDK. Nothing of Duplex: bytes and processes are all that it knows, so that it does the same to any server. Start reading
/// at [Faults], then [FaultKind].
@NullMarked
package dev.duplex.faults;

import org.jspecify.annotations.NullMarked;
