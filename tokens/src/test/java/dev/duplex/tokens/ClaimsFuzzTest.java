package dev.duplex.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Any bytes as claims: they are refused, or what others will see of them is one line of JSON.
class ClaimsFuzzTest {
    private static final JsonFactory FACTORY = new JsonFactory();

    @FuzzTest
    void claims(byte[] bytes) {
        Claims claims;
        try {
            claims = ClaimsReader.read(bytes);
        } catch (MalformedClaimsException e) {
            assertThat(e.reason()).isNotEmpty();
            return;
        }
        check(claims.info);
        check(claims.data);
        claims.channels
                .values()
                .forEach(it -> {
                    check(it.info());
                    check(it.data());
                });
    }

    private static void check(Payload payload) {
        if (payload.size() == 0 || payload.kind() != Payload.Kind.JSON) {
            return;
        }
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\n", "\r");
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            assertThat(parser.nextToken()).as(text).isNotNull();
            parser.skipChildren();
            assertThat(parser.nextToken()).as(text).isNull();
        } catch (JacksonException e) {
            throw new AssertionError(text, e);
        }
    }
}
