package dev.duplex.conformance.centrifuge;

import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Decides when the test does who may connect.
record Undecided(CompletableFuture<Result<Admission>> decision) implements Access {
    static CentrifugeOptions options(CompletableFuture<Result<Admission>> decision) {
        return CentrifugeOptions.builder(new Undecided(decision)).build();
    }

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        return decision;
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        return CompletableFuture.completedStage(
                Result.refused(Problem.PERMISSION_DENIED, "nobody may"));
    }
}
