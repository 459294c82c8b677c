package dev.duplex.centrifuge;

import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Access that answers as the test says, at once; anybody may do anything until it says more.
final class ScriptedAccess implements Access {
    private final List<Intent> intents = new ArrayList<>();
    private Function<Attempt, Result<Admission>> connect =
            _ -> Result.done(Admission.of(Identity.ANONYMOUS));
    private Function<Intent, Result<Grant>> permit = _ -> Result.done(Grant.PLAIN);
    private Function<String, Result<Identity>> refresh = _ -> Result.done(Identity.ANONYMOUS);

    ScriptedAccess connecting(Function<Attempt, Result<Admission>> connect) {
        this.connect = connect;
        return this;
    }

    ScriptedAccess permitting(Function<Intent, Result<Grant>> permit) {
        this.permit = permit;
        return this;
    }

    ScriptedAccess refreshing(Function<String, Result<Identity>> refresh) {
        this.refresh = refresh;
        return this;
    }

    /// What it has been asked for in channels.
    List<Intent> intents() {
        return List.copyOf(intents);
    }

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        return CompletableFuture.completedStage(connect.apply(attempt));
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        intents.add(intent);
        return CompletableFuture.completedStage(permit.apply(intent));
    }

    @Override
    public CompletionStage<Result<Identity>> refresh(Identity identity, String token) {
        return CompletableFuture.completedStage(refresh.apply(token));
    }
}
