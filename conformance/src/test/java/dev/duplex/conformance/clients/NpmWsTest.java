package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.conformance.LogWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// npm's `ws`, the client of most programs on Node.js. The script is `src/test/js/client.mjs`; it runs
/// on a copy, so that installing the package leaves the sources as they are.
@ExtendWith(LogWatch.class)
@Timeout(240)
class NpmWsTest {
    private static final Path SOURCE = Path.of("src/test/js").toAbsolutePath();
    private static final Path COPY = Path.of("target/js").toAbsolutePath();

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(COPY);
        boolean changed = false;
        for (String name : List.of("package.json", "package-lock.json", "client.mjs")) {
            byte[] wanted = Files.readAllBytes(SOURCE.resolve(name));
            Path file = COPY.resolve(name);
            if (!Files.exists(file) || !java.util.Arrays.equals(Files.readAllBytes(file), wanted)) {
                Files.write(file, wanted);
                changed = true;
            }
        }
        if (changed || !Files.exists(COPY.resolve("node_modules/ws"))) {
            run("npm", "ci", "--no-audit", "--no-fund");
        }
    }

    @ParameterizedTest(name = "TLS: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("text, binary, compression, fragments, pings, close codes, subprotocols, refusals")
    void speaksWithIt(boolean tls) throws Exception {
        try (Server server = ClientServers.start(tls, Origins.same())) {
            String base = (tls ? "wss" : "ws") + "://localhost:" + server.port();
            List<String> command = new ArrayList<>(List.of("node", "client.mjs", base));
            if (tls) {
                command.add("tls");
            }
            assertThat(run(command.toArray(String[]::new)).lines())
                    .hasSize(12)
                    .allMatch(line -> line.startsWith("ok "));
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(COPY.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0]
                            + " does not run: this test needs Node.js 18 or newer with npm (Debian: apt-get install nodejs npm)",
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertThat(status).as(String.join(" ", command) + "\n" + output).isZero();
        return output;
    }
}
