package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` is made of the table of settings. To write it anew:
/// `DUPLEX_WRITE_DOCS=true mvn -pl app -am test`.
class ConfigurationPageTest {
    private static final String HEAD =
            """
            # Configuration

            <!-- Made of the table in ServeSettings; ConfigurationPageTest says how to write it anew. -->

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

            Sizes are in bytes, or have the unit `KiB`, `MiB` or `GiB`; times have the unit `ms`, `s`, `m` or `h`.
            Lists are separated by commas in the environment, and given one by one as options
            (`--allow-origin A --allow-origin B`). `--no-dev` and the like undo what a file says. Paths are
            relative to the working directory.

            Without `--dev` the program listens on all addresses and serves `/health`, which answers `ok`, and
            what it is asked for: nothing else. It ends at SIGTERM or Ctrl-C: it takes no more connections, closes
            those that are open (WebSocket with 1001), and exits with 0. Other exit codes are 1, it could not do
            what it was asked for, and 2, that makes no sense.

            `DUPLEX_JAVA_OPTS` gives the Java runtime further options, such as `-Xmx1g`.

            | key | option | variable | value | default | |
            |---|---|---|---|---|---|
            """;

    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Setting<?> setting : ServeSettings.ALL) {
            List<String> cells =
                    List.of(
                            "`" + setting.key() + "`",
                            "`" + setting.option() + "`",
                            "`" + setting.variable() + "`",
                            setting.type().expects(),
                            setting.standard(),
                            setting.description());
            cells.forEach(cell -> page.append("| ").append(cell.replace("|", "\\|")).append(' '));
            page.append("|\n");
        }
        return page.toString();
    }

    @Test
    void thePageIsTheTable() throws IOException {
        Path file = root().resolve("docs/configuration.md");
        if ("true".equals(System.getenv("DUPLEX_WRITE_DOCS"))) {
            Files.createDirectories(root().resolve("docs"));
            Files.writeString(file, page());
        }
        assertThat(Files.readString(file)).isEqualTo(page());
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("app")) ? here : here.resolve("..").normalize();
    }
}
