package dev.duplex.app.config;

import dev.duplex.tokens.TokenVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The settings of what tokens of one kind are verified by: a part of the table, for each kind.
final class TokenSettings {
    static final TokenSettings CONNECTIONS = new TokenSettings("tokens", "", "none");
    static final TokenSettings SUBSCRIPTIONS =
            new TokenSettings("tokens.subscription", "Of subscription tokens: ", "as tokens.…");

    /// Every setting.
    static final List<Setting<?>> ALL =
            Stream.concat(CONNECTIONS.all().stream(), SUBSCRIPTIONS.all().stream()).toList();

    private final String section;
    private final Setting<String> hmacSecret;
    private final Setting<List<Path>> hmacSecretFiles;
    private final Setting<List<Path>> publicKeyFiles;
    private final Setting<URI> jwksUrl;
    private final Setting<Boolean> jwksPlainHttp;
    private final Setting<String> issuer;
    private final Setting<String> audience;
    private final Setting<Duration> clockSkew;
    private final Setting<Boolean> unlimited;

    private TokenSettings(String section, String of, String standard) {
        this.section = section;
        String option = "--" + section.replace('.', '-');
        hmacSecret =
                Setting.secret(
                        section + ".hmac-secret",
                        ValueType.secret("a secret of 32 bytes or more (openssl rand -hex 32)"),
                        standard,
                        of
                                + "A secret that tokens are signed with (HS256; HS384 and HS512 if"
                                + " it has 48 and 64 bytes). Never shown.");
        hmacSecretFiles =
                Setting.of(
                        section + ".hmac-secret-files",
                        option + "-hmac-secret-file",
                        ValueType.files(),
                        standard,
                        of
                                + "Files with such secrets; a line end at the end of one is not"
                                + " part of it. Several, while one is exchanged for another: all"
                                + " are good.");
        publicKeyFiles =
                Setting.of(
                        section + ".public-key-files",
                        option + "-public-key-file",
                        ValueType.files(),
                        standard,
                        of
                                + "PEM files, each with a public key or a certificate: RSA, EC or"
                                + " Ed25519.");
        jwksUrl =
                Setting.of(
                        section + ".jwks-url",
                        ValueType.uri("a URL such as https://login.example/jwks"),
                        standard,
                        of + "Where an identity provider publishes its keys; by https.");
        jwksPlainHttp =
                Setting.of(
                        section + ".jwks-plain-http",
                        ValueType.flag(),
                        "false",
                        of
                                + "Lets keys be fetched by http from other machines, where nobody"
                                + " on the way can give others.");
        issuer =
                Setting.of(
                        section + ".issuer",
                        ValueType.text("NAME", "a text"),
                        "not looked at",
                        of + "What tokens have to say in iss.");
        audience =
                Setting.of(
                        section + ".audience",
                        ValueType.text("NAME", "a text"),
                        "not looked at",
                        of + "What tokens have to have in aud. To be set with jwks-url.");
        clockSkew =
                Setting.of(
                        section + ".clock-skew",
                        ValueType.time(),
                        ValueType.written(TokenVerifier.DEFAULT_CLOCK_SKEW),
                        of + "By how much clocks may differ; 10 minutes at most.");
        unlimited =
                Setting.of(
                        section + ".unlimited",
                        ValueType.flag(),
                        "false",
                        of + "Takes tokens without exp: whoever finds one has it for good.");
    }

    private List<Setting<?>> all() {
        return Stream.concat(
                        keySettings().stream(),
                        Stream.<Setting<?>>of(
                                jwksPlainHttp, issuer, audience, clockSkew, unlimited))
                .toList();
    }

    private List<Setting<?>> keySettings() {
        return List.of(hmacSecret, hmacSecretFiles, publicKeyFiles, jwksUrl);
    }

    /// Whether a key is given, though it may not be right.
    boolean isGiven(Settings settings) {
        return keySettings().stream().anyMatch(it -> settings.top().given(it).isPresent());
    }

    /// What can be given to have keys, to follow "set".
    String choice() {
        return hmacSecret.key()
                + ", "
                + hmacSecretFiles.key()
                + ", "
                + publicKeyFiles.key()
                + " or "
                + jwksUrl.key();
    }

    /// What was given; empty if there is no key. What cannot be used is a problem.
    Optional<TokenKeys> keys(Settings settings) {
        if (!isGiven(settings)) {
            refuseWithoutKeys(settings);
            return Optional.empty();
        }
        int before = settings.problems().count();
        TokenVerifier.Builder check = TokenVerifier.builder();
        List<String> secrets = secrets(settings, check::secret);
        List<String> publicKeys = new ArrayList<>();
        for (Path file : settings.value(publicKeyFiles).orElse(List.of())) {
            KeyFile.text(settings, publicKeyFiles, file)
                    .ifPresent(pem ->
                            add(publicKeys, pem, settings, publicKeyFiles, file, check::publicKey));
        }
        Optional<URI> jwks = jwks(settings);
        Duration skew = settings.value(clockSkew).orElse(TokenVerifier.DEFAULT_CLOCK_SKEW);
        try {
            check.clockSkew(skew);
        } catch (IllegalArgumentException e) {
            settings.problems().add(settings.place(clockSkew) + ": " + e.getMessage());
        }
        if (settings.problems().count() > before) {
            return Optional.empty();
        }
        if (secrets.isEmpty() && publicKeys.isEmpty() && jwks.isEmpty()) {
            settings.problems().add(section + " has lists without any key: set " + choice());
            return Optional.empty();
        }
        return Optional.of(
                new TokenKeys(
                        secrets,
                        publicKeys,
                        jwks,
                        settings.value(jwksPlainHttp).orElse(false),
                        settings.value(issuer),
                        settings.value(audience),
                        skew,
                        settings.value(unlimited).orElse(false)));
    }

    private void refuseWithoutKeys(Settings settings) {
        for (Setting<?> setting : all()) {
            if (settings.top().given(setting).isPresent()) {
                settings.problems()
                        .add(
                                settings.place(setting)
                                        + " needs a key that tokens are verified by: set "
                                        + choice());
            }
        }
    }

    private List<String> secrets(Settings settings, Consumer<String> check) {
        List<String> secrets = new ArrayList<>();
        settings.value(hmacSecret)
                .ifPresent(secret -> {
                    try {
                        check.accept(secret);
                        secrets.add(secret);
                    } catch (IllegalArgumentException e) {
                        settings.problems().add(settings.place(hmacSecret) + ": " + e.getMessage());
                    }
                });
        for (Path file : settings.value(hmacSecretFiles).orElse(List.of())) {
            KeyFile.text(settings, hmacSecretFiles, file)
                    .map(KeyFile::line)
                    .ifPresent(it -> add(secrets, it, settings, hmacSecretFiles, file, check));
        }
        return secrets;
    }

    private static void add(
            List<String> keys,
            String key,
            Settings settings,
            Setting<?> setting,
            Path file,
            Consumer<String> check) {
        try {
            check.accept(key);
            keys.add(key);
        } catch (IllegalArgumentException e) {
            String sentence = settings.place(setting) + ": " + file + ": " + e.getMessage();
            settings.problems().add(UserError.runtime(sentence));
        }
    }

    private Optional<URI> jwks(Settings settings) {
        Optional<URI> url = settings.value(jwksUrl);
        boolean plainHttp = settings.value(jwksPlainHttp).orElse(false);
        if (url.isEmpty()) {
            if (plainHttp && settings.top().given(jwksUrl).isEmpty()) {
                settings.problems().add(settings.place(jwksPlainHttp) + " is for " + jwksUrl.key());
            }
            return url;
        }
        try {
            TokenKeys.fetching(url.get(), plainHttp).close();
        } catch (IllegalArgumentException e) {
            settings.problems().add(settings.place(jwksUrl) + ": " + e.getMessage());
            return Optional.empty();
        }
        return url;
    }
}
