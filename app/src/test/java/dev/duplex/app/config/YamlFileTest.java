package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
    @TempDir Path folder;

    private ServeOptions read(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("duplex.yaml"), yaml);
        Settings settings = new Settings();
        YamlFile.read(file, settings);
        return ServeOptions.of(settings);
    }

    @Test
    void readsEveryKindOfValue() throws Exception {
        ServeOptions options =
                read(
                        """
                        # a server for tests
                        port: 9000
                        host: "localhost"
                        test-services: true
                        transport: nio
                        allowed-origins:
                          - https://a.example
                          - https://b.example
                        limits:
                          message-bytes: 64KiB
                          ping-interval: 500ms
                          messages-per-second: 10
                        """);
        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.testServices()).isTrue();
        assertThat(options.limits().messageBytes()).isEqualTo(65_536);
        assertThat(options.limits().pingInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.limits().messagesPerSecond()).isEqualTo(10);
        assertThat(options.origins().allows(Optional.of("https://b.example"), "x", false)).isTrue();
    }

    @Test
    void anEmptyFileSaysNothing() throws Exception {
        assertThat(read("")).isEqualTo(read("# nothing\n")).isEqualTo(read("---\n"));
    }

    @Test
    void aListMayBeOneText() throws Exception {
        ServeOptions options = read("allowed-origins: https://a.example\n");
        assertThat(options.origins().allows(Optional.of("https://a.example"), "x", false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    limts:;  x: 1                  | duplex.yaml, line 1: there is no key limts; did you mean limits?
                    prot: 80                      | duplex.yaml, line 1: there is no key prot; did you mean port?
                    port: 80;limits:;  mesage-bytes: 1 | duplex.yaml, line 3: there is no key limits.mesage-bytes; did you mean limits.message-bytes?
                    colour: red                   | duplex.yaml, line 1: there is no key colour
                    cert: x.pem                   | duplex.yaml, line 1: there is no key cert; did you mean tls.cert?
                    limits:;  port: 80            | duplex.yaml, line 2: there is no key limits.port; did you mean port?
                    port: 80;port: 81             | duplex.yaml, line 2: port is given twice
                    port: eighty                  | duplex.yaml, line 1: port must be a whole number from 0 to 65535, not "eighty"
                    host: h;port: [80]            | duplex.yaml, line 2: port must be a whole number from 0 to 65535, not a list
                    port: {a: 1}                  | duplex.yaml, line 1: port must be a whole number from 0 to 65535, not a section
                    port:                         | duplex.yaml, line 1: port must be a whole number from 0 to 65535, not nothing
                    dev: yes                      | duplex.yaml, line 1: dev must be true or false, not "yes"
                    limits: 5                     | duplex.yaml, line 1: limits is a section: its keys come below it, indented
                    limits:                       | duplex.yaml, line 1: limits is a section: its keys come below it, indented
                    allowed-origins: [[x]]        | duplex.yaml, line 1: allowed-origins must be origins such as https://example.org, or *, not something nested
                    allowed-origins: [nonsense]   | duplex.yaml, line 1: allowed-origins must be origins such as https://example.org, or *, not "nonsense"
                    - port                        | duplex.yaml, line 1: must be keys with values, such as "port: 8080"
                    [a]: 1                        | duplex.yaml, line 1: a key must be a word
                    dev: true;host: 10.0.0.1      | duplex.yaml, line 2: host: 10.0.0.1 is not a loopback address, and development mode listens on loopback only; leave the host out, or leave out --dev
                    """)
    void namesFileLineAndRemedy(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml.replace(';', '\n')))
                .isInstanceOf(UserError.class)
                .hasMessage(message)
                .extracting(error -> ((UserError) error).exitCode())
                .isEqualTo(UserError.USAGE);
    }

    @Test
    void namesEveryMistake() {
        assertThatThrownBy(() -> read("prot: 1\nhost: [a]\nport: x\nlimits:\n  fragments: 0\n"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error ->
                                assertThat(error.sentences())
                                        .containsExactly(
                                                "duplex.yaml, line 1: there is no key prot; did you"
                                                        + " mean port?",
                                                "duplex.yaml, line 2: host must be a host name or an"
                                                        + " address, not a list",
                                                "duplex.yaml, line 3: port must be a whole number"
                                                        + " from 0 to 65535, not \"x\"",
                                                "duplex.yaml, line 5: limits.fragments must be a"
                                                        + " whole number of 1 or more, not \"0\""));
    }

    @Test
    void saysWhereTheYamlIsNone() {
        assertThatThrownBy(() -> read("host: x\nport: [1\n"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("duplex.yaml, line 3: not YAML: ");
    }

    @Test
    void saysThatAFileIsMissingTooLargeOrNoText() throws Exception {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> YamlFile.read(missing, new Settings()))
                .hasMessage("there is no file " + missing);
        Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> YamlFile.read(large, new Settings()))
                .hasMessage(large + " is larger than 1 MiB, which no file of settings is");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> YamlFile.read(binary, new Settings()))
                .hasMessage(binary + " is not UTF-8 text");
        assertThatThrownBy(() -> YamlFile.read(folder, new Settings()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot read " + folder);
    }

    /// Whatever the file holds, the outcome is settings or a sentence for the user.
    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll String text) throws Exception {
        Path file = Files.createTempFile("duplex", ".yaml");
        try {
            Files.writeString(file, text.replaceAll("\\p{Cs}", "x"));
            Settings settings = new Settings();
            YamlFile.read(file, settings);
            settings.problems().throwIfAny();
        } catch (UserError refused) {
            assertThat(refused.sentences()).isNotEmpty();
            assertThat(refused.sentences().getFirst()).startsWith(file.getFileName().toString());
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "port,port,0",
        "prot,port,1",
        "ca,abc,3",
        "'',abc,3",
        "abc,'',3",
        "kitten,sitting,3"
    })
    void countsLettersToChange(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    }
}
