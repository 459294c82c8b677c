package dev.duplex.app.services;

import dev.duplex.access.Access;
import dev.duplex.access.RulesAccess;
import dev.duplex.app.config.ServedChannels;
import dev.duplex.app.config.ServedTokens;
import dev.duplex.app.config.TokenKeys;
import dev.duplex.tokens.Jwks;
import dev.duplex.tokens.TokenAccess;
import dev.duplex.tokens.TokenVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may do what in the channels: by the rules of their namespaces, and by tokens, if there are keys for them. It may fetch keys, and has
/// to be closed.
public final class ClientAccess implements AutoCloseable {
    private final Access access;
    private final List<Jwks> fetching = new ArrayList<>();

    /// @param channels what is configured
    /// @param dev whether clients may be users of the development mode, where no keys say who is one
    public ClientAccess(ServedChannels channels, boolean dev) {
        RulesAccess rules = new RulesAccess(channels.rules(), channels.anonymous());
        access =
                channels.tokens()
                        .<Access>map(it -> byTokens(it, rules))
                        .orElseGet(() -> dev ? new DevelopmentUsers(rules) : rules);
    }

    private Access byTokens(ServedTokens tokens, RulesAccess rules) {
        TokenVerifier connections = verifier(tokens.connections());
        return tokens.subscriptions()
                .map(it -> new TokenAccess(connections, verifier(it), rules))
                .orElseGet(() -> new TokenAccess(connections, rules));
    }

    private TokenVerifier verifier(TokenKeys keys) {
        Optional<Jwks> jwks = keys.fetching();
        jwks.ifPresent(fetching::add);
        return keys.verifier(jwks);
    }

    /// What every dialect asks.
    public Access access() {
        return access;
    }

    /// Ends what is being fetched.
    @Override
    public void close() {
        fetching.forEach(Jwks::close);
    }
}
