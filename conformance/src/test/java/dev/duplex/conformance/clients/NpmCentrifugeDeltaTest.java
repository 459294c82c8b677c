package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.NodeScripts;
import dev.duplex.centrifuge.delta.FossilDelta;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// npm's `centrifuge` applies the deltas that we make. The script is `src/test/js/centrifuge-delta.mjs`.
@Timeout(240)
class NpmCentrifugeDeltaTest {
    private final List<String> cases = new ArrayList<>();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @Test
    @DisplayName("texts, bytes, nothing, and a megabyte")
    void appliesOurDeltas(@TempDir Path directory) throws Exception {
        text("{\"a\":1}", "{\"a\":2}");
        text(
                "{\"name\":\"größer als zuvor\",\"price\":100,\"tags\":[\"é\",\"😀\"]}",
                "{\"name\":\"größer als danach\",\"price\":101,\"tags\":[\"è\",\"😁\",\"😀\"]}");
        text(
                "[" + "\"é\",".repeat(200) + "1]",
                "[" + "\"é\",".repeat(99) + "\"è\"," + "\"é\",".repeat(100) + "2]");
        bytes(new byte[0], new byte[0]);
        bytes(new byte[0], new byte[] {1, 2, 3});
        bytes(new byte[] {1, 2, 3}, new byte[0]);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] source = new byte[random.nextInt(3_000)];
            random.nextBytes(source);
            byte[] target = Arrays.copyOfRange(source, source.length / 7, source.length);
            for (int k = 0; k < target.length; k += 1 + random.nextInt(500)) {
                target[k] = (byte) random.nextInt();
            }
            bytes(source, target);
        }
        byte[] big = new byte[1 << 20];
        random.nextBytes(big);
        byte[] changed = big.clone();
        changed[500_000]++;
        bytes(big, changed);

        Path file = directory.resolve("cases.json");
        Files.writeString(file, "[" + String.join(",", cases) + "]");
        assertThat(NodeScripts.run("centrifuge-delta.mjs", file.toString()))
                .hasSameSizeAs(cases)
                .containsOnly("ok");
    }

    private void text(String source, String target) {
        add(source.getBytes(StandardCharsets.UTF_8), target.getBytes(StandardCharsets.UTF_8), true);
    }

    private void bytes(byte[] source, byte[] target) {
        add(source, target, false);
    }

    private void add(byte[] source, byte[] target, boolean text) {
        Base64.Encoder base64 = Base64.getEncoder();
        cases.add(
                String.format(
                        "{\"source\":\"%s\",\"target\":\"%s\",\"delta\":\"%s\",\"text\":%s}",
                        base64.encodeToString(source),
                        base64.encodeToString(target),
                        base64.encodeToString(FossilDelta.create(source, target)),
                        text));
    }
}
