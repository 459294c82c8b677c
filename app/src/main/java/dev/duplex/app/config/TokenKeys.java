package dev.duplex.app.config;

import dev.duplex.tokens.Jwks;
import dev.duplex.tokens.TokenSigner;
import dev.duplex.tokens.TokenVerifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What tokens of one kind are verified by. Checked: a verifier can be made of it.
///
/// @param secrets of which the first makes tokens too
/// @param publicKeys in PEM
/// @param jwks where further public keys are fetched
/// @param plainHttp whether they may be fetched without TLS from other machines
/// @param issuer what tokens have to name as their issuer
/// @param audience what tokens have to be for
/// @param clockSkew by how much clocks may differ
/// @param unlimited whether tokens without an end are taken
public record TokenKeys(
        List<String> secrets,
        List<String> publicKeys,
        Optional<URI> jwks,
        boolean plainHttp,
        Optional<String> issuer,
        Optional<String> audience,
        Duration clockSkew,
        boolean unlimited) {
    public TokenKeys {
        secrets = List.copyOf(secrets);
        publicKeys = List.copyOf(publicKeys);
    }

    /// What fetches the keys that have to be fetched. Closed by the caller.
    public Optional<Jwks> fetching() {
        return jwks.map(uri -> fetching(uri, plainHttp));
    }

    /// @throws IllegalArgumentException if keys must not be fetched there
    static Jwks fetching(URI uri, boolean plainHttp) {
        Jwks.Builder builder = Jwks.builder(uri);
        return (plainHttp ? builder.plainHttp() : builder).build();
    }

    /// A verifier by these keys.
    ///
    /// @param fetched what [#fetching] gave
    public TokenVerifier verifier(Optional<Jwks> fetched) {
        TokenVerifier.Builder verifier = TokenVerifier.builder().clockSkew(clockSkew);
        secrets.forEach(verifier::secret);
        publicKeys.forEach(verifier::publicKey);
        fetched.ifPresent(verifier::jwks);
        issuer.ifPresent(verifier::issuer);
        audience.ifPresent(verifier::audience);
        return (unlimited ? verifier.unlimited() : verifier).build();
    }

    /// A signer that names the issuer and the audience that these tokens have to name.
    public TokenSigner naming(TokenSigner signer) {
        TokenSigner issued = issuer.map(signer::withIssuer).orElse(signer);
        return audience.map(issued::withAudience).orElse(issued);
    }

    /// For people: `1 secret, 2 public keys, the keys at https://…`.
    public String summary() {
        List<String> parts = new ArrayList<>();
        count(parts, secrets.size(), "secret");
        count(parts, publicKeys.size(), "public key");
        jwks.ifPresent(uri -> parts.add("the keys at " + uri));
        issuer.ifPresent(it -> parts.add("issuer " + it));
        audience.ifPresent(it -> parts.add("audience " + it));
        if (unlimited) {
            parts.add("also without an end");
        }
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what + (number == 1 ? "" : "s"));
        }
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "TokenKeys[" + summary() + "]";
    }
}
