package dev.duplex.verify;

import java.time.Duration;
import java.util.Locale;

/// How far a run is.
///
/// @param time since it began
/// @param acknowledged publications
/// @param unknown publications without an answer
/// @param received by all subscribers together
/// @param hearing how many subscribers are subscribed
/// @param subscribers how many there are that do not sleep
/// @param asleep how many stay away until all faults are over
public record Progress(
        Duration time,
        long acknowledged,
        long unknown,
        long received,
        long hearing,
        long subscribers,
        long asleep) {
    /// One line, for people.
    @Override
    public String toString() {
        String all =
                String.format(
                        Locale.ROOT,
                        "%3d s  %,d published, %,d without an answer, %,d received, %d of %d subscribed",
                        time.toSeconds(),
                        acknowledged,
                        unknown,
                        received,
                        hearing,
                        subscribers);
        return asleep == 0 ? all : all + ", " + asleep + " asleep";
    }
}
