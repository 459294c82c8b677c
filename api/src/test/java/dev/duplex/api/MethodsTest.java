package dev.duplex.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Command;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The methods that read channels and command connections, as they are on the wire.
@Timeout(60)
class MethodsTest {
    private final ApiServer server = ApiServer.start();
    private final Hub hub = server.hub();

    @AfterEach
    void close() {
        server.close();
    }

    private void publish(String... json) {
        for (String one : json) {
            assertThat(hub.publish("chat:a", Draft.of(ApiServer.json(one))).toCompletableFuture())
                    .isCompleted();
        }
    }

    @Test
    void historyIsReadFromBothEndsAndAfterAPosition() {
        publish("1", "2", "3");
        String top = server.call("history", "{\"channel\":\"chat:a\"}");
        assertThat(top)
                .matches(
                        "\\{\"result\":\\{\"publications\":\\[],\"offset\":3,\"epoch\":\"[a-z2-7]+\"}}");
        String epoch = top.replaceAll(".*\"epoch\":\"([^\"]*)\".*", "$1");
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":-5}"))
                .contains(
                        "[{\"data\":1,\"offset\":1},{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}]");
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":1,\"reverse\":true}"))
                .contains("[{\"data\":3,\"offset\":3}]");
        assertThat(
                        server.call(
                                "history",
                                "{\"channel\":\"chat:a\",\"limit\":2,\"since\":{\"offset\":1,\"epoch\":\""
                                        + epoch
                                        + "\"}}"))
                .contains("[{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}]");
        assertThat(
                        server.call(
                                "history",
                                "{\"channel\":\"chat:a\",\"limit\":2,\"since\":{\"offset\":1,\"epoch\":\"other\"}}"))
                .contains("\"code\":112,\"message\":\"unrecoverable position");
    }

    @Test
    void historyTellsWhoPublishedAndTheTags() {
        Member ann = new Member("c1", "ann", ApiServer.json("{\"n\":1}"), Payload.none());
        hub.publish(
                        "chat:a",
                        Draft.of(ApiServer.json("1")).withPublisher(ann).withTags(Map.of("k", "v")))
                .toCompletableFuture()
                .join();
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":1}"))
                .contains(
                        "{\"data\":1,\"info\":{\"user\":\"ann\",\"client\":\"c1\",\"conn_info\":{\"n\":1}},\"offset\":1,\"tags\":{\"k\":\"v\"}}");
    }

    @Test
    void historyHasEveryKindAsJson() {
        for (Payload.Kind kind : Payload.Kind.values()) {
            for (String text : new String[] {"1", ""}) {
                hub.publish("chat:a", Draft.of(Payload.of(kind, text.getBytes(UTF_8))))
                        .toCompletableFuture()
                        .join();
            }
        }
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":-1}"))
                .contains(
                        "[{\"data\":1,\"offset\":1},{\"data\":null,\"offset\":2},{\"data\":\"1\",\"offset\":3},{\"data\":\"\",\"offset\":4},{\"data\":\"MQ==\",\"offset\":5},{\"data\":null,\"offset\":6}]");
    }

    @Test
    void historyIsRemoved() {
        publish("1");
        assertThat(server.call("history_remove", "{\"channel\":\"chat:a\"}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":-1}"))
                .contains("\"publications\":[],\"offset\":1");
    }

    @Test
    void presenceIsByClient() {
        Guest.connect(hub, "c1", "ann").enter(hub, "chat:a");
        Guest.connect(hub, "c2", "").enter(hub, "chat:a");
        assertThat(server.call("presence", "{\"channel\":\"chat:a\"}"))
                .isIn(
                        "{\"result\":{\"presence\":{\"c1\":{\"user\":\"ann\",\"client\":\"c1\"},\"c2\":{\"user\":\"\",\"client\":\"c2\"}}}}",
                        "{\"result\":{\"presence\":{\"c2\":{\"user\":\"\",\"client\":\"c2\"},\"c1\":{\"user\":\"ann\",\"client\":\"c1\"}}}}");
        assertThat(server.call("presence_stats", "{\"channel\":\"chat:a\"}"))
                .isEqualTo("{\"result\":{\"num_clients\":2,\"num_users\":2}}");
        Guest.connect(hub, "c3", "").enter(hub, "chat:a");
        assertThat(server.call("presence", "{\"channel\":\"chat:a\"}"))
                .contains("\"code\":106", "more than 2 are in this channel", "presence_stats");
        assertThat(server.call("presence", "{\"channel\":\"chat:empty\"}"))
                .isEqualTo("{\"result\":{\"presence\":{}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "history_remove", "presence", "presence_stats"})
    void whatAChannelDoesNotHaveIsNotAvailable(String method) {
        assertThat(server.call(method, "{\"channel\":\"quiet:a\"}")).contains("\"code\":108");
        assertThat(server.call(method, "{\"channel\":\"none:a\"}")).contains("\"code\":102");
        assertThat(server.call(method, "{}")).contains("107", "the field channel is required");
    }

    @Test
    void channelsAreListedByPattern() {
        Guest.connect(hub, "c1", "ann").enter(hub, "chat:a").enter(hub, "quiet:b");
        Guest.connect(hub, "c2", "ben").enter(hub, "chat:a");
        assertThat(server.call("channels", "{}"))
                .isEqualTo(
                        "{\"result\":{\"channels\":{\"chat:a\":{\"num_clients\":2},\"quiet:b\":{\"num_clients\":1}}}}");
        assertThat(server.call("channels", "{\"pattern\":\"ch*\"}"))
                .isEqualTo("{\"result\":{\"channels\":{\"chat:a\":{\"num_clients\":2}}}}");
        assertThat(server.call("channels", "{\"pattern\":\"[\"}"))
                .contains("107", "the pattern has a [ without its ]");
    }

    @Test
    void nodesSayWhatTheyHaveToDo() {
        Guest.connect(hub, "c1", "ann").enter(hub, "chat:a").enter(hub, "quiet:b");
        Guest.connect(hub, "c2", "ann").enter(hub, "chat:a");
        assertThat(server.call("info", "{}"))
                .matches(
                        "\\{\"result\":\\{\"nodes\":\\[\\{\"uid\":\"n1\",\"name\":\"node one\",\"version\":\"1.2.3\",\"num_clients\":2,\"num_users\":1,\"num_subs\":3,\"num_channels\":2,\"uptime\":\\d+}]}}");
    }

    @Test
    void methodsOfTheProgramAreCalled() {
        assertThat(server.call("rpc", "{\"method\":\"echo\",\"params\":[1, 2]}"))
                .isEqualTo("{\"result\":{\"data\":[1, 2]}}");
        assertThat(server.call("rpc", "{\"method\":\"echo\"}")).isEqualTo("{\"result\":{}}");
        assertThat(server.call("rpc", "{\"method\":\"never\"}"))
                .contains("\"code\":103,\"message\":\"permission denied: not you\"");
        assertThat(server.call("rpc", "{\"method\":\"other\"}"))
                .contains("\"code\":104,\"message\":\"not found: the program has no such method\"");
        for (String method : List.of("broken", "stageless", "resultless")) {
            assertThat(server.call("rpc", "{\"method\":\"" + method + "\"}"))
                    .isEqualTo("{\"error\":{\"code\":100,\"message\":\"internal server error\"}}");
        }
        assertThat(server.call("rpc", "{}")).contains("107", "the field method is required");
    }

    // --- connections

    @Test
    void aUsersConnectionsEnterAChannel() {
        Guest guest = Guest.connect(hub, "c1", "ann");
        assertThat(
                        server.call(
                                "subscribe",
                                "{\"user\":\"ann\",\"channel\":\"chat:a\",\"info\":{\"a\":1},\"b64data\":\"AA==\",\"expire_at\":100,\"recover_since\":{\"offset\":3,\"epoch\":\"e\"}}"))
                .isEqualTo("{\"result\":{}}");
        assertThat(guest.told())
                .containsExactly(
                        new Command.Subscribe(
                                Command.Target.user("ann"),
                                "chat:a",
                                Entry.PLAIN.withSince(new Position("e", 3)),
                                ApiServer.json("{\"a\":1}"),
                                Payload.of(Payload.Kind.BINARY, new byte[1]),
                                Optional.of(Instant.ofEpochSecond(100))));
    }

    @Test
    void oneConnectionEntersAndLeaves() {
        Guest one = Guest.connect(hub, "c1", "");
        Guest other = Guest.connect(hub, "c2", "");
        server.call("subscribe", "{\"client\":\"c1\",\"channel\":\"chat:a\"}");
        server.call("unsubscribe", "{\"client\":\"c1\",\"channel\":\"chat:a\"}");
        server.call("unsubscribe", "{\"client\":\"c1\"}");
        Command.Target target = Command.Target.client("", "c1");
        assertThat(one.told())
                .containsExactly(
                        new Command.Subscribe(target, "chat:a", Entry.PLAIN),
                        new Command.Unsubscribe(target, "chat:a"),
                        new Command.Unsubscribe(target, ""));
        assertThat(other.told()).isEmpty();
    }

    @Test
    void connectionsAreClosedWithACodeAndSomeAreSpared() {
        Guest one = Guest.connect(hub, "c1", "ann");
        Guest two = Guest.connect(hub, "c2", "ann");
        assertThat(server.call("disconnect", "{\"user\":\"ann\",\"whitelist\":[\"c2\",\"c3\"]}"))
                .isEqualTo("{\"result\":{}}");
        server.call(
                "disconnect",
                "{\"user\":\"ann\",\"client\":\"c1\",\"disconnect\":{\"code\":4000,\"reason\":\"again\"}}");
        assertThat(one.told())
                .containsExactly(
                        new Command.Disconnect(
                                new Command.Target("ann", Optional.empty(), Set.of("c2", "c3")),
                                3503,
                                "force disconnect"),
                        new Command.Disconnect(Command.Target.client("ann", "c1"), 4000, "again"));
        assertThat(two.told()).isEmpty();
    }

    @Test
    void connectionsAreRefreshedOrExpire() {
        Guest guest = Guest.connect(hub, "c1", "ann");
        server.call("refresh", "{\"user\":\"ann\",\"expire_at\":4102444800}");
        server.call("refresh", "{\"user\":\"ann\"}");
        server.call("refresh", "{\"user\":\"ann\",\"expired\":true,\"expire_at\":4102444800}");
        Command.Target ann = Command.Target.user("ann");
        assertThat(guest.told())
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .isEqualTo(
                                                new Command.Refresh(
                                                        ann,
                                                        Optional.of(
                                                                Instant.ofEpochSecond(
                                                                        4_102_444_800L)))),
                        it -> assertThat(it).isEqualTo(new Command.Refresh(ann, Optional.empty())),
                        // Over by the clock of any node, though it be slow.
                        it ->
                                assertThat(((Command.Refresh) it).expires().orElseThrow())
                                        .isBefore(Instant.now().minus(Duration.ofDays(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "disconnect", "refresh"})
    void connectionsHaveToBeNamed(String method) {
        assertThat(server.call(method, "{\"channel\":\"chat:a\"}"))
                .contains("107", "a user must be named");
        assertThat(
                        server.call(
                                method,
                                "{\"channel\":\"chat:a\",\"user\":\"ann\",\"session\":\"s\"}"))
                .contains("108", "by client, not by session");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subscribe|{\"user\":\"ann\"}|107|the field channel is required",
                "subscribe|{\"user\":\"ann\",\"channel\":\"none:a\"}|102|unknown channel",
                "unsubscribe|{\"user\":\"ann\",\"channel\":\"none:a\"}|102|unknown channel",
                "subscribe|{\"user\":\"ann\",\"channel\":\"chat:a\",\"override\":{}}|108|those of its namespace",
                "subscribe|{\"user\":\"ann\",\"channel\":\"chat:a\",\"info\":1,\"b64info\":\"AA==\"}|107|in JSON and in Base64",
                "subscribe|{\"user\":\"ann\",\"channel\":\"chat:a\",\"data\":1,\"b64data\":\"AA==\"}|107|in JSON and in Base64",
                "disconnect|{\"user\":\"ann\",\"disconnect\":{}}|107|3000..4999",
                "disconnect|{\"user\":\"ann\",\"disconnect\":{\"code\":2999}}|107|3000..4999",
                "disconnect|{\"user\":\"ann\",\"disconnect\":{\"code\":5000}}|107|3000..4999",
                "refresh|{\"user\":\"ann\",\"info\":{}}|108|does not change"
            })
    void saysWhyConnectionsAreNotCommanded(String method, String request, int code, String why) {
        Guest guest = Guest.connect(hub, "c1", "ann");
        assertThat(server.call(method, request)).contains("\"code\":" + code, why);
        assertThat(guest.told()).isEmpty();
    }

    @Test
    void aReasonFitsIntoAClose() {
        String request = "{\"user\":\"ann\",\"disconnect\":{\"code\":4000,\"reason\":\"%s\"}}";
        assertThat(server.call("disconnect", request.formatted("r".repeat(123))))
                .isEqualTo("{\"result\":{}}");
        assertThat(server.call("disconnect", request.formatted("r".repeat(124))))
                .contains("107", "at most 123 bytes");
    }
}
