package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.ServeSettings;
import dev.duplex.app.config.Setting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    private static ServeOptions serve(Map<String, String> environment, String... arguments)
            throws Exception {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var parsed = CommandLines.of(out).parseArgs(arguments);
        return ServeOptions.of(CommandLines.settings(parsed.subcommand(), environment));
    }

    @Test
    void helpNamesTheCommands() {
        Run run = Run.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "Usage: duplex",
                        "serve",
                        "check-config",
                        "publish",
                        "drain",
                        "token",
                        "store",
                        "help")
                .contains("Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpOfServeShowsEverySetting() {
        Run run = Run.of("help", "serve");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: duplex serve", "--config", "--[no-]websocket")
                .contains("SockJS:", "Limits:", "Tokens:", "HTTP API:");
        for (Setting<?> setting : ServeSettings.ALL) {
            if (setting.secret()) {
                assertThat(setting.option()).isEmpty();
                assertThat(run.out()).contains(setting.variable());
            } else {
                assertThat(run.out())
                        .contains(setting.option().orElseThrow().substring(2))
                        .contains(setting.standard().split(" ", 2)[0]);
            }
        }
        assertThat(Run.of("serve", "--help").out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "token"})
    void helpOfACommandNamesItsExitCodes(String command) {
        Run run = Run.of("help", command);
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsSubsequence("Exit codes:", "  0   ", "  1   ", "  2   ");
        assertThat(Run.of(command, "--help").out()).isEqualTo(run.out());
    }

    @Test
    void versionIsThatOfTheBuild() {
        Run run = Run.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("duplex \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void anUnknownOptionGetsTheNearest() {
        Run run = Run.of("serve", "--prot", "80");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: there is no option --prot; did you mean --port?",
                        "Try 'duplex serve --help'.");
        assertThat(run.out()).isEmpty();
    }

    /// Somebody may take it for an option.
    @Test
    void aSecretOnTheCommandLineIsNotRepeated() {
        Run run = Run.of("serve", "--tokens-hmac-secret=topsecret");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: there is no option --tokens-hmac-secret; did you mean"
                                + " --tokens-hmac-secret-file?",
                        "Try 'duplex serve --help'.");
    }

    @Test
    void anUnknownCommandAndNoneAreUsageErrors() {
        Run unknown = Run.of("server");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("duplex: \"server\" is not expected here");
        assertThat(Run.of("--verbose").err()).startsWith("duplex: there is no option --verbose");
        Run none = Run.of();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err().lines())
                .containsExactly(
                        "duplex: say what to do: serve, check-config, publish, drain, token, store, verify, or help",
                        "Try 'duplex --help'.");
    }

    @Test
    void aWrongValueIsOneSentence() {
        Run run = Run.of("serve", "--port", "http");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: --port must be a whole number from 0 to 65535, not \"http\"");
    }

    @Test
    void aMissingValueIsAUsageError() {
        Run run = Run.of("serve", "--port");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("duplex: Missing required parameter for option '--port'");
    }

    @Test
    void developmentOnAnotherAddressIsRefused() {
        Run run = Run.of("serve", "--dev", "--host", "0.0.0.0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: --host: 0.0.0.0 is not a loopback address, and development mode"
                                + " listens on loopback only; leave the host out, or leave out"
                                + " --dev");
    }

    @Test
    void aMissingCertificateIsARuntimeError() {
        Run run = Run.of("serve", "--tls-cert", "/nonexistent/c", "--tls-key", "/nonexistent/k");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: --tls-cert: there is no file /nonexistent/c",
                        "duplex: --tls-key: there is no file /nonexistent/k");
    }

    @Test
    void optionsAreUnderstood() throws Exception {
        ServeOptions options =
                serve(
                        Map.of(),
                        "serve",
                        "--port=0",
                        "--test-services",
                        "--no-websocket",
                        "--sockjs-client-url=/x.js",
                        "--allow-origin",
                        "https://a.example",
                        "--allow-origin=https://b.example",
                        "--limits-message-bytes",
                        "2KiB");
        assertThat(options.port()).isZero();
        assertThat(options.testServices()).isTrue();
        assertThat(options.webSocket()).isFalse();
        assertThat(options.sockJs().webSocket()).isFalse();
        assertThat(options.sockJs().clientUrl()).contains("/x.js");
        assertThat(options.limits().messageBytes()).isEqualTo(2048);
        var host = "x";
        assertThat(options.origins().allows(origin("https://a.example"), host, false)).isTrue();
        assertThat(options.origins().allows(origin("https://b.example"), host, false)).isTrue();
        assertThat(options.origins().allows(origin("https://c.example"), host, false)).isFalse();
    }

    private static java.util.Optional<String> origin(String origin) {
        return java.util.Optional.of(origin);
    }

    @Test
    void aFileAndTheEnvironmentAreReadAndOverruled(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("d.yaml"), "dev: true\nport: 1\n");
        var variables = Map.of("DUPLEX_CONFIG", file.toString());
        assertThat(serve(variables, "serve").dev()).isTrue();
        assertThat(serve(variables, "serve", "--no-dev").dev()).isFalse();
        assertThat(serve(variables, "serve", "--port", "2").port()).isEqualTo(2);
        assertThat(serve(Map.of("DUPLEX_PORT", "3"), "serve", "--config", file.toString()).port())
                .isEqualTo(3);
        assertThat(serve(Map.of("DUPLEX_DEV", "true"), "serve", "--dev").dev()).isTrue();
    }

    @Test
    void checkConfigTellsWhatWouldBeServed(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("d.yaml"),
                        """
                        port: 9000
                        anonymous: true
                        namespaces:
                          news:
                            history-size: 10
                            recovery: stream
                            allow:
                              subscribe: anyone
                        """);
        Run run =
                Run.of(
                        Map.of("DUPLEX_NAMESPACES_NEWS_HISTORY_TTL", "90m"),
                        "check-config",
                        "--config",
                        file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "The configuration can be served.",
                        "",
                        "It listens with plain HTTP on all addresses, port 9000.",
                        "Channels are below /connection/ for the SDKs of Centrifuge, and at"
                                + " /channel/{channel} and /events/{channel}; clients may be"
                                + " anonymous:",
                        "  news:",
                        "    has a history of 10 for 1h30m, recovery stream, delivery disconnect,"
                                + " payloads json and text and binary",
                        "    lets anyone subscribe, nobody publish, nobody read history, nobody ask"
                                + " for presence",
                        "They are kept in the directory duplex-data, synced before anything is"
                                + " answered: nothing that was answered is lost.",
                        "",
                        "It sets:",
                        "  d.yaml, line 1: port = 9000",
                        "  d.yaml, line 2: anonymous = true",
                        "  d.yaml, line 5: namespaces.news.history-size = 10",
                        "  DUPLEX_NAMESPACES_NEWS_HISTORY_TTL = 90m",
                        "  d.yaml, line 6: namespaces.news.recovery = stream",
                        "  d.yaml, line 8: namespaces.news.allow.subscribe = anyone");
    }

    @Test
    void checkConfigTellsOfTokensAndTheApiWithoutSecrets(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("d.yaml"),
                        """
                        tokens:
                          hmac-secret: topsecrettopsecrettopsecrettopsecret
                          audience: app
                          subscription:
                            jwks-url: https://login.example/jwks
                        namespaces: {news: {}}
                        """);
        Run run =
                Run.of(
                        Map.of("DUPLEX_API_KEYS", "topsecrettopsecret1,topsecrettopsecret2"),
                        "check-config",
                        "--config",
                        file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .doesNotContain("topsecret")
                .contains(
                        "Tokens are verified by 1 secret, audience app.",
                        "Subscription tokens are verified by the keys at https://login.example/jwks.",
                        "clients may not be anonymous:",
                        "The HTTP API is at /api, opened by 2 keys.",
                        "  d.yaml, line 2: tokens.hmac-secret = (not shown)",
                        "  DUPLEX_API_KEYS = (not shown)");
    }

    @Test
    void checkConfigTellsWhereRulesAreForUsersWhomNobodyCanKnow() {
        Run run =
                Run.of(
                        Map.of(
                                "DUPLEX_ANONYMOUS", "true",
                                "DUPLEX_NAMESPACES_A_ALLOW_SUBSCRIBE", "users"),
                        "check-config");
        assertThat(run.out())
                .contains(
                        "    but no client is a user, or has a token: there is no key that tokens are"
                                + " verified by");
    }

    @Test
    void checkConfigTellsAllThatIsWrong(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("d.yaml"),
                        "prot: 1\ntls:\n  cert: /nonexistent/c\n  key: /nonexistent/k\n");
        Run run =
                Run.of(
                        Map.of("DUPLEX_LOG_LEVEL", "loud"),
                        "check-config",
                        "--config",
                        file.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: d.yaml, line 1: there is no key prot; did you mean port?",
                        "duplex: d.yaml, line 3: tls.cert: there is no file /nonexistent/c",
                        "duplex: d.yaml, line 4: tls.key: there is no file /nonexistent/k",
                        "duplex: DUPLEX_LOG_LEVEL must be one of error, warn, info, debug, not"
                                + " \"loud\"");
        Run missing = Run.of("check-config", "--config", "/nonexistent.yaml");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err().lines())
                .containsExactly("duplex: there is no file /nonexistent.yaml");
    }

    @Test
    void checkConfigFindsThatTheAuthoritiesOfRedisAreNotThere() {
        Run run =
                Run.of(
                        Map.of(
                                "DUPLEX_ENGINE",
                                "redis",
                                "DUPLEX_REDIS_TLS_CA",
                                "/nonexistent/ca.pem"),
                        "check-config");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: DUPLEX_REDIS_TLS_CA: there is no file /nonexistent/ca.pem");
    }

    @Test
    void checkConfigWithoutAnythingSaysSo() {
        Run run = Run.of("check-config");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "There are no channels: no namespace is configured.",
                        "Nothing is set: all is as by default.");
    }
}
