package dev.duplex.access;

import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.concurrent.CompletionStage;

/// Who may connect, and who may do what in which channel. Asked in the client's lane: must not block. Stages may be done on any
/// thread; one that fails is an internal error to the client.
public interface Access {
    /// Whether a client may connect, and as whom.
    ///
    /// @return who it is; or [Problem#UNAUTHENTICATED], [Problem#EXPIRED] if its token was good once, [Problem#PERMISSION_DENIED]; or
    ///     [Problem#TOO_BUSY] or [Problem#UNAVAILABLE] if that cannot be told at the moment: the client comes again
    CompletionStage<Result<Admission>> connect(Attempt attempt);

    /// Whether a client may do something in a channel. Asked again when a grant with a time has to be renewed.
    ///
    /// @return that it may; or [Problem#PERMISSION_DENIED], [Problem#UNAUTHENTICATED] if the token that came with it is wrong, [Problem#EXPIRED]
    ///     if it was good once; or [Problem#TOO_BUSY] or [Problem#UNAVAILABLE] if that cannot be told at the moment: the client may ask again
    CompletionStage<Result<Grant>> permit(Intent intent);

    /// Who a client is from now on that shows a new token, because its [Identity#expires].
    ///
    /// @return the same user again; refused as in [#connect]
    default CompletionStage<Result<Identity>> refresh(Identity identity, String token) {
        return Answers.refused(Problem.NOT_AVAILABLE, "nobody's identity expires here");
    }
}
