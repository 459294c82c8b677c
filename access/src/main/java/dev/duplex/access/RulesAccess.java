package dev.duplex.access;

import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Access by the rules of namespaces, without tokens: all clients are anonymous. For development, for channels that are public; and what
/// decides beside tokens.
///
/// @param rules by namespace; others are [Rules#CLOSED]
/// @param anonymous whether clients that say nothing of who they are may connect
public record RulesAccess(Map<String, Rules> rules, boolean anonymous) implements Access {
    public RulesAccess {
        rules = Map.copyOf(rules);
    }

    /// Rules that let anonymous clients connect.
    public static RulesAccess anonymous(Map<String, Rules> rules) {
        return new RulesAccess(rules, true);
    }

    /// The rules of a channel.
    public Rules of(String channel) {
        return rules.getOrDefault(Namespaces.namespace(channel), Rules.CLOSED);
    }

    /// A client that comes with a token is refused: nobody is here who could tell whether it is right.
    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        if (!attempt.token().isEmpty()) {
            return Answers.refused(Problem.UNAUTHENTICATED, "tokens are not taken here");
        }
        return anonymous
                ? Answers.done(Admission.of(Identity.ANONYMOUS))
                : Answers.refused(Problem.UNAUTHENTICATED, "a token is needed");
    }

    /// A token is not looked at.
    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        Who who = of(intent.channel()).who(intent.action());
        return of(intent.channel()).permit(intent)
                ? Answers.done(Grant.PLAIN)
                : Answers.refused(
                        Problem.PERMISSION_DENIED,
                        intent.action() + " in channel " + intent.channel() + " is for " + who);
    }
}
