package dev.duplex.centrifuge.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.FilterNode;
import dev.duplex.centrifuge.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Any filter of a subscribe in JSON: it is refused, or it and its opposite answer the opposite.
class TagsFilterFuzzTest {
    private static final Map<String, String> TAGS =
            Map.of("a", "1", "b", "-2.50", "c", "abc", "", "");

    @FuzzTest
    void filters(byte[] json) {
        byte[] frame =
                ("{\"subscribe\":{\"tf\":" + new String(json, StandardCharsets.UTF_8) + "}}")
                        .getBytes(StandardCharsets.UTF_8);
        if (Codec.json().commands(frame) instanceof Decoded.Messages<Command>(var commands)
                && commands.getFirst().request() instanceof Request.Subscribe subscribe) {
            subscribe.filter().ifPresent(TagsFilterFuzzTest::check);
        }
    }

    private static void check(FilterNode node) {
        FilterNode opposite = new FilterNode("not", "", "", "", List.of(), List.of(node));
        if (TagsFilter.of(node) instanceof TagsFilter.Checked.Valid(var filter)
                && TagsFilter.of(opposite) instanceof TagsFilter.Checked.Valid(var other)) {
            for (Map<String, String> tags : List.of(TAGS, Map.<String, String>of())) {
                assertThat(filter.matches(tags)).isNotEqualTo(other.matches(tags));
            }
        }
    }
}
