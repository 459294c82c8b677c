package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Who;
import dev.duplex.app.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` is made of the tables of settings. To write it anew:
/// `DUPLEX_WRITE_DOCS=true mvn -pl app -am test`.
class ConfigurationPageTest {
    private static final String HEAD =
            """
            # Configuration

            <!-- Made of the tables in ServeSettings and NamespaceSettings; ConfigurationPageTest says how to write it anew. -->

            `duplex serve` is told what to do by options, by variables of the environment, and by a file that
            `--config` (or `DUPLEX_CONFIG`) names. Options win over the environment, and that over the file.

            The file is YAML. A key that there is not, a key given twice and a value of the wrong type are errors
            that name the line. Keys with a dot are in a section:

            ```yaml
            port: 8443
            tls:
              cert: /etc/duplex/cert.pem
              key: /etc/duplex/key.pem
            allowed-origins:
              - https://example.org
            limits:
              message-bytes: 64KiB
              ping-interval: 25s
            ```

            Sizes are in bytes, or have the unit `KiB`, `MiB` or `GiB`; times have the unit `ms`, `s`, `m`, `h` or
            `d`, and none is longer than 36500d: what is, is as long as that. Lists are separated by commas in the environment, and given one by one as options
            (`--allow-origin A --allow-origin B`). `--no-dev` and the like undo what a file says. Paths are
            relative to the working directory.

            What is secret, @SECRETS@, is no option, because all
            users of a machine see its command lines. It may be in the environment, in the file, or in a file of its own, and is
            never shown: not in errors, not by `check-config`, not in the log. The token for the metrics is in a file only
            (`metrics-token-file`). `--api-key` of `duplex publish`, `drain`, `store backup` and `verify` is an option, and seen:
            these commands take the key from the environment and the file as well.

            `duplex check-config --config FILE` reads the file and the environment as `duplex serve` does. It tells
            all that is wrong with them, each in a sentence with its place, and exits with 2; or tells what would be
            served, and exits with 0.

            A variable of the environment that begins with `DUPLEX_`, and is a letter or two away from the name of one
            that there is, is an error; other variables are none of Duplex's (Kubernetes makes some for a service
            called `duplex`; one of them is `DUPLEX_PORT`, with `tcp://` and an address, which is not heeded).

            Without `--dev` the program listens on all addresses and serves `/health` and `/ready`
            ([operations](operations.md)), and what it is asked for: nothing else. It ends at SIGTERM or Ctrl-C: it takes
            no more connections, closes those that are open, and exits with 0. Other exit codes
            are 1, it could not do what it was asked for, and 2, that makes no sense.

            `DUPLEX_JAVA_OPTS` gives the Java runtime further options, such as `-Xmx1g`.

            """;

    private static final String NAMESPACES =
            """

            ## Namespaces

            Which channels there are, what they have, and who may do what in them. The namespace of a channel is what stands
            before the first `:` of its name. There are only channels of namespaces that are configured, and nobody may do
            anything in them but what is allowed: nothing is open by default.

            ```yaml
            anonymous: true
            tokens:
              hmac-secret-files: /run/secrets/tokens
            namespaces:
              chat:
                history-size: 100
                history-ttl: 10m
                recovery: stream
                presence: true
                allow:
                  subscribe: anyone
                  publish: subscribers
                  presence: subscribers
            without-namespace:
              allow:
                subscribe: users
            ```

            A name has letters, digits, `_`, `-` and `.`; those that begin with `duplex.` are reserved. Channels without a
            namespace, such as `lobby`, have their options in the section `without-namespace`, which has the same keys: it is
            a section of its own, because a name that is empty could be written in no variable, and is easily written by
            mistake. Where any channels are configured, they are served to [clients of the Centrifuge
            protocol](guide/centrifuge.md) below `/connection/`, and [without a protocol](guide/plain.md) at
            `/channel/…` and `/events/…`. For clients to connect there must be a key that
            [tokens](guide/tokens.md) are verified by (`tokens.…`), or `anonymous` must be true; without a key no client is a user,
            or has a token for a channel. In development mode `anonymous` is true, and there are the namespaces of the
            [chat](guide/chat.md#1-channels), the [notifications](guide/notifications.md#1-channels) and the
            [ticker](guide/ticker.md#1-channels), each unless it is configured: `chat`, open to everybody, `chat.typing`, `direct`,
            `direct.typing` and `inbox`; `wall`, `notes` and `notes.state`; `ticker`; and `door`, for what the front page shows of
            them. So a file with its own `chat` replaces the demo's. Without keys for tokens `dev.` and a secret is a user's token there.

            The variable of an option is `DUPLEX_NAMESPACES_`, the namespace, `_` and the key, in capital letters and with
            `_` for all that is no letter or digit: `DUPLEX_NAMESPACES_CHAT_HISTORY_SIZE=100`,
            `DUPLEX_NAMESPACES_CHAT_ALLOW_SUBSCRIBE=anyone`. It is for the namespace that the file names so (`chat`, `Chat`;
            `user-news` and `user_news` for `USER_NEWS`); two that are written alike are an error. If the file names none, there
            is one from now on: in small letters, with `_`. For channels without a namespace the variables are
            `DUPLEX_WITHOUT_NAMESPACE_HISTORY_SIZE` and so on. `DUPLEX_NAMESPACES` and `DUPLEX_WITHOUT_NAMESPACE` take a
            whole section, in JSON or YAML, in place of the file's:
            `DUPLEX_NAMESPACES={"user-news": {"history-size": 100}}`. There are no options of the command line for these.

            | key | value | default | |
            |---|---|---|---|
            """;

    private static final String WHO =
            """

            | who | |
            |---|---|
            | `nobody` | no client; programs on the server still |
            | `token` | who shows a subscription token for the channel |
            | `subscribers` | who is in the channel |
            | `named` | users whose ids the channel's name has after its last `#`: 42 and 43 in `dialog:#42,43` |
            | `users` | any user who is known |
            | `anyone` | any client, anonymous ones too |
            """;

    static String page() {
        StringBuilder page = new StringBuilder(HEAD.replace("@SECRETS@", listed(secrets())));
        page.append("| key | option | variable | value | default | |\n|---|---|---|---|---|---|\n");
        for (Setting<?> setting : ServeSettings.ALL) {
            row(
                    page,
                    code(setting.key()),
                    setting.option().map(ConfigurationPageTest::code).orElse(""),
                    code(setting.variable()),
                    setting.type().expects(),
                    setting.standard(),
                    setting.description());
        }
        page.append(NAMESPACES);
        for (Setting<?> setting : NamespaceSettings.ALL) {
            row(
                    page,
                    code(setting.key()),
                    setting.type().expects(),
                    setting.standard(),
                    setting.description());
        }
        return page.append(WHO).toString();
    }

    /// The keys of settings that are never shown.
    private static List<String> secrets() {
        return ServeSettings.ALL.stream().filter(Setting::secret).map(Setting::key).toList();
    }

    /// As a sentence lists them.
    private static String listed(List<String> keys) {
        String most =
                keys.subList(0, keys.size() - 1).stream()
                        .map(ConfigurationPageTest::code)
                        .collect(Collectors.joining(", "));
        return most + " and " + code(keys.getLast());
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static void row(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        page.append("|\n");
    }

    /// Other pages list them too.
    @Test
    void secretsAreNamedWhereverTheyAreTalkedOf() throws IOException {
        for (String page : List.of("docs/operations.md", "SECURITY.md")) {
            String text = Files.readString(Documents.root().resolve(page));
            assertThat(secrets()).as(page).allMatch(key -> text.contains(code(key)));
        }
    }

    @Test
    void theNamespacesOfTheDevelopmentModeAreNamed() {
        for (String namespace : DevelopmentNamespaces.ALL.keySet()) {
            assertThat(NAMESPACES).contains("`" + namespace + "`");
            assertThat(ServeSettings.DEV.description())
                    .containsPattern("\\b" + Pattern.quote(namespace) + "[ ,]");
        }
    }

    /// Whoever may be named is explained.
    @Test
    void everyoneWhoMayBeAllowedIsExplained() {
        for (Who who : Who.values()) {
            assertThat(WHO).contains("| `" + ValueType.written(who) + "` |");
        }
    }

    @Test
    void thePageIsTheTable() throws IOException {
        Path file = Documents.root().resolve("docs/configuration.md");
        if ("true".equals(System.getenv("DUPLEX_WRITE_DOCS"))) {
            Files.writeString(file, page());
        }
        assertThat(Files.readString(file)).isEqualTo(page());
    }
}
