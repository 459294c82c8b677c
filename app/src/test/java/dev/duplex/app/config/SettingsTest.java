package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.SockJsOptions;
import dev.duplex.TransportKind;
import dev.duplex.api.ApiOptions;
import dev.duplex.app.services.ClientScript;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.memory.MemoryLimits;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Settings settings = new Settings();

    @Test
    void aNodeIsCalledAsIsSaidOrByItsMachineAndPort() throws Exception {
        settings.environment(Map.of("DUPLEX_PORT", "9000"));
        assertThat(ServeOptions.of(settings).node()).matches("\\S+_9000").hasSizeBetween(6, 64);
        Settings chosen = new Settings();
        chosen.environment(Map.of("DUPLEX_PORT", "0"));
        assertThat(ServeOptions.of(chosen).node())
                .endsWith("_process-" + ProcessHandle.current().pid());
        Settings named = new Settings();
        named.environment(Map.of("DUPLEX_NODE_NAME", "shop-2"));
        assertThat(ServeOptions.of(named).node()).isEqualTo("shop-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "a\nb",
                "1234567890123456789012345678901234567890123456789012345678901234-"
            })
    void aNodesNameIsVisible(String name) {
        settings.environment(Map.of("DUPLEX_NODE_NAME", name));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .hasMessageContaining("DUPLEX_NODE_NAME must be 1 to 64 visible characters");
    }

    @Test
    void withoutSettingsHoldsWhatTheServerStartsFrom() throws Exception {
        ServeOptions options = ServeOptions.of(settings);
        assertThat(options.dev()).isFalse();
        assertThat(options.host()).isEmpty();
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.tls()).isEmpty();
        assertThat(options.transport()).isEqualTo(TransportKind.AUTO);
        assertThat(options.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(options.origins()).isSameAs(Origins.same());
        assertThat(options.testServices()).isFalse();
        assertThat(options.webSocket()).isTrue();
        assertThat(options.sockJs())
                .isEqualTo(SockJsOptions.builder().clientUrl("/js/sockjs.min.js").build());
        assertThat(options.channels())
                .isEqualTo(
                        new ServedChannels(
                                Map.of(),
                                false,
                                Optional.empty(),
                                CentrifugeLimits.DEFAULT,
                                HubLimits.DEFAULT,
                                MemoryLimits.DEFAULT,
                                DiskSettings.of(new Settings()),
                                Optional.empty()));
        assertThat(options.api()).isEqualTo(new ServedApi(List.of(), false, ApiLimits.DEFAULT));
        assertThat(options.shutdownDelay()).isZero();
        assertThat(options.shutdownWindow()).isZero();
        assertThat(options.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.logFormat()).isEqualTo(ServeSettings.LogFormat.TEXT);
    }

    /// The settings of a record of limits.
    record Limited(
            String section,
            List<? extends LimitSetting<?, ?>> settings,
            Record standard,
            Function<ServeOptions, Record> read) {
        @Override
        public String toString() {
            return standard.getClass().getSimpleName();
        }
    }

    static Stream<Limited> limited() {
        return Stream.of(
                new Limited("limits", LimitSettings.SERVER, Limits.DEFAULT, ServeOptions::limits),
                new Limited(
                        "limits", LimitSettings.HUB, HubLimits.DEFAULT, o -> o.channels().hub()),
                new Limited(
                        "memory",
                        LimitSettings.MEMORY,
                        MemoryLimits.DEFAULT,
                        o -> o.channels().memory()));
    }

    @ParameterizedTest
    @MethodSource("limited")
    void everyLimitCanBeSetAndIsNamedAfterItsComponent(Limited limited) {
        List<String> components =
                Arrays.stream(limited.standard().getClass().getRecordComponents())
                        .map(component -> limited.section() + "." + kebab(component.getName()))
                        .toList();
        assertThat(limited.settings())
                .extracting(limit -> limit.setting().key())
                .containsExactlyElementsOf(components);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /// Each default that help shows is a text that can be given, and changes nothing.
    @ParameterizedTest
    @MethodSource("limited")
    void defaultsOfLimitsAreTheServers(Limited limited) throws Exception {
        for (LimitSetting<?, ?> limit : limited.settings()) {
            settings.option(limit.setting(), List.of(limit.setting().standard()));
        }
        assertThat(limited.read().apply(ServeOptions.of(settings))).isEqualTo(limited.standard());
    }

    /// Each limit's value arrives in the component of its name, and in no other.
    @ParameterizedTest
    @MethodSource("limited")
    void eachLimitSetsItsOwnComponent(Limited limited) throws Exception {
        for (LimitSetting<?, ?> limit : limited.settings()) {
            Settings one = new Settings();
            boolean time = limit.setting().type().label().equals("TIME");
            one.option(limit.setting(), List.of(time ? "77s" : "7777"));
            Record limits = limited.read().apply(ServeOptions.of(one));
            for (RecordComponent component : limits.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(limits);
                String key = limited.section() + "." + kebab(component.getName());
                if (key.equals(limit.setting().key())) {
                    assertThat(value).hasToString(time ? "PT1M17S" : "7777");
                } else {
                    assertThat(value).isEqualTo(component.getAccessor().invoke(limited.standard()));
                }
            }
        }
    }

    @Test
    void defaultsOfTheCentrifugeProtocolAreTheLibrarys() throws Exception {
        for (Setting<?> setting : CentrifugeLimits.ALL) {
            settings.option(setting, List.of(setting.standard()));
        }
        assertThat(ServeOptions.of(settings).channels().centrifuge())
                .isEqualTo(CentrifugeLimits.DEFAULT);
    }

    @Test
    void eachSettingOfTheCentrifugeProtocolSetsItsOwnLimit() throws Exception {
        settings.environment(
                Map.of(
                        "DUPLEX_CENTRIFUGE_CHANNELS", "1",
                        "DUPLEX_CENTRIFUGE_COMMANDS_UNDER_WAY", "2",
                        "DUPLEX_CENTRIFUGE_TOKENS_UNDER_WAY", "8",
                        "DUPLEX_CENTRIFUGE_CONNECT_TIMEOUT", "3s",
                        "DUPLEX_CENTRIFUGE_PING_INTERVAL", "5s",
                        "DUPLEX_CENTRIFUGE_PONG_TIMEOUT", "4s",
                        "DUPLEX_CENTRIFUGE_DELTA_BYTES", "6",
                        "DUPLEX_CENTRIFUGE_CONNECTION_GRACE", "7s",
                        "DUPLEX_CENTRIFUGE_SUBSCRIPTION_GRACE", "0"));
        assertThat(ServeOptions.of(settings).channels().centrifuge())
                .isEqualTo(
                        new CentrifugeLimits(
                                1,
                                2,
                                8,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(4),
                                6,
                                Duration.ofSeconds(7),
                                Duration.ZERO));
    }

    @Test
    void defaultsOfTheApiAreTheLibrarys() throws Exception {
        for (Setting<?> setting : ApiLimits.ALL) {
            settings.option(setting, List.of(setting.standard()));
        }
        assertThat(ServeOptions.of(settings).api().limits()).isEqualTo(ApiLimits.DEFAULT);
    }

    @Test
    void eachSettingOfTheApiSetsItsOwnLimit() throws Exception {
        settings.environment(
                Map.of(
                        "DUPLEX_API_BODY_BYTES", "1",
                        "DUPLEX_API_ANSWER_BYTES", "2",
                        "DUPLEX_API_BATCH_COMMANDS", "3",
                        "DUPLEX_API_BROADCAST_CHANNELS", "4",
                        "DUPLEX_API_REQUESTS_UNDER_WAY", "5",
                        "DUPLEX_API_ANSWER_TIMEOUT", "6s"));
        ApiLimits limits = new ApiLimits(1, 2, 3, 4, 5, Duration.ofSeconds(6));
        assertThat(ServeOptions.of(settings).api().limits()).isEqualTo(limits);
        ApiOptions options = limits.options().build();
        assertThat(
                        new ApiLimits(
                                options.bodyBytes(),
                                options.answerBytes(),
                                options.batchCommands(),
                                options.broadcastChannels(),
                                options.requestsUnderWay(),
                                options.answerTimeout()))
                .isEqualTo(limits);
    }

    @ParameterizedTest
    @CsvSource({
        "DUPLEX_CENTRIFUGE_PONG_TIMEOUT,25s",
        "DUPLEX_CENTRIFUGE_PONG_TIMEOUT,999ms",
        "DUPLEX_CENTRIFUGE_PING_INTERVAL,8s"
    })
    void aPongComesBeforeTheNextPing(String variable, String value) {
        settings.environment(Map.of(variable, value));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        variable
                                + ": a pong's timeout must be a second or more, and shorter than the"
                                + " interval of pings");
    }

    /// Each default that help shows is a text that can be given, and changes nothing.
    @Test
    void defaultsOfSockJsAreTheServers() throws Exception {
        SockJsOptions before = ServeOptions.of(settings).sockJs();
        for (Setting<?> setting : SockJsSettings.ALL) {
            settings.option(setting, List.of(setting.standard()));
        }
        assertThat(ServeOptions.of(settings).sockJs()).isEqualTo(before);
    }

    @Test
    void eachSettingOfSockJsSetsItsOwnOption() throws Exception {
        settings.environment(
                Map.of(
                        "DUPLEX_SOCKJS_CLIENT_URL", "https://cdn.example/sockjs.js",
                        "DUPLEX_SOCKJS_HEARTBEAT_INTERVAL", "1s",
                        "DUPLEX_SOCKJS_DISCONNECT_DELAY", "2s",
                        "DUPLEX_SOCKJS_RESPONSE_BYTES", "3",
                        "DUPLEX_SOCKJS_REQUEST_BYTES", "4",
                        "DUPLEX_SOCKJS_COOKIES", "true",
                        "DUPLEX_WEBSOCKET", "false"));
        assertThat(ServeOptions.of(settings).sockJs())
                .isEqualTo(
                        SockJsOptions.builder()
                                .clientUrl("https://cdn.example/sockjs.js")
                                .heartbeatInterval(Duration.ofSeconds(1))
                                .disconnectDelay(Duration.ofSeconds(2))
                                .responseBytes(3)
                                .requestBytes(4)
                                .cookies(true)
                                .webSocket(false)
                                .build());
        assertThat(ServeOptions.of(settings).webSocket()).isFalse();
    }

    /// What the program names as its own client is where it serves that.
    @Test
    void theStandardClientIsTheOneThatIsServed() {
        assertThat(SockJsSettings.CLIENT_URL.standard()).isEqualTo(ClientScript.PATH);
    }

    @Test
    void namesAreUniqueOnEveryLevel() {
        assertThat(ServeSettings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(ServeSettings.ALL)
                .flatExtracting(setting -> setting.option().stream().toList())
                .doesNotHaveDuplicates();
        assertThat(ServeSettings.ALL).extracting(s -> s.variable()).doesNotHaveDuplicates();
    }

    @Test
    void optionsWinOverTheEnvironmentAndThatOverTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("duplex.yaml");
        Files.writeString(file, "port: 1\nevent-loops: 1\nshutdown-timeout: 1s\n");
        YamlFile.read(file, settings);
        settings.environment(Map.of("DUPLEX_PORT", "2", "DUPLEX_EVENT_LOOPS", "2"));
        settings.option(ServeSettings.PORT, List.of("3"));
        ServeOptions options = ServeOptions.of(settings);
        assertThat(options.port()).isEqualTo(3);
        assertThat(options.eventLoops()).isEqualTo(2);
        assertThat(options.shutdownTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theEnvironmentReachesSectionsAndLists() throws Exception {
        settings.environment(
                Map.of(
                        "DUPLEX_LIMITS_MESSAGE_BYTES", "2MiB",
                        "DUPLEX_ALLOWED_ORIGINS", "https://a.example, https://b.example:444",
                        "DUPLEX_UNRELATED", "x"));
        ServeOptions options = ServeOptions.of(settings);
        assertThat(options.limits().messageBytes()).isEqualTo(2 << 20);
        assertThat(allows(options, "https://a.example")).isTrue();
        assertThat(allows(options, "https://b.example:444")).isTrue();
        assertThat(allows(options, "https://c.example")).isFalse();
    }

    @Test
    void aStarAllowsEveryOrigin() throws Exception {
        settings.option(ServeSettings.ALLOWED_ORIGINS, List.of("*"));
        assertThat(allows(ServeOptions.of(settings), "https://c.example")).isTrue();
    }

    private static boolean allows(ServeOptions options, String origin) {
        return options.origins().allows(Optional.of(origin), "localhost", false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    port                       | abc    | --port must be a whole number from 0 to 65535, not "abc"
                    port                       | 65536  | --port must be a whole number from 0 to 65535, not "65536"
                    port                       | -1     | --port must be a whole number from 0 to 65535, not "-1"
                    event-loops                | 0      | --event-loops must be a whole number from 1 to 1024, not "0"
                    dev                        | yes    | --dev must be true or false, not "yes"
                    transport                  | kqueue | --transport must be one of auto, epoll, nio, io_uring, not "kqueue"
                    shutdown-timeout           | 10     | --shutdown-timeout must be a time such as 500ms, 25s, 2m, 1h or 7d, or 0, not "10"
                    limits.message-bytes       | 1MB    | --limits-message-bytes must be a size such as 65536, 64KiB or 1MiB, of at least 1 and below 2GiB, not "1MB"
                    limits.message-bytes       | 2GiB   | --limits-message-bytes must be a size such as 65536, 64KiB or 1MiB, of at least 1 and below 2GiB, not "2GiB"
                    limits.message-bytes       | 0      | --limits-message-bytes must be a size such as 65536, 64KiB or 1MiB, of at least 1 and below 2GiB, not "0"
                    limits.bytes-per-second    | 99999999999999999GiB | --limits-bytes-per-second must be a size such as 65536, 64KiB or 1MiB, of at least 0, not "99999999999999999GiB"
                    limits.fragments           | 0      | --limits-fragments must be a whole number of 1 or more, not "0"
                    allowed-origins            | example.org | --allow-origin must be origins such as https://example.org, or *, not "example.org"
                    allowed-origins            | https://example.org/x | --allow-origin must be origins such as https://example.org, or *, not "https://example.org/x"
                    sockjs.client-url          | sockjs.js | --sockjs-client-url must be an http or https URL, or a path that begins with /, not "sockjs.js"
                    sockjs.client-url          | ftp://a/b | --sockjs-client-url must be an http or https URL, or a path that begins with /, not "ftp://a/b"
                    sockjs.client-url          | /"><b> | --sockjs-client-url must be an http or https URL, or a path that begins with /, not "/"><b>"
                    sockjs.heartbeat-interval  | 0      | --sockjs-heartbeat-interval must be a time such as 500ms, 25s, 2m, 1h or 7d, not "0"
                    sockjs.response-bytes      | 0      | --sockjs-response-bytes must be a size such as 65536, 64KiB or 1MiB, of at least 1 and below 2GiB, not "0"
                    log-level                  | INFO   | --log-level must be one of error, warn, info, debug, not "INFO"
                    """)
    void saysWhatAValueMustBe(String key, String text, String message) {
        settings.option(setting(key), List.of(text));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    /// So long that nanoseconds of it are no number: somebody means "never" by it.
    @Test
    void aTimeOfAgesIsAHundredYears() throws UserError {
        List<Setting<?>> times =
                ServeSettings.ALL.stream()
                        .filter(it -> it.type().label().equals("TIME"))
                        // What has a range of its own, and refuses what is beyond.
                        .filter(it -> !it.key().contains("clock-skew"))
                        .filter(it -> !it.key().equals("centrifuge.pong-timeout"))
                        .toList();
        assertThat(times).hasSizeGreaterThan(20);
        for (Setting<?> time : times) {
            Settings one = new Settings();
            one.environment(Map.of(time.variable(), "999999999d", "DUPLEX_DISK_SYNC", "interval"));
            assertThat(ServeOptions.of(one)).isNotNull();
            assertThat((Object) one.value(time).orElseThrow()).isEqualTo(Duration.ofDays(36_500));
        }
    }

    private static Setting<?> setting(String key) {
        return ServeSettings.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesTheVariableThatIsWrong() {
        settings.environment(Map.of("DUPLEX_PORT", "10.0.0.1:80"));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .hasMessage(
                        "DUPLEX_PORT must be a whole number from 0 to 65535, not"
                                + " \"10.0.0.1:80\"");
    }

    /// Kubernetes tells every container where a service called duplex is, that of the service itself among them.
    @ParameterizedTest
    @ValueSource(strings = {"tcp://10.0.0.1:80", "tcp://[fd00::1]:8080", "udp://10.0.0.1:80"})
    void whereAServiceOfKubernetesIsIsNoPortToListenOn(String address) throws UserError {
        settings.option(ServeSettings.HOST, List.of("127.0.0.1"));
        settings.environment(Map.of("DUPLEX_PORT", address));
        assertThat(ServeOptions.of(settings).port()).isEqualTo(8080);
        assertThat(settings.given()).containsExactly("--host = 127.0.0.1");
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        settings.environment(Map.of("DUPLEX_PORT", "x", "DUPLEX_SOCKJS_COOKIES", "maybe"));
        settings.option(ServeSettings.TLS_CERT, List.of("/nonexistent/c"));
        settings.option(ServeSettings.DEV, List.of("perhaps"));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.exitCode()).isEqualTo(UserError.USAGE);
                            assertThat(error.sentences())
                                    .containsExactly(
                                            "--dev must be true or false, not \"perhaps\"",
                                            "DUPLEX_PORT must be a whole number from 0 to 65535, not"
                                                    + " \"x\"",
                                            "--tls-cert needs its key: give --tls-key too",
                                            "DUPLEX_SOCKJS_COOKIES must be true or false, not"
                                                    + " \"maybe\"");
                        });
    }

    @Test
    void developmentListensOnLoopbackOnly() throws Exception {
        settings.option(ServeSettings.DEV, List.of("true"));
        assertThat(ServeOptions.of(settings).host()).isEqualTo("127.0.0.1");
        settings.option(ServeSettings.HOST, List.of("::1"));
        assertThat(ServeOptions.of(settings).host()).isEqualTo("0:0:0:0:0:0:0:1");
        settings.option(ServeSettings.HOST, List.of("127.0.0.2"));
        assertThat(ServeOptions.of(settings).host()).isEqualTo("127.0.0.2");
        settings.option(ServeSettings.HOST, List.of("0.0.0.0"));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--host: 0.0.0.0 is not a loopback address, and development mode listens on"
                                + " loopback only; leave the host out, or leave out --dev");
    }

    @Test
    void developmentAnswersToLoopbackAndWhatIsAllowed() throws Exception {
        Optional<String> foreign = Optional.of("box.example:8080");
        assertThat(ServeOptions.of(settings).hosts().allows(foreign)).isTrue();
        settings.option(ServeSettings.DEV, List.of("true"));
        assertThat(ServeOptions.of(settings).hosts().allows(foreign)).isFalse();
        settings.option(ServeSettings.ALLOWED_HOSTS, List.of("box.example"));
        assertThat(ServeOptions.of(settings).hosts().allows(foreign)).isTrue();
        assertThat(ServeOptions.of(settings).hosts().allows(Optional.of("a.example"))).isFalse();
        settings.option(ServeSettings.ALLOWED_HOSTS, List.of("*"));
        assertThat(ServeOptions.of(settings).hosts().allowsAny()).isTrue();
        settings.option(ServeSettings.ALLOWED_HOSTS, List.of("box.example:80"));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--allow-host must be names or addresses of hosts");
    }

    @Test
    void nobodyIsBelievedUnlessItIsSaid() throws Exception {
        InetAddress proxy = InetAddress.ofLiteral("10.0.0.7");
        assertThat(ServeOptions.of(settings).proxies().isEmpty()).isTrue();
        settings.option(ServeSettings.TRUSTED_PROXIES, List.of("10.0.0.0/24", "::1"));
        assertThat(ServeOptions.of(settings).proxies().trusts(proxy)).isTrue();
        assertThat(ServeOptions.of(settings).proxies().header()).isEqualTo("X-Forwarded-For");
        settings.option(ServeSettings.CLIENT_ADDRESS_FIELD, List.of("forwarded"));
        assertThat(ServeOptions.of(settings).proxies().header()).isEqualTo("Forwarded");
        settings.option(ServeSettings.TRUSTED_PROXIES, List.of("proxy.example"));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--trust-proxy must be addresses, or ranges");
    }

    @Test
    void aCertificateNeedsItsKeyAndTheOtherWayRound(@TempDir Path folder) throws Exception {
        Path there = Files.writeString(folder.resolve("cert.pem"), "");
        Settings certOnly = new Settings();
        certOnly.option(ServeSettings.TLS_CERT, List.of(there.toString()));
        assertThatThrownBy(() -> ServeOptions.of(certOnly))
                .hasMessage("--tls-cert needs its key: give --tls-key too");
        Path missing = folder.resolve("key.pem");
        settings.option(ServeSettings.TLS_CERT, List.of(there.toString()));
        settings.option(ServeSettings.TLS_KEY, List.of(missing.toString()));
        assertThatThrownBy(() -> ServeOptions.of(settings))
                .hasMessage("--tls-key: there is no file " + missing);
        Settings keyOnly = new Settings();
        keyOnly.option(ServeSettings.TLS_KEY, List.of(missing.toString()));
        assertThatThrownBy(() -> ServeOptions.of(keyOnly))
                .hasMessage("--tls-key needs a certificate: give --tls-cert too");
    }

    /// What help shows of a time is a text that can be given.
    @ParameterizedTest
    @ValueSource(strings = {"0", "5ms", "1500ms", "90s", "60s", "5m", "90m", "36h", "30d"})
    void timesAreWrittenAsTheyAreRead(String text) {
        Duration time = ValueType.time().reader().apply(List.of(text)).orElseThrow();
        assertThat(ValueType.written(time)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "7B,7", "3KiB,3072", "2MiB,2097152", "1GiB,1073741824"})
    void sizesHaveBinaryUnits(String text, long bytes) {
        assertThat(ValueType.longSize(0).reader().apply(List.of(text))).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "5ms,PT0.005S", "25s,PT25S", "2m,PT2M", "1h,PT1H", "7d,PT168H"})
    void timesHaveUnits(String text, Duration time) {
        assertThat(ValueType.time().reader().apply(List.of(text))).contains(time);
    }
}
