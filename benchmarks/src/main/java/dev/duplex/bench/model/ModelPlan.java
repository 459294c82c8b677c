package dev.duplex.bench.model;

import java.time.Duration;
import java.util.function.Consumer;

/// How it is measured.
///
/// @param connections how many there are in a model
/// @param runs processes of each model
/// @param window how long each size of publication is repeated
/// @param core where it runs
/// @param progress is told how far it is
public record ModelPlan(
        int connections, int runs, Duration window, int core, Consumer<String> progress) {}
