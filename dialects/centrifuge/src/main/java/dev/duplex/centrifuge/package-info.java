/// The Centrifuge client protocol, version 2, as an endpoint: clients of the Centrifuge SDKs reach a hub's channels by it, over whatever
/// carries a session.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.http`, `dev.duplex.json`, `access`, `channels`, `CloseCode` of `websocket`, and this module's other packages.
/// The way of a frame: `Centrifuge` (the endpoint) → `Client` (one connection: commands in, replies out) → `Connecting`, then `Commands`
/// (`Subscribing`, `Publishing`, `Refreshing`) → `ChannelSubscription` (one channel of it) → the hub. `Rendering` makes a publication into what a
/// client is sent, `DeltaSequence` into what has changed since the one before.
/// `OverHttp` is the same over HTTP: what is in which request, and how replies stand in a stream (`FramesForm`, `EventsForm`).
/// Start reading at `Centrifuge`, then `Client`.
@NullMarked
package dev.duplex.centrifuge;

import org.jspecify.annotations.NullMarked;
