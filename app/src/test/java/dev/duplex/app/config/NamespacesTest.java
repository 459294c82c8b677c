package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.access.Rules;
import dev.duplex.access.Who;
import dev.duplex.app.Documents;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Delta;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.engine.StreamOptions;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Namespaces in the file and in the environment.
class NamespacesTest {
    @TempDir Path folder;

    private Map<String, Namespace> namespaces(String yaml, Map<String, String> environment)
            throws Exception {
        Settings settings = new Settings();
        YamlFile.read(Files.writeString(folder.resolve("d.yaml"), yaml), settings);
        settings.environment(environment);
        return ServeOptions.of(settings).channels().namespaces();
    }

    private Map<String, Namespace> file(String yaml) throws Exception {
        return namespaces("anonymous: true\n" + yaml, Map.of());
    }

    private Map<String, Namespace> environment(String... variables) throws Exception {
        return withFile("", variables);
    }

    private Map<String, Namespace> withFile(String yaml, String... variables) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return namespaces("anonymous: true\n" + yaml, environment);
    }

    private static Namespace of(Map<String, Namespace> namespaces, String name) {
        return Objects.requireNonNull(namespaces.get(name), name);
    }

    private static int historySize(Map<String, Namespace> namespaces, String name) {
        return of(namespaces, name).options().stream().historySize();
    }

    @Test
    void aFileSaysEveryKey() throws Exception {
        Map<String, Namespace> namespaces =
                file(
                        """
                        namespaces:
                          prices:
                            history-size: 10
                            history-ttl: 1m
                            position-ttl: 2d
                            recovery: cache
                            presence: true
                            join-leave: true
                            delivery: latest
                            latest-interval: 100ms
                            kinds: [json, binary]
                            delta: fossil
                            tag-filters: true
                            allow:
                              subscribe: anyone
                              publish: nobody
                              history: subscribers
                              presence: users
                        without-namespace:
                          allow:
                            subscribe: token
                        """);
        assertThat(namespaces).containsOnlyKeys("prices", "");
        ChannelOptions prices = of(namespaces, "prices").options();
        assertThat(prices.stream())
                .isEqualTo(new StreamOptions(10, Duration.ofMinutes(1), Duration.ofDays(2)));
        assertThat(prices.recovery()).isEqualTo(Recovery.CACHE);
        assertThat(prices.presence()).isTrue();
        assertThat(prices.joinLeave()).isTrue();
        assertThat(prices.delivery()).isEqualTo(Delivery.LATEST);
        assertThat(prices.latestInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(prices.kinds()).isEqualTo(Set.of(Payload.Kind.JSON, Payload.Kind.BINARY));
        assertThat(prices.delta()).isEqualTo(Set.of(Delta.FOSSIL));
        assertThat(prices.tagFilters()).isTrue();
        assertThat(of(namespaces, "prices").rules())
                .isEqualTo(new Rules(Who.ANYONE, Who.NOBODY, Who.SUBSCRIBERS, Who.USERS));
        assertThat(of(namespaces, "").rules()).isEqualTo(Rules.CLOSED.withSubscribe(Who.TOKEN));
    }

    /// A namespace that says nothing has channels that keep nothing, and in which nobody may do anything.
    @ParameterizedTest
    @ValueSource(strings = {"namespaces:\n  a:\n", "namespaces: {a: {}}\n"})
    void nothingIsOpenUnlessItIsSaid(String yaml) throws Exception {
        Namespace namespace = of(file(yaml), "a");
        assertThat(namespace.rules()).isEqualTo(Rules.CLOSED);
        ChannelOptions options = namespace.options();
        assertThat(options.stream()).isEqualTo(ChannelOptions.TRANSIENT.stream());
        assertThat(options.recovery()).isEqualTo(Recovery.OFF);
        assertThat(options.presence()).isFalse();
        assertThat(options.joinLeave()).isFalse();
        assertThat(options.delivery()).isEqualTo(Delivery.DISCONNECT);
        assertThat(options.kinds()).isEqualTo(ChannelOptions.TRANSIENT.kinds());
    }

    @Test
    void thereAreNoChannelsUnlessTheyAreConfigured() throws Exception {
        assertThat(file("")).isEmpty();
        assertThat(file("namespaces:\n")).isEmpty();
    }

    /// Whatever a channel can have can be configured.
    @Test
    void everyOptionHasAKeyOfItsName() {
        List<String> options =
                Arrays.stream(ChannelOptions.Builder.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == ChannelOptions.Builder.class)
                        .map(Method::getName)
                        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                        .flatMap(name ->
                                name.equals("history")
                                        ? Stream.of("history-size", "history-ttl")
                                        : Stream.of(name))
                        .toList();
        assertThat(NamespaceSettings.ALL)
                .extracting(Setting::key)
                .filteredOn(key -> !key.startsWith("allow."))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    /// Each default that the page shows is a text that can be given, and changes nothing.
    @Test
    void theDefaultsAreTheChannels() throws Exception {
        String[] variables =
                Stream.concat(
                                NamespaceSettings.ALL.stream()
                                        .filter(it -> !it.equals(NamespaceSettings.HISTORY_SIZE))
                                        .map(it ->
                                                "DUPLEX_NAMESPACES_A_"
                                                        + it.words()
                                                        + "="
                                                        + it.standard()),
                                Stream.of("DUPLEX_NAMESPACES_A_HISTORY_SIZE=1"))
                        .toArray(String[]::new);
        Namespace said = of(environment(variables), "a");
        Namespace unsaid = of(environment("DUPLEX_NAMESPACES_A_HISTORY_SIZE=1"), "a");
        assertThat(said).usingRecursiveComparison().isEqualTo(unsaid);
        assertThat(unsaid.options().stream())
                .isEqualTo(
                        ChannelOptions.builder()
                                .history(1, Duration.ofMinutes(5))
                                .build()
                                .stream());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    namespaces:;  chat:;    histroy-size: 1     | d.yaml, line 4: there is no key namespaces.chat.histroy-size; did you mean namespaces.chat.history-size?
                    namespaces:;  chat:;    colour: 1           | d.yaml, line 4: there is no key namespaces.chat.colour; there are history-size, history-ttl, position-ttl, recovery, presence, join-leave, delivery, latest-interval, kinds, delta, tag-filters, allow.subscribe, allow.publish, allow.history, allow.presence
                    namespaces:;  chat:;    publish: anyone     | d.yaml, line 4: there is no key namespaces.chat.publish; did you mean namespaces.chat.allow.publish?
                    namespaces:;  chat:;    allow: anyone       | d.yaml, line 4: namespaces.chat.allow is a section: its keys come below it, indented
                    namespaces:;  chat: true                    | d.yaml, line 3: namespaces.chat is a section: its keys come below it, indented
                    namespaces:;  - name: chat                  | d.yaml, line 3: namespaces is a section: its keys are the names of namespaces, and what is said of each comes below it, indented
                    namespaces:;  chat:;  chat:                 | d.yaml, line 4: namespaces.chat is given twice
                    namespaces:;  '': {}                        | d.yaml, line 3: channels without a namespace have their options in the section without-namespace
                    namespaces:;  'a:b': {}                     | d.yaml, line 3: a namespace's name is letters, digits, _, - and ., not "a:b"
                    namespaces:;  duplex.test: {}               | d.yaml, line 3: names of namespaces that begin with duplex. are reserved
                    namespace:;  chat: {}                       | d.yaml, line 2: there is no key namespace; did you mean namespaces?
                    history-size: 5                             | d.yaml, line 2: there is no key history-size; did you mean namespaces.NAME.history-size?
                    without-namespace: 5                        | d.yaml, line 2: without-namespace is a section: its keys come below it, indented
                    without-namespace:;  history-size: -1       | d.yaml, line 3: without-namespace.history-size must be a whole number of 0 or more, not "-1"
                    namespaces:;  a:;    kinds: [json, xml]     | d.yaml, line 4: namespaces.a.kinds must be one or more of json, text, binary, not "json, xml"
                    namespaces:;  a:;    kinds: []              | d.yaml, line 4: namespaces.a.kinds must be one or more of json, text, binary, not ""
                    namespaces:;  a:;    recovery: on           | d.yaml, line 4: namespaces.a.recovery must be one of off, stream, cache, not "on"
                    namespaces:;  a:;    allow:;      subscribe: subscribers | d.yaml, line 5: namespaces.a.allow.subscribe must be one of nobody, token, named, users, anyone, not "subscribers"
                    namespaces:;  a:;    allow:;      publish: token | d.yaml, line 5: namespaces.a.allow.publish must be one of nobody, subscribers, named, users, anyone, not "token"
                    namespaces:;  a:;    recovery: stream       | d.yaml, line 4: namespaces.a.recovery needs a history: set namespaces.a.history-size above 0
                    namespaces:;  a:;    latest-interval: 1s    | d.yaml, line 4: namespaces.a.latest-interval is for namespaces.a.delivery latest only
                    namespaces:;  a:;    history-size: 1;    position-ttl: 1m | d.yaml, line 5: namespaces.a.position-ttl must not be shorter than namespaces.a.history-ttl, which is 5m
                    namespaces:;  a:;    allow: {history: anyone}  | d.yaml, line 4: namespaces.a.allow.history needs a history: set namespaces.a.history-size above 0
                    namespaces:;  a:;    allow: {presence: anyone} | d.yaml, line 4: namespaces.a.allow.presence needs namespaces.a.presence or namespaces.a.join-leave to be true
                    namespaces:;  a:;    join-leave: true       | d.yaml, line 4: namespaces.a.join-leave needs somebody to be told: set namespaces.a.allow.presence
                    namespaces:;  a:;anonymous: false           | d.yaml, line 4: anonymous is given twice
                    """)
    void namesKeyAndLine(String yaml, String message) {
        assertThatThrownBy(() -> file(yaml.replace(';', '\n')))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    @Test
    void nobodyIsToldOfChannelsThatNobodyCanReach() {
        assertThatThrownBy(() -> namespaces("namespaces: {a: {}, b: {}}\n", Map.of()))
                .hasMessage(
                        "namespaces.a is configured, but no client may connect: set a key that"
                                + " tokens are verified by (tokens.hmac-secret,"
                                + " tokens.hmac-secret-files, tokens.public-key-files or"
                                + " tokens.jwks-url), or anonymous to true");
    }

    @Test
    void clientsWithTokensNeedNotBeAnonymous() throws Exception {
        assertThat(
                        namespaces(
                                "namespaces: {a: {allow: {subscribe: users}}}\n",
                                Map.of(
                                        "DUPLEX_TOKENS_HMAC_SECRET",
                                        "0123456789abcdef0123456789abcdef")))
                .containsOnlyKeys("a");
    }

    /// A history that is longer than a position is remembered by default makes that longer too.
    @Test
    void aLongHistoryNeedsNoPositionTime() throws Exception {
        Namespace namespace =
                of(file("namespaces:\n  a:\n    history-size: 1\n    history-ttl: 90d\n"), "a");
        assertThat(namespace.options().stream().positionTtl()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void inDevelopmentChatIsOpenUnlessItIsConfigured() throws Exception {
        Namespace open = of(namespaces("dev: true\n", Map.of()), "chat");
        assertThat(open.rules()).isEqualTo(Rules.OPEN);
        assertThat(open.options().recovery()).isEqualTo(Recovery.STREAM);
        assertThat(namespaces("dev: true\nnamespaces: {a: {}}\n", Map.of()))
                .containsOnlyKeys(
                        "a",
                        "chat",
                        "chat.typing",
                        "direct",
                        "direct.typing",
                        "inbox",
                        "wall",
                        "notes",
                        "notes.state",
                        "ticker",
                        "door");
        Map<String, Namespace> configured =
                namespaces("dev: true\nnamespaces: {chat: {}}\n", Map.of());
        assertThat(of(configured, "chat").rules()).isEqualTo(Rules.CLOSED);
    }

    @Test
    void inDevelopmentConversationsOfTwoAreForThem() throws Exception {
        Map<String, Namespace> namespaces = namespaces("dev: true\n", Map.of());
        assertThat(of(namespaces, "direct").rules())
                .isEqualTo(new Rules(Who.NAMED, Who.NAMED, Who.NAMED, Who.NAMED));
        assertThat(of(namespaces, "inbox").rules())
                .isEqualTo(new Rules(Who.NAMED, Who.USERS, Who.NAMED, Who.NOBODY));
        assertThat(of(namespaces, "chat.typing").options().keepsHistory()).isFalse();
        assertThat(of(namespaces, "direct.typing").options().keepsHistory()).isFalse();
    }

    @Test
    void inDevelopmentNobodyPublishesNotificationsButTheServer() throws Exception {
        Map<String, Namespace> namespaces = namespaces("dev: true\n", Map.of());
        assertThat(of(namespaces, "wall").rules())
                .isEqualTo(new Rules(Who.ANYONE, Who.NOBODY, Who.ANYONE, Who.ANYONE));
        assertThat(of(namespaces, "notes").rules())
                .isEqualTo(new Rules(Who.NAMED, Who.NOBODY, Who.NAMED, Who.NOBODY));
        assertThat(of(namespaces, "notes.state").rules())
                .isEqualTo(new Rules(Who.NAMED, Who.NAMED, Who.NAMED, Who.NOBODY));
        assertThat(historySize(namespaces, "notes.state")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "notifications", "ticker"})
    void theGuidesOfTheDemosConfigureWhatTheDevelopmentModeHas(String demo) throws Exception {
        String guide = Files.readString(Documents.root().resolve("docs/guide/" + demo + ".md"));
        String yaml = guide.split("```yaml\n", 2)[1].split("```", 2)[0];
        assertThat(namespaces(yaml + "anonymous: true\n", Map.of()))
                .usingRecursiveComparison()
                .isEqualTo(
                        switch (demo) {
                            case "chat" -> DevelopmentNamespaces.CHAT;
                            case "notifications" -> DevelopmentNamespaces.NOTIFICATIONS;
                            default -> DevelopmentNamespaces.TICKER;
                        });
    }

    @Test
    void variablesMakeNamespacesAndChangeThose() throws Exception {
        Map<String, Namespace> namespaces =
                withFile(
                        "namespaces:\n  chat:\n    history-size: 1\n    recovery: stream\n",
                        "DUPLEX_NAMESPACES_CHAT_HISTORY_SIZE=100",
                        "DUPLEX_NAMESPACES_USER_NEWS_HISTORY_SIZE=5",
                        "DUPLEX_NAMESPACES_USER_NEWS_ALLOW_SUBSCRIBE=named",
                        "DUPLEX_NAMESPACES_USER_NEWS_KINDS=json, text",
                        "DUPLEX_WITHOUT_NAMESPACE_HISTORY_SIZE=7");
        assertThat(namespaces).containsOnlyKeys("chat", "user_news", "");
        assertThat(historySize(namespaces, "chat")).isEqualTo(100);
        assertThat(of(namespaces, "chat").options().recovery()).isEqualTo(Recovery.STREAM);
        assertThat(historySize(namespaces, "user_news")).isEqualTo(5);
        assertThat(of(namespaces, "user_news").rules())
                .isEqualTo(Rules.CLOSED.withSubscribe(Who.NAMED));
        assertThat(of(namespaces, "user_news").options().kinds())
                .isEqualTo(Set.of(Payload.Kind.JSON, Payload.Kind.TEXT));
        assertThat(historySize(namespaces, "")).isEqualTo(7);
    }

    /// What variables cannot write, the file can name.
    @ParameterizedTest
    @CsvSource({"user-news,USER_NEWS", "User.News,USER_NEWS", "chat,CHAT", "_a-,_A_"})
    void variablesFindTheNamespaceThatIsNamedInTheFile(String name, String words) throws Exception {
        Map<String, Namespace> namespaces =
                withFile(
                        "namespaces:\n  " + name + ":\n",
                        "DUPLEX_NAMESPACES_" + words + "_HISTORY_SIZE=9");
        assertThat(namespaces).containsOnlyKeys(name);
        assertThat(historySize(namespaces, name)).isEqualTo(9);
    }

    /// `…_ALLOW_PRESENCE` is the rule of `x`, unless there is a namespace `x-allow`, and not `x`.
    @Test
    void aVariableWithTwoReadingsMeansWhatThereIs() throws Exception {
        String variable = "DUPLEX_NAMESPACES_X_ALLOW_PRESENCE=";
        assertThat(
                        of(
                                        environment(
                                                variable + "anyone",
                                                "DUPLEX_NAMESPACES_X_PRESENCE=true"),
                                        "x")
                                .rules()
                                .presence())
                .isEqualTo(Who.ANYONE);
        Map<String, Namespace> other = withFile("namespaces: {x-allow: {}}\n", variable + "true");
        assertThat(other).containsOnlyKeys("x-allow");
        assertThat(of(other, "x-allow").options().presence()).isTrue();
        assertThatThrownBy(() -> withFile("namespaces: {x-allow: {}, x: {}}\n", variable + "true"))
                .hasMessage(
                        "DUPLEX_NAMESPACES_X_ALLOW_PRESENCE may be namespaces.x.allow.presence or"
                                + " namespaces.x-allow.presence: set it in the file, or in"
                                + " DUPLEX_NAMESPACES");
    }

    @Test
    void aVariableForTwoNamespacesIsRefused() {
        assertThatThrownBy(() ->
                        withFile(
                                "namespaces: {a-b: {}, a_b: {}}\n",
                                "DUPLEX_NAMESPACES_A_B_PRESENCE=true"))
                .hasMessage(
                        "DUPLEX_NAMESPACES_A_B_PRESENCE may be namespaces.a-b.presence or"
                                + " namespaces.a_b.presence: set it in the file, or in"
                                + " DUPLEX_NAMESPACES");
    }

    @Test
    void oneVariableTakesThePlaceOfTheFilesSection() throws Exception {
        Map<String, Namespace> namespaces =
                withFile(
                        "namespaces: {old: {}}\nwithout-namespace: {presence: true}\n",
                        "DUPLEX_NAMESPACES={\"user-news\": {\"history-size\": 3}}",
                        "DUPLEX_WITHOUT_NAMESPACE={history-size: 4}",
                        "DUPLEX_NAMESPACES_USER_NEWS_HISTORY_TTL=1h");
        assertThat(namespaces).containsOnlyKeys("user-news", "");
        assertThat(of(namespaces, "user-news").options().stream().historyTtl())
                .isEqualTo(Duration.ofHours(1));
        assertThat(historySize(namespaces, "user-news")).isEqualTo(3);
        assertThat(historySize(namespaces, "")).isEqualTo(4);
        assertThat(of(namespaces, "").options().presence()).isFalse();
        assertThat(withFile("namespaces: {a: {}}\n", "DUPLEX_NAMESPACES={}")).isEmpty();
        assertThat(withFile("namespaces: {a: {}}\n", "DUPLEX_NAMESPACES=")).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DUPLEX_NAMESPACES_CHAT_HISTRY_SIZE=1 | DUPLEX_NAMESPACES_CHAT_HISTRY_SIZE is no option of a namespace; did you mean DUPLEX_NAMESPACES_CHAT_HISTORY_SIZE?
                    DUPLEX_NAMESPACES_CHAT=1             | DUPLEX_NAMESPACES_CHAT is no option of a namespace; it must end with one of HISTORY_SIZE, HISTORY_TTL, POSITION_TTL, RECOVERY, PRESENCE, JOIN_LEAVE, DELIVERY, LATEST_INTERVAL, KINDS, DELTA, TAG_FILTERS, ALLOW_SUBSCRIBE, ALLOW_PUBLISH, ALLOW_HISTORY, ALLOW_PRESENCE
                    DUPLEX_WITHOUT_NAMESPACE_PRESENSE=1  | DUPLEX_WITHOUT_NAMESPACE_PRESENSE is no option of a namespace; did you mean DUPLEX_WITHOUT_NAMESPACE_PRESENCE?
                    DUPLEX_NAMESPACE={}                  | DUPLEX_NAMESPACE is no setting; did you mean DUPLEX_NAMESPACES?
                    DUPLEX_LIMITS_MESAGE_BYTES=1         | DUPLEX_LIMITS_MESAGE_BYTES is no setting; did you mean DUPLEX_LIMITS_MESSAGE_BYTES?
                    DUPLEX_PROT=1                        | DUPLEX_PROT is no setting; did you mean DUPLEX_PORT?
                    DUPLEX_NAMESPACES_A_HISTORY_SIZE=x   | DUPLEX_NAMESPACES_A_HISTORY_SIZE must be a whole number of 0 or more, not "x"
                    DUPLEX_NAMESPACES_A_RECOVERY=cache   | DUPLEX_NAMESPACES_A_RECOVERY needs a history: set namespaces.a.history-size above 0
                    DUPLEX_NAMESPACES={a: {x: 1}}        | DUPLEX_NAMESPACES, line 1: there is no key namespaces.a.x; there are history-size, history-ttl, position-ttl, recovery, presence, join-leave, delivery, latest-interval, kinds, delta, tag-filters, allow.subscribe, allow.publish, allow.history, allow.presence
                    DUPLEX_NAMESPACES={a: {presence: x}} | DUPLEX_NAMESPACES, line 1: namespaces.a.presence must be true or false, not "x"
                    DUPLEX_NAMESPACES=5                  | DUPLEX_NAMESPACES, line 1: namespaces is a section: its keys are the names of namespaces, and what is said of each comes below it, indented
                    DUPLEX_WITHOUT_NAMESPACE=5           | DUPLEX_WITHOUT_NAMESPACE, line 1: without-namespace is a section: its keys come below it, indented
                    """)
    void namesTheVariable(String variable, String message) {
        assertThatThrownBy(() -> environment(variable))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    @Test
    void saysWhereAVariableIsNoYaml() {
        assertThatThrownBy(() -> environment("DUPLEX_NAMESPACES={a: "))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("DUPLEX_NAMESPACES, line 1: not YAML: ");
    }

    /// Kubernetes tells every container of a service called duplex.
    @Test
    void variablesOfOthersAreNoneOfOurs() throws Exception {
        assertThat(
                        environment(
                                "DUPLEX_SERVICE_HOST=10.0.0.1",
                                "DUPLEX_SERVICE_PORT=8080",
                                "DUPLEX_PORT_8080_TCP_ADDR=10.0.0.1",
                                "DUPLEX_A_PORT=tcp://10.0.0.1:80",
                                "DUPLEX_JAVA_OPTS=-Xmx1g"))
                .isEmpty();
    }
}
