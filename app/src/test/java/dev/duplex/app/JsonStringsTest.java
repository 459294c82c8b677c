package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.duplex.json.JsonRules;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {
    private static Optional<Map<String, String>> of(String json) {
        return JsonStrings.of(json.getBytes(StandardCharsets.UTF_8), Set.of("name", "id"), 8);
    }

    @Test
    void areThoseAtTheTopThatAreWanted() {
        assertThat(
                        of(
                                "{\"other\":\"x\",\"in\":{\"id\":\"y\"},\"list\":[\"id\",{}],\"name\":\"z\"}"))
                .contains(Map.of("name", "z"));
    }

    @Test
    void whatIsNoStringOrTooLongIsNotAsIfItWereNotThere() {
        assertThat(of("{\"name\":\"12345678\",\"id\":\"123456789\"}"))
                .contains(Map.of("name", "12345678", "id", ""));
        assertThat(of("{\"name\":1,\"id\":{\"name\":\"x\"}}"))
                .contains(Map.of("name", "", "id", ""));
        assertThat(of("{\"name\":null}")).contains(Map.of());
        assertThat(of("{}")).contains(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "\"name\"",
                "[\"name\",\"x\"]",
                "{\"name\":\"x\"",
                "{\"name\":\"x\"} {}"
            })
    void areInOneObjectOnly(String json) {
        assertThat(of(json)).isEmpty();
    }

    @Test
    void whatIsPassedOverTakesNoMemoryThatGrowsWithIt() {
        String name = "n".repeat(JsonRules.MAX_NAME_LENGTH);
        byte[] json =
                ("{\"" + name + "\":[" + "1,".repeat(100_000) + "1],\"name\":\"x\"}")
                        .getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(JsonStrings.of(json, Set.of("name"), 8)).contains(Map.of("name", "x"));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }
}
