package dev.duplex.app.config;

import dev.duplex.metrics.Metrics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether there are metrics, and who may read them.
///
/// @param token what has to be shown; empty only in development mode, which strangers do not reach
public record MetricsSettings(boolean on, Optional<String> token) {
    /// What a field of a request can carry as a token (RFC 6750 §2.1).
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /// What is wrong is added to the settings' problems.
    static MetricsSettings of(Settings settings, boolean dev) {
        boolean on = settings.value(ServeSettings.METRICS).orElse(dev);
        Optional<Path> file = settings.value(ServeSettings.METRICS_TOKEN_FILE);
        if (on && !dev && settings.top().given(ServeSettings.METRICS_TOKEN_FILE).isEmpty()) {
            settings.problems()
                    .add(
                            settings.place(ServeSettings.METRICS)
                                    + " needs a token, for the metrics are not for everybody: give"
                                    + " --metrics-token-file too");
        }
        if (!on && file.isPresent()) {
            settings.problems()
                    .add(
                            settings.place(ServeSettings.METRICS_TOKEN_FILE)
                                    + " is for the metrics, and there are none: give --metrics too");
        }
        return new MetricsSettings(
                on, on ? file.flatMap(it -> token(settings, it)) : Optional.empty());
    }

    private static Optional<String> token(Settings settings, Path file) {
        try {
            return Optional.of(token(settings.place(ServeSettings.METRICS_TOKEN_FILE), file));
        } catch (UserError wrong) {
            settings.problems().add(wrong);
            return Optional.empty();
        }
    }

    /// The token is in no message: those are logged.
    private static String token(String place, Path file) throws UserError {
        String token = KeyFile.text(place, file).strip();
        if (token.length() < Metrics.MIN_TOKEN_LENGTH || !TOKEN.matcher(token).matches()) {
            throw UserError.runtime(
                    place
                            + ": the token in "
                            + file
                            + " must have at least "
                            + Metrics.MIN_TOKEN_LENGTH
                            + " letters, digits and -._~+/, and nothing else");
        }
        return token;
    }

    /// Never the token itself.
    @Override
    public String toString() {
        return "MetricsSettings[on=" + on + ", token=" + (token.isPresent() ? "…" : "none") + "]";
    }
}
