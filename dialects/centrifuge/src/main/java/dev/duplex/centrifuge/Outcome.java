package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Result;

/// Hears what comes of a subscription: exactly one of both, once. Called in the client's lane.
interface Outcome {
    /// It has begun: what is offered from now on follows on what the result says.
    void begun(Result.Subscribe result);

    /// It has not begun, and will not.
    void failed(ErrorCode why);
}
