package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The settings of keys: of tokens, and of the HTTP API.
class TokenSettingsTest {
    private static final String SECRET = "topsecrettopsecrettopsecrettopsecret";
    private static final String OTHER = "another-topsecrettopsecrettopsecret";

    @TempDir Path folder;

    private String pem = "";

    @BeforeEach
    void files() throws Exception {
        byte[] key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
        pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n";
        write("public.pem", pem);
        write("secret", SECRET + "\n");
        write("other", OTHER + "\r\n");
        write("short", "topsecret\n");
        write("empty", "\n");
        write("keys", "topsecrettopsecret1\n\n  topsecrettopsecret2  \n");
        write("short-key", "topsecrettopsecret1\ntopsecrettopsec\n");
        write("spaced", "topsecret 1\n");
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xFF});
        Files.write(folder.resolve("long"), new byte[KeyFile.MOST_BYTES + 1]);
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private ServeOptions options(String yaml, Map<String, String> environment) throws Exception {
        Settings settings = new Settings();
        String lines = yaml.replace(';', '\n').replace("DIR", folder.toString());
        YamlFile.read(Files.writeString(folder.resolve("d.yaml"), lines), settings);
        settings.environment(environment);
        return ServeOptions.of(settings);
    }

    private ServedTokens tokens(String yaml) throws Exception {
        return options(yaml, Map.of()).channels().tokens().orElseThrow();
    }

    @Test
    void everyKeyIsRead() throws Exception {
        TokenKeys keys =
                tokens(
                                """
                                tokens:
                                  hmac-secret: "%s"
                                  hmac-secret-files: [DIR/secret, DIR/other]
                                  public-key-files: DIR/public.pem
                                  jwks-url: http://login.example/jwks
                                  jwks-plain-http: true
                                  issuer: us
                                  audience: app
                                  clock-skew: 5s
                                  unlimited: true
                                """
                                        .formatted(" " + SECRET + " "))
                        .connections();
        assertThat(keys)
                .isEqualTo(
                        new TokenKeys(
                                List.of(" " + SECRET + " ", SECRET, OTHER),
                                List.of(pem),
                                keys.jwks(),
                                true,
                                java.util.Optional.of("us"),
                                java.util.Optional.of("app"),
                                Duration.ofSeconds(5),
                                true));
        assertThat(keys.jwks()).contains(URI.create("http://login.example/jwks"));
    }

    /// What is said of tokens in general does not hold for subscription tokens that have keys of their own.
    @Test
    void subscriptionTokensHaveKeysOfTheirOwn() throws Exception {
        ServedTokens tokens =
                tokens(
                        "tokens:;  hmac-secret-files: DIR/secret;  issuer: us;"
                                + "  subscription:;    hmac-secret-files: DIR/other");
        assertThat(tokens.connections().secrets()).containsExactly(SECRET);
        assertThat(tokens.ofSubscriptions().secrets()).containsExactly(OTHER);
        assertThat(tokens.ofSubscriptions().issuer()).isEmpty();
        assertThat(tokens.ofSubscriptions().clockSkew()).isEqualTo(Duration.ofSeconds(30));
        ServedTokens same = tokens("tokens: {hmac-secret-files: DIR/secret}");
        assertThat(same.ofSubscriptions()).isEqualTo(same.connections());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hmac-secret: topsecret                   | 2 | d.yaml, line 2: tokens.hmac-secret: the secret has 9 bytes, and must have 32 or more (openssl rand -hex 32)
                    hmac-secret: ""                          | 2 | d.yaml, line 2: tokens.hmac-secret must be a secret of 32 bytes or more (openssl rand -hex 32)
                    hmac-secret-files: [DIR/secret, DIR/short] | 1 | d.yaml, line 2: tokens.hmac-secret-files: DIR/short: the secret has 9 bytes, and must have 32 or more (openssl rand -hex 32)
                    hmac-secret-files: DIR/none              | 1 | d.yaml, line 2: tokens.hmac-secret-files: there is no file DIR/none
                    hmac-secret-files: DIR/bytes             | 1 | d.yaml, line 2: tokens.hmac-secret-files: DIR/bytes is not UTF-8 text
                    hmac-secret-files: DIR/long              | 1 | d.yaml, line 2: tokens.hmac-secret-files: DIR/long is too long for keys
                    hmac-secret-files: DIR/public.pem        | 1 | d.yaml, line 2: tokens.hmac-secret-files: DIR/public.pem: the secret is a key in PEM; a public key is known to everybody, and no secret
                    hmac-secret-files: []                    | 2 | tokens has lists without any key: set tokens.hmac-secret, tokens.hmac-secret-files, tokens.public-key-files or tokens.jwks-url
                    public-key-files: DIR/secret             | 1 | d.yaml, line 2: tokens.public-key-files: DIR/secret: this is no key in PEM: there is no whole block
                    jwks-url: http://login.example/jwks      | 2 | d.yaml, line 2: tokens.jwks-url: keys must be fetched by https, or whoever is on the way can give others: http://login.example/jwks
                    jwks-url: login.example                  | 2 | d.yaml, line 2: tokens.jwks-url must be a URL such as https://login.example/jwks, not "login.example"
                    jwks-url: https://login.example:70000/   | 2 | d.yaml, line 2: tokens.jwks-url must be a URL such as https://login.example/jwks, not "https://login.example:70000/"
                    jwks-url: https://ann:pw@login.example/  | 2 | d.yaml, line 2: tokens.jwks-url: the URL of keys is shown to people, and has no user or password in it
                    issuer: us                               | 2 | d.yaml, line 2: tokens.issuer needs a key that tokens are verified by: set tokens.hmac-secret, tokens.hmac-secret-files, tokens.public-key-files or tokens.jwks-url
                    hmac-secret-files: DIR/secret;  clock-skew: 11m | 2 | d.yaml, line 3: tokens.clock-skew: the clock skew must be from zero to 10 minutes
                    hmac-secret-files: DIR/secret;  jwks-plain-http: true | 2 | d.yaml, line 3: tokens.jwks-plain-http is for tokens.jwks-url
                    subscription: {hmac-secret-files: DIR/secret} | 2 | tokens.subscription has keys, but clients need others to connect with: set tokens.hmac-secret, tokens.hmac-secret-files, tokens.public-key-files or tokens.jwks-url
                    hmac-secrt: topsecret                    | 2 | d.yaml, line 2: there is no key tokens.hmac-secrt; did you mean tokens.hmac-secret?
                    hmac-secret: [topsecret]                 | 2 | d.yaml, line 2: tokens.hmac-secret must be a secret of 32 bytes or more (openssl rand -hex 32), not a list
                    """)
    void namesKeyAndLineButNoSecret(String yaml, int exitCode, String message) {
        String inFolder = message.replace("DIR", folder.toString());
        assertThatThrownBy(() -> options("tokens:;  " + yaml, Map.of()))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.getMessage()).isEqualTo(inFolder);
                            assertThat(error.exitCode()).isEqualTo(exitCode);
                        });
    }

    @Test
    void apiKeysAreOfTheListAndTheFile() throws Exception {
        ServeOptions options =
                options(
                        "api: {keys-file: DIR/keys}",
                        Map.of("DUPLEX_API_KEYS", "aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbb"));
        assertThat(options.api())
                .isEqualTo(
                        new ServedApi(
                                List.of(
                                        "aaaaaaaaaaaaaaaa",
                                        "bbbbbbbbbbbbbbbb",
                                        "topsecrettopsecret1",
                                        "topsecrettopsecret2"),
                                false,
                                ApiLimits.DEFAULT));
        assertThat(options("api:;  keys: oneoneoneoneoneo", Map.of()).api().keys())
                .containsExactly("oneoneoneoneoneo");
    }

    @Test
    void developmentMakesAnotherApiKeyAtEachStart() throws Exception {
        ServedApi one = options("dev: true", Map.of()).api();
        ServedApi two = options("dev: true", Map.of()).api();
        assertThat(one.generated()).isTrue();
        assertThat(one.keys()).hasSize(1).first().asString().matches("[0-9a-f]{32}");
        assertThat(two.keys()).isNotEqualTo(one.keys());
        assertThat(options("dev: true;api: {keys: [kkkkkkkkkkkkkkkk]}", Map.of()).api())
                .isEqualTo(new ServedApi(List.of("kkkkkkkkkkkkkkkk"), false, ApiLimits.DEFAULT));
        assertThat(options("dev: false", Map.of()).api().isServed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    keys: [topsecret 1]    | 2 | d.yaml, line 2: api.keys: an API key must not be empty, and has visible ASCII characters only
                    keys-file: DIR/spaced  | 1 | d.yaml, line 2: api.keys-file: DIR/spaced: an API key must not be empty, and has visible ASCII characters only
                    keys: topsecrettopsec  | 2 | d.yaml, line 2: api.keys: an API key has 16 characters or more: openssl rand -hex 16 makes one
                    keys-file: DIR/short-key | 1 | d.yaml, line 2: api.keys-file: DIR/short-key: an API key has 16 characters or more: openssl rand -hex 16 makes one
                    keys-file: DIR/empty   | 1 | d.yaml, line 2: api.keys-file: DIR/empty: there is no key in it
                    keys-file: DIR/none    | 1 | d.yaml, line 2: api.keys-file: there is no file DIR/none
                    """)
    void namesTheApiKeysLineButNoKey(String yaml, int exitCode, String message) {
        String inFolder = message.replace("DIR", folder.toString());
        assertThatThrownBy(() -> options("api:;  " + yaml, Map.of()))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.getMessage()).isEqualTo(inFolder);
                            assertThat(error.exitCode()).isEqualTo(exitCode);
                        });
    }

    /// Options may come into a log.
    @Test
    void optionsShowNoSecrets() throws Exception {
        ServeOptions options =
                options(
                        "tokens:;  hmac-secret: "
                                + SECRET
                                + ";  subscription: {hmac-secret-files: DIR/other}",
                        Map.of("DUPLEX_API_KEYS", "topsecrettopsecret1"));
        assertThat(options.toString())
                .doesNotContain("topsecret")
                .contains("TokenKeys[1 secret]", "ServedApi[1 keys]");
    }

    /// YAML takes what begins with an asterisk for a name.
    @Test
    void whatIsNoYamlIsNotRepeated() {
        assertThatThrownBy(() -> options("tokens:;  hmac-secret: *topsecret", Map.of()))
                .hasMessageStartingWith("d.yaml, line 2: not YAML: ")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("topsecret");
    }
}
