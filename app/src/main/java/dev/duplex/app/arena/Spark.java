package dev.duplex.app.arena;

/// Something to collect.
record Spark(double x, double y) {}
