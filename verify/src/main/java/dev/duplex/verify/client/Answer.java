package dev.duplex.verify.client;

import dev.duplex.verify.log.Outcome;

/// What became of an attempt to publish.
///
/// @param why for people; empty if it is published
record Answer(Outcome outcome, String why) {
    static final Answer PUBLISHED = new Answer(Outcome.ACKNOWLEDGED, "");
}
