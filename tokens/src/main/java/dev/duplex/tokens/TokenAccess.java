package dev.duplex.tokens;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Access by tokens: a connection token says who a client is, a subscription token lets it into a channel, and what needs none the
/// rules of the namespace say. Immutable; any thread; never waits: which answers come at once says [TokenVerifier].
///
/// If the keys cannot be fetched, what needs them is refused with [Problem#UNAVAILABLE], and if too many tokens come at once with
/// [Problem#TOO_BUSY]: the client may try again.
public final class TokenAccess implements Access {
    private final TokenVerifier connections;
    private final TokenVerifier subscriptions;
    private final RulesAccess rules;

    /// With the same keys for both kinds of tokens.
    public TokenAccess(TokenVerifier tokens, RulesAccess rules) {
        this(tokens, tokens, rules);
    }

    /// With others for subscription tokens.
    public TokenAccess(TokenVerifier connections, TokenVerifier subscriptions, RulesAccess rules) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.rules = rules;
    }

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        if (attempt.token().isEmpty()) {
            return rules.connect(attempt);
        }
        return connections
                .connection(attempt.token())
                .thenApply(result ->
                        result.map(
                                it -> new Admission(identity(it), Payload.none(), it.channels())));
    }

    @Override
    public CompletionStage<Result<Identity>> refresh(Identity identity, String token) {
        return connections
                .connection(token)
                .thenApply(result ->
                        TokenVerifier.then(
                                result,
                                it ->
                                        it.user().equals(identity.user())
                                                ? Result.done(identity(it))
                                                : Result.refused(
                                                        Problem.UNAUTHENTICATED,
                                                        "the token is another user's")));
    }

    private Identity identity(ConnectionClaims claims) {
        return new Identity(claims.user(), claims.info(), skewed(connections, claims.expires()));
    }

    /// When the token that was shown would not be taken any more.
    private static Optional<Instant> skewed(TokenVerifier by, Optional<Instant> expires) {
        return expires.map(it -> it.plus(by.clockSkew()));
    }

    /// A token that comes along has to be right, also where none is needed.
    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        if (intent.action() != Action.SUBSCRIBE || intent.token().isEmpty()) {
            return rules.permit(intent);
        }
        if (rules.of(intent.channel()).subscribe() == Who.NOBODY) {
            return CompletableFuture.completedStage(
                    denied("nobody may subscribe to channel " + intent.channel()));
        }
        return subscriptions
                .subscription(intent.token())
                .thenApply(result ->
                        switch (result) {
                            case Result.Done<SubscriptionClaims>(var claims) ->
                                    grant(intent, claims);
                            case Result.Refused<SubscriptionClaims>(
                                            Problem problem,
                                            String reason) ->
                                    // Who the client is, is known; what it showed opens nothing.
                                    problem == Problem.UNAUTHENTICATED
                                            ? denied(reason)
                                            : Result.refused(problem, reason);
                        });
    }

    private Result<Grant> grant(Intent intent, SubscriptionClaims claims) {
        if (!claims.channel().equals(intent.channel())) {
            return denied("the token is for another channel than " + intent.channel());
        }
        if (!claims.user().equals(intent.identity().user())) {
            return denied("the token is another user's");
        }
        return Result.done(
                new Grant(claims.info(), claims.data(), skewed(subscriptions, claims.expires())));
    }

    private static Result<Grant> denied(String reason) {
        return Result.refused(Problem.PERMISSION_DENIED, reason);
    }
}
