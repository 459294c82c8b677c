package dev.duplex.app.door;

import java.util.concurrent.CompletionStage;

/// A look at a demo from outside.
@FunctionalInterface
public interface Glance {
    /// What goes on there now, as JSON. Called in the lane of the doors; must not block. May come on any thread, and the next one is not
    /// asked for before it has.
    CompletionStage<String> now();
}
