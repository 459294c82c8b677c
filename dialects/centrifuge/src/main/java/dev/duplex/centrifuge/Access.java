package dev.duplex.centrifuge;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import dev.duplex.http.Request;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Who may connect, and who may do what in which channel. Asked in the client's lane: must not block. Stages may be done on any
/// thread; one that fails is an internal error to the client.
public interface Access {
    /// Whether a client may connect, and as whom.
    ///
    /// @return who it is; refused: the connection is closed, and the client does not come back
    CompletionStage<Result<Identity>> connect(Attempt attempt);

    /// Whether a client may do something in a channel.
    ///
    /// @param token that came with it, or empty
    CompletionStage<Result<Grant>> permit(
            Identity identity, Action action, String channel, String token);

    /// Something that a client may want to do in a channel.
    enum Action {
        SUBSCRIBE,
        PUBLISH,
        HISTORY,
        PRESENCE
    }

    /// What a client that wants to connect brings along.
    ///
    /// @param token or empty
    /// @param data or [Payload#none]
    /// @param request the HTTP request that opened its session
    record Attempt(String token, Payload data, Request request) {}

    /// Who a client is.
    ///
    /// @param user empty if anonymous
    /// @param info that others see, or [Payload#none]
    record Identity(String user, Payload info) {
        /// Nobody in particular.
        public static final Identity ANONYMOUS = new Identity("", Payload.none());
    }

    /// That it may, and as what.
    ///
    /// @param info that others in the channel see, or empty
    record Grant(Optional<Payload> info) {
        public static final Grant PLAIN = new Grant(Optional.empty());
    }
}
