package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `publish` and `broadcast`, as they are on the wire.
@Timeout(60)
class PublishingTest {
    private final ApiServer server = ApiServer.start(it -> it.broadcastChannels(3));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPublicationIsAnsweredWithItsPosition() {
        Guest guest = Guest.connect(server.hub(), "c", "ann").enter(server.hub(), "chat:a");
        String first =
                server.call(
                        "publish",
                        "{\"channel\":\"chat:a\",\"data\":{\"text\":\n \"hi\"},\"tags\":{\"a\":\"b\"},\"key\":\"k\",\"delta\":true,\"unknown\":[1,{}]}");
        String second = server.call("publish", "{\"data\":null,\"channel\":\"chat:a\"}");

        assertThat(first).matches("\\{\"result\":\\{\"offset\":1,\"epoch\":\"[a-z2-7]{8}\"}}");
        assertThat(second).startsWith("{\"result\":{\"offset\":2,\"epoch\":\"");
        assertThat(guest.got())
                .satisfiesExactly(
                        it -> {
                            assertThat(it.payload())
                                    .isEqualTo(ApiServer.json("{\"text\":  \"hi\"}"));
                            assertThat(it.tags()).isEqualTo(Map.of("a", "b"));
                            assertThat(it.key()).isEqualTo("k");
                            assertThat(it.publisher()).isEmpty();
                        },
                        it -> assertThat(it.payload()).isEqualTo(ApiServer.json("null")));
    }

    @Test
    void whereNothingIsKeptThereIsNoPosition() {
        assertThat(server.call("publish", "{\"channel\":\"quiet:a\",\"data\":1}"))
                .isEqualTo("{\"result\":{}}");
    }

    @Test
    void theSameKeyIsPublishedOnceAndAnsweredWithTheSamePosition() {
        String request = "{\"channel\":\"chat:a\",\"data\":1,\"idempotency_key\":\"k\"}";
        String first = server.call("publish", request);
        server.call("publish", "{\"channel\":\"chat:a\",\"data\":2}");
        assertThat(server.call("publish", request)).isEqualTo(first);
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":-1}"))
                .contains("[{\"data\":1,\"offset\":1},{\"data\":2,\"offset\":2}]");
    }

    @Test
    void whatSkipsHistoryIsGivenToWhoIsThereOnly() {
        Guest guest = Guest.connect(server.hub(), "c", "ann").enter(server.hub(), "chat:a");
        assertThat(
                        server.call(
                                "publish",
                                "{\"channel\":\"chat:a\",\"data\":1,\"skip_history\":true}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":-1}"))
                .contains("\"publications\":[],\"offset\":0");
        assertThat(guest.got()).hasSize(1);
    }

    @Test
    void bytesComeInBase64() {
        Guest guest = Guest.connect(server.hub(), "c", "ann").enter(server.hub(), "chat:a");
        server.call("publish", "{\"channel\":\"chat:a\",\"b64data\":\"AP8=\"}");
        assertThat(guest.got())
                .extracting(Publication::payload)
                .containsExactly(Payload.of(Payload.Kind.BINARY, new byte[] {0, -1}));
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":1}"))
                .contains("{\"data\":\"AP8=\",\"offset\":1}");
    }

    @Test
    void aChannelOfTextTakesStringsAndBytesThatAreText() {
        Guest guest = Guest.connect(server.hub(), "c", "ann").enter(server.hub(), "text:a");
        server.call("publish", "{\"channel\":\"text:a\",\"data\":\"a\\n\\u00e4\"}");
        server.call("publish", "{\"channel\":\"text:a\",\"b64data\":\"w6Q=\"}");
        assertThat(guest.got())
                .extracting(Publication::payload)
                .containsExactly(text("a\nä"), text("ä"));
        assertThat(server.call("history", "{\"channel\":\"text:a\",\"limit\":1}"))
                .contains("{\"data\":\"a\\nä\",\"offset\":1}");
    }

    private static Payload text(String text) {
        return Payload.of(Payload.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|107|bad request: the field channel is required",
                "{\"channel\":\"\",\"data\":1}|107|bad request: the field channel is required",
                "{\"channel\":null,\"data\":1}|107|bad request: the field channel is required",
                "{\"channel\":\"chat:a\"}|107|bad request: either data or b64data must be given",
                "{\"channel\":\"chat:a\",\"data\":1,\"b64data\":\"AA==\"}|107|bad request: either data or b64data must be given",
                "{\"channel\":\"none:a\",\"data\":1}|102|unknown channel: there is no channel of this name",
                "{\"channel\":\"text:a\",\"data\":1}|107|bad request: this channel takes no payloads of kind JSON",
                "{\"channel\":\"text:a\",\"data\":\"\\ud800\"}|107|bad request: this channel takes no payloads of kind JSON",
                "{\"channel\":\"text:a\",\"b64data\":\"/w==\"}|107|bad request: this channel takes no payloads of kind BINARY",
                "{\"channel\":\"json:a\",\"b64data\":\"AA==\"}|107|bad request: this channel takes no payloads of kind BINARY",
                "{\"channel\":\"chat:a\",\"data\":1,\"version\":2}|108|not available: publications have no version",
                "{\"channel\":\"chat:a\",\"data\":1,\"version_epoch\":\"e\"}|108|not available: publications have no version"
            })
    void saysWhyItIsNotPublished(String request, int code, String message) {
        assertThat(server.call("publish", request))
                .isEqualTo("{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
    }

    @Test
    void aBroadcastIsAnsweredForEachChannel() {
        assertThat(
                        server.call(
                                "broadcast",
                                "{\"channels\":[\"quiet:a\",\"none:a\",\"chat:a\"],\"data\":1,\"idempotency_key\":\"k\"}"))
                .matches(
                        "\\{\"result\":\\{\"responses\":\\[\\{\"result\":\\{}},\\{\"error\":\\{\"code\":102,\"message\":\"unknown channel: [^\"]+\"}},\\{\"result\":\\{\"offset\":1,\"epoch\":\"[a-z2-7]+\"}}]}}");
    }

    @Test
    void aBroadcastNamesSomeChannelsAndNotTooMany() {
        assertThat(List.of("{\"data\":1}", "{\"channels\":[],\"data\":1}"))
                .allSatisfy(request ->
                        assertThat(server.call("broadcast", request))
                                .contains("107", "the field channels is required"));
        assertThat(
                        server.call(
                                "broadcast",
                                "{\"channels\":[\"quiet:a\",\"quiet:b\",\"quiet:c\",\"quiet:d\"],\"data\":1}"))
                .contains("106", "limit exceeded: a broadcast goes to at most 3 channels");
    }
}
