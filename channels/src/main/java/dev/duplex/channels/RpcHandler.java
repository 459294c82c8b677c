package dev.duplex.channels;

import java.util.concurrent.CompletionStage;

/// Answers a client's call of a method, in Java.
@FunctionalInterface
public interface RpcHandler {
    /// Answers. For a client it is called in the client's lane, where it must not block; by the HTTP API on a thread that may
    /// wait. The stage may be done on any thread; a failure is an internal error to the caller, and logged.
    ///
    /// @return what it is answered with, or why not
    CompletionStage<Result<Payload>> call(Call call);

    /// A call.
    ///
    /// @param method which
    /// @param payload what came with it; owns its bytes
    /// @param caller who calls
    record Call(String method, Payload payload, Member caller) {}
}
