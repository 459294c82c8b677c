package dev.duplex.app.config;

import java.util.Optional;

/// What tokens are verified by.
///
/// @param connections those that clients connect with
/// @param subscriptions those that open channels, if they have keys of their own
public record ServedTokens(TokenKeys connections, Optional<TokenKeys> subscriptions) {
    /// What was given; empty if there are no keys.
    ///
    /// @throws UserError what is wrong with it
    public static Optional<ServedTokens> read(Settings settings) throws UserError {
        Optional<ServedTokens> tokens = of(settings);
        settings.problems().throwIfAny();
        return tokens;
    }

    static Optional<ServedTokens> of(Settings settings) {
        Optional<TokenKeys> connections = TokenSettings.CONNECTIONS.keys(settings);
        Optional<TokenKeys> subscriptions = TokenSettings.SUBSCRIPTIONS.keys(settings);
        if (subscriptions.isPresent() && !TokenSettings.CONNECTIONS.isGiven(settings)) {
            settings.problems()
                    .add(
                            "tokens.subscription has keys, but clients need others to connect with:"
                                    + " set "
                                    + TokenSettings.CONNECTIONS.choice());
        }
        return connections.map(it -> new ServedTokens(it, subscriptions));
    }

    /// What subscription tokens are verified by.
    public TokenKeys ofSubscriptions() {
        return subscriptions.orElse(connections);
    }
}
