package dev.duplex.centrifuge;

import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Access without tokens: anyone may connect, anonymously, and do in the channels of a namespace what is said of it; in others nothing. For
/// development, and for channels that are public.
///
/// @param actions what anyone may do, by namespace
public record NamespaceAccess(Map<String, Set<Access.Action>> actions) implements Access {
    public NamespaceAccess {
        actions = Map.copyOf(actions);
    }

    /// A client that comes with a token is refused: nobody is here who could tell whether it is right.
    @Override
    public CompletionStage<Result<Identity>> connect(Attempt attempt) {
        return CompletableFuture.completedStage(
                attempt.token().isEmpty()
                        ? Result.done(Identity.ANONYMOUS)
                        : Result.refused(Problem.BAD_REQUEST, "tokens are not taken here"));
    }

    @Override
    public CompletionStage<Result<Grant>> permit(
            Identity identity, Action action, String channel, String token) {
        boolean may =
                actions.getOrDefault(Namespaces.namespace(channel), Set.of()).contains(action);
        return CompletableFuture.completedStage(
                may
                        ? Result.done(Grant.PLAIN)
                        : Result.refused(
                                Problem.PERMISSION_DENIED, "nobody may do that in this channel"));
    }
}
