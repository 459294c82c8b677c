package dev.duplex.access;

import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Access without tokens: anyone may connect, anonymously, and do in the channels of a namespace what is said of it; in others nothing. For
/// development, and for channels that are public.
///
/// @param actions what anyone may do, by namespace
public record NamespaceAccess(Map<String, Set<Action>> actions) implements Access {
    public NamespaceAccess {
        actions = Map.copyOf(actions);
    }

    /// A client that comes with a token is refused: nobody is here who could tell whether it is right.
    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        return attempt.token().isEmpty()
                ? Answers.done(Admission.of(Identity.ANONYMOUS))
                : Answers.refused(Problem.UNAUTHENTICATED, "tokens are not taken here");
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        return actions.getOrDefault(Namespaces.namespace(intent.channel()), Set.of())
                        .contains(intent.action())
                ? Answers.done(Grant.PLAIN)
                : Answers.refused(Problem.PERMISSION_DENIED, "nobody may do that in this channel");
    }
}
