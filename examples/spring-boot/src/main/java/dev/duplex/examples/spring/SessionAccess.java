package dev.duplex.examples.spring;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/// Lets in who is logged in to the application, and asks its services who may do what. Duplex asks on an event loop, which must not
/// wait for a database: so the answers are found by the application's executor.
@Component
class SessionAccess implements Access {
    private static final Set<Action> READING =
            EnumSet.of(Action.SUBSCRIBE, Action.HISTORY, Action.PRESENCE);

    private final SessionUsers users;
    private final OrderService orders;
    private final Executor executor;

    SessionAccess(
            SessionUsers users,
            OrderService orders,
            @Qualifier("applicationTaskExecutor") Executor executor) {
        this.users = users;
        this.orders = orders;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        return CompletableFuture.supplyAsync(() -> admission(attempt), executor);
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        return CompletableFuture.supplyAsync(() -> grant(intent), executor);
    }

    private Result<Admission> admission(Attempt attempt) {
        return users.user(attempt.request())
                .map(user -> Result.done(Admission.of(Identity.of(user, Payload.none()))))
                .orElseGet(() -> Result.refused(Problem.UNAUTHENTICATED, "nobody is logged in"));
    }

    private Result<Grant> grant(Intent intent) {
        return may(intent.identity().user(), intent.action(), intent.channel())
                ? Result.done(Grant.PLAIN)
                : Result.refused(Problem.PERMISSION_DENIED, "not this user's");
    }

    private boolean may(String user, Action action, String channel) {
        String namespace = Namespaces.namespace(channel);
        String whose = channel.substring(channel.indexOf(Namespaces.SEPARATOR) + 1);
        return switch (namespace) {
            case "personal" -> READING.contains(action) && whose.equals(user);
            case "orders" -> READING.contains(action) && orders.isCustomer(whose, user);
            case "notes" -> orders.isCustomer(whose, user);
            default -> false;
        };
    }
}
