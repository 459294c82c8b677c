package dev.duplex.centrifuge.protocol;

import static dev.duplex.centrifuge.protocol.Wires.command;
import static dev.duplex.centrifuge.protocol.Wires.failure;
import static dev.duplex.centrifuge.protocol.Wires.reply;
import static dev.duplex.centrifuge.protocol.Wires.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonCodecTest {
    private static final Codec JSON = Codec.json();

    private static Data data(String text) {
        return Data.utf8(text);
    }

    static Stream<Arguments> commandsAsTheyAreWritten() {
        return Stream.of(
                Arguments.of("{}", Command.PONG),
                Arguments.of(
                        "{\"connect\":{\"token\":\"t\",\"data\":{\"a\": 1},\"name\":\"js\",\"version\":\"v\",\"headers\":{\"h\":\"1\"},\"subs\":{\"c\":{\"recover\":true,\"offset\":7,\"epoch\":\"e\"}},\"flag\":1},\"id\":1}",
                        new Command(
                                1,
                                Request.Connect.builder()
                                        .token("t")
                                        .data(data("{\"a\": 1}"))
                                        .name("js")
                                        .version("v")
                                        .headers(Map.of("h", "1"))
                                        .subs(
                                                Map.of(
                                                        "c",
                                                        Request.Subscribe.builder()
                                                                .recover(true)
                                                                .offset(7)
                                                                .epoch("e")
                                                                .build()))
                                        .flag(1)
                                        .build())),
                Arguments.of(
                        "{\"id\":2,\"subscribe\":{\"channel\":\"c\",\"token\":\"t\",\"recover\":true,\"epoch\":\"e\",\"offset\":18446744073709551615,\"data\":[],\"positioned\":true,\"recoverable\":true,\"join_leave\":true,\"delta\":\"fossil\",\"tf\":{\"key\":\"k\",\"cmp\":\"eq\",\"val\":\"v\"},\"flag\":1,\"type\":1,\"phase\":2,\"cursor\":\"cu\",\"limit\":3,\"asc\":true}}",
                        new Command(
                                2,
                                new Request.Subscribe(
                                        "c",
                                        "t",
                                        true,
                                        "e",
                                        -1,
                                        data("[]"),
                                        true,
                                        true,
                                        true,
                                        "fossil",
                                        Optional.of(
                                                new FilterNode(
                                                        "", "k", "eq", "v", List.of(), List.of())),
                                        1,
                                        1,
                                        2,
                                        "cu",
                                        3,
                                        true))),
                Arguments.of(
                        "{\"id\":3,\"unsubscribe\":{\"channel\":\"c\"}}",
                        new Command(3, new Request.Unsubscribe("c"))),
                Arguments.of(
                        "{\"id\":4,\"publish\":{\"channel\":\"c\",\"data\":\"x\",\"type\":1,\"key\":\"k\",\"removed\":true}}",
                        new Command(4, new Request.Publish("c", data("\"x\""), 1, "k", true))),
                Arguments.of(
                        "{\"id\":5,\"presence\":{\"channel\":\"c\"}}",
                        new Command(5, new Request.Presence("c"))),
                Arguments.of(
                        "{\"id\":6,\"presence_stats\":{\"channel\":\"c\"}}",
                        new Command(6, new Request.PresenceStats("c"))),
                Arguments.of(
                        "{\"id\":7,\"history\":{\"channel\":\"c\",\"limit\":-1,\"since\":{\"offset\":2,\"epoch\":\"e\"},\"reverse\":true}}",
                        new Command(
                                7,
                                new Request.History(
                                        "c", -1, Optional.of(new StreamPosition(2, "e")), true))),
                Arguments.of("{\"id\":8,\"ping\":{}}", new Command(8, new Request.Ping())),
                Arguments.of(
                        "{\"send\":{\"data\":null}}",
                        new Command(0, new Request.Send(data("null")))),
                Arguments.of(
                        "{\"id\":9,\"rpc\":{\"data\":true,\"method\":\"m\"}}",
                        new Command(9, new Request.Rpc(data("true"), "m"))),
                Arguments.of(
                        "{\"id\":10,\"refresh\":{\"token\":\"t\"}}",
                        new Command(10, new Request.Refresh("t"))),
                Arguments.of(
                        "{\"id\":11,\"sub_refresh\":{\"channel\":\"c\",\"token\":\"t\",\"type\":4,\"track\":[{\"signature\":\"s\",\"items\":[{\"key\":\"k\",\"version\":1}]}],\"untrack\":[\"u\"]}}",
                        new Command(
                                11,
                                new Request.SubRefresh(
                                        "c",
                                        "t",
                                        4,
                                        List.of(
                                                new TrackBatch(
                                                        "s", List.of(new KeyedItem("k", 1)))),
                                        List.of("u")))));
    }

    @ParameterizedTest
    @MethodSource("commandsAsTheyAreWritten")
    void readsEachCommand(String json, Command expected) {
        assertThat(command(JSON, utf8(json))).isEqualTo(expected);
    }

    static Stream<Arguments> repliesAsTheyAreWritten() {
        ClientInfo info = new ClientInfo("u", "", data("1"), Data.EMPTY);
        return Stream.of(
                Arguments.of(Reply.PING, "{}"),
                Arguments.of(
                        Reply.failure(1, 109, "token expired", true),
                        "{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\",\"temporary\":true}}"),
                Arguments.of(
                        new Reply(
                                1,
                                Result.Connect.builder()
                                        .client("c")
                                        .version("v")
                                        .expires(true)
                                        .ttl(2)
                                        .ping(25)
                                        .pong(true)
                                        .session("s")
                                        .node("n")
                                        .time(3)
                                        .subs(
                                                Map.of(
                                                        "ch",
                                                        Result.Subscribe.builder()
                                                                .recoverable(true)
                                                                .build()))
                                        .build()),
                        "{\"id\":1,\"connect\":{\"client\":\"c\",\"version\":\"v\",\"expires\":true,\"ttl\":2,\"subs\":{\"ch\":{\"recoverable\":true}},\"ping\":25,\"pong\":true,\"session\":\"s\",\"node\":\"n\",\"time\":3}}"),
                Arguments.of(
                        new Reply(
                                2,
                                Result.Subscribe.builder()
                                        .epoch("e")
                                        .offset(-1)
                                        .publications(
                                                List.of(
                                                        Publication.builder()
                                                                .data(data("1"))
                                                                .offset(9)
                                                                .tags(Map.of("t", "v"))
                                                                .build(),
                                                        Publication.builder()
                                                                .data(data("2"))
                                                                .build()))
                                        .recovered(true)
                                        .wasRecovering(true)
                                        .delta(true)
                                        .build()),
                        "{\"id\":2,\"subscribe\":{\"epoch\":\"e\",\"publications\":[{\"data\":1,\"offset\":9,\"tags\":{\"t\":\"v\"}},{\"data\":2}],\"recovered\":true,\"offset\":18446744073709551615,\"was_recovering\":true,\"delta\":true}}"),
                Arguments.of(
                        new Reply(3, new Result.Unsubscribe()), "{\"id\":3,\"unsubscribe\":{}}"),
                Arguments.of(new Reply(4, new Result.Publish()), "{\"id\":4,\"publish\":{}}"),
                // The client iterates over what is there: it must be there.
                Arguments.of(
                        new Reply(5, new Result.Presence(Map.of())),
                        "{\"id\":5,\"presence\":{\"presence\":{}}}"),
                Arguments.of(
                        new Reply(5, new Result.Presence(Map.of("c", info))),
                        "{\"id\":5,\"presence\":{\"presence\":{\"c\":{\"user\":\"u\",\"client\":\"\",\"conn_info\":1}}}}"),
                Arguments.of(
                        new Reply(6, new Result.PresenceStats(0, 0)),
                        "{\"id\":6,\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}"),
                Arguments.of(
                        new Reply(7, new Result.History(List.of(), "", 0)),
                        "{\"id\":7,\"history\":{\"publications\":[],\"epoch\":\"\",\"offset\":0}}"),
                Arguments.of(new Reply(8, new Result.Ping()), "{\"id\":8,\"ping\":{}}"),
                Arguments.of(
                        new Reply(9, new Result.Rpc(data("[1]"))),
                        "{\"id\":9,\"rpc\":{\"data\":[1]}}"),
                Arguments.of(
                        new Reply(10, new Result.Refresh("c", "v", true, 5)),
                        "{\"id\":10,\"refresh\":{\"client\":\"c\",\"version\":\"v\",\"expires\":true,\"ttl\":5}}"),
                Arguments.of(
                        new Reply(11, new Result.SubRefresh(true, 5, List.of())),
                        "{\"id\":11,\"sub_refresh\":{\"expires\":true,\"ttl\":5}}"),
                Arguments.of(
                        Reply.push(
                                "c",
                                Publication.builder()
                                        .data(data("{}"))
                                        .info(info)
                                        .delta(true)
                                        .build()),
                        "{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":{},\"info\":{\"user\":\"u\",\"client\":\"\",\"conn_info\":1},\"delta\":true}}}"),
                Arguments.of(
                        Reply.push("c", new Event.Join(info)),
                        "{\"push\":{\"channel\":\"c\",\"join\":{\"info\":{\"user\":\"u\",\"client\":\"\",\"conn_info\":1}}}}"),
                Arguments.of(
                        Reply.push("c", new Event.Leave(info)),
                        "{\"push\":{\"channel\":\"c\",\"leave\":{\"info\":{\"user\":\"u\",\"client\":\"\",\"conn_info\":1}}}}"),
                Arguments.of(
                        Reply.push("c", new Event.Unsubscribe(2000, "r")),
                        "{\"push\":{\"channel\":\"c\",\"unsubscribe\":{\"code\":2000,\"reason\":\"r\"}}}"),
                Arguments.of(
                        Reply.push("", new Event.Message(data("1"))),
                        "{\"push\":{\"message\":{\"data\":1}}}"),
                Arguments.of(
                        Reply.push("c", new Event.Subscribe(true, "e", 1, true, data("2"))),
                        "{\"push\":{\"channel\":\"c\",\"subscribe\":{\"recoverable\":true,\"epoch\":\"e\",\"offset\":1,\"positioned\":true,\"data\":2}}}"),
                Arguments.of(
                        Reply.push(
                                "",
                                new Event.Connect(Result.Connect.builder().client("c").build())),
                        "{\"push\":{\"connect\":{\"client\":\"c\"}}}"),
                Arguments.of(
                        Reply.push("", new Event.Disconnect(3001, "shutdown", true)),
                        "{\"push\":{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}}}"),
                Arguments.of(
                        Reply.push("", new Event.Refresh(true, 60)),
                        "{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}"));
    }

    @ParameterizedTest
    @MethodSource("repliesAsTheyAreWritten")
    void writesEachReply(Reply reply, String expected) {
        assertThat(new String(JSON.encode(reply), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(expected);
        assertThat(reply(JSON, utf8(expected))).isEqualTo(reply);
    }

    @ParameterizedTest
    @FieldSource("dev.duplex.centrifuge.protocol.Samples#COMMANDS")
    void everyFieldOfACommandComesBack(Command command) {
        assertThat(command(JSON, JSON.encode(command))).isEqualTo(command);
    }

    @ParameterizedTest
    @FieldSource("dev.duplex.centrifuge.protocol.Samples#REPLIES")
    void everyFieldOfAReplyComesBack(Reply reply) {
        assertThat(reply(JSON, JSON.encode(reply))).isEqualTo(reply);
    }

    @Test
    void severalStandInAFrame() {
        byte[] frame = JSON.join(Samples.COMMANDS.stream().map(JSON::encode).toList());

        assertThat(JSON.commands(frame)).isEqualTo(new Decoded.Messages<>(Samples.COMMANDS));
        assertThat(new String(frame, java.nio.charset.StandardCharsets.UTF_8).split("\n"))
                .hasSameSizeAs(Samples.COMMANDS);
    }

    @Test
    void whatStandsBetweenIsWhiteSpace() {
        assertThat(JSON.commands(utf8("\n{}\r\n\n {}\n")))
                .isEqualTo(new Decoded.Messages<>(List.of(Command.PONG, Command.PONG)));
    }

    @Test
    void aSliceIsReadAndNoMore() {
        byte[] bytes = utf8("]]{\"id\":9,\"rpc\":{\"data\":[true],\"method\":\"é\"}}]]");

        assertThat(JSON.commands(bytes, 2, bytes.length - 4))
                .isEqualTo(
                        new Decoded.Messages<>(
                                List.of(new Command(9, new Request.Rpc(data("[true]"), "é")))));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "0",
                "-1.5e+300",
                "123456789012345678901234567890",
                "true",
                "null",
                "\"\"",
                "\"\\ud800 \\u0000 \\\"é😀\"",
                "[]",
                "{}",
                "[ 1 ,\t[ ] ]",
                "{\"a\":{\"b\":[null]}, \"a\":1}"
            })
    void aPayloadIsCopiedAsItStands(String json) {
        assertThat(
                        command(
                                JSON,
                                utf8(
                                        "{\"id\":1,\"rpc\":{\"data\": "
                                                + json
                                                + " ,\"method\":\"m\"}}")))
                .isEqualTo(new Command(1, new Request.Rpc(data(json), "m")));
        assertThat(command(JSON, utf8("{\"send\":{\"data\":" + json + "}}")))
                .isEqualTo(new Command(0, new Request.Send(data(json))));
    }

    @Test
    void aPayloadBecomesOneLine() {
        assertThat(command(JSON, utf8("{\"send\":{\"data\":{\r\n \"a\":\n1}}}")))
                .isEqualTo(new Command(0, new Request.Send(data("{   \"a\": 1}"))));
    }

    @Test
    void withDeltasAPayloadIsAString() {
        assertThat(data("{\"a\":\"é\n\"}").quoted())
                .isEqualTo(data("\"{\\\"a\\\":\\\"é\\n\\\"}\""));
    }

    @Test
    void unknownFieldsAndNullsAreIgnored() {
        assertThat(
                        command(
                                JSON,
                                utf8(
                                        "{\"x\":[{\"id\":7}],\"id\":1,\"error\":null,\"presence\":{\"channel\":null,\"y\":{\"channel\":\"z\"}},\"z\":\"\"}")))
                .isEqualTo(new Command(1, new Request.Presence("")));
    }

    @Test
    void ofSeveralRequestsTheFirstOfTheDefinitionCounts() {
        assertThat(
                        command(
                                JSON,
                                utf8(
                                        "{\"id\":1,\"rpc\":{\"method\":\"m\"},\"presence\":{\"channel\":\"c\"},\"ping\":{}}")))
                .isEqualTo(new Command(1, new Request.Presence("c")));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", Reason.EMPTY),
                Arguments.of(" \n", Reason.EMPTY),
                Arguments.of("{", Reason.NOT_JSON),
                Arguments.of("{}}", Reason.NOT_JSON),
                Arguments.of("{}\n{\"id\":", Reason.NOT_JSON),
                Arguments.of("{\"id\":1,}", Reason.NOT_JSON),
                Arguments.of("{'id':1}", Reason.NOT_JSON),
                Arguments.of("{\"send\":{\"data\":\"\n\"}}", Reason.NOT_JSON),
                Arguments.of("{\"send\":{\"data\":tru}}", Reason.NOT_JSON),
                Arguments.of("{\"send\":{\"data\":\"\\x\"}}", Reason.NOT_JSON),
                Arguments.of("{\"send\":{\"data\":01}}", Reason.NOT_JSON),
                Arguments.of("{\"unknown\":\"\u0001\"}", Reason.NOT_JSON),
                Arguments.of("{}\u0000", Reason.NOT_JSON),
                Arguments.of("\uFEFF{}", Reason.NOT_JSON),
                Arguments.of("[]", Reason.WRONG_TYPE),
                Arguments.of("1", Reason.WRONG_TYPE),
                Arguments.of("{\"id\":\"1\"}", Reason.WRONG_TYPE),
                Arguments.of("{\"id\":1.0}", Reason.WRONG_TYPE),
                Arguments.of("{\"rpc\":[]}", Reason.WRONG_TYPE),
                Arguments.of("{\"presence\":{\"channel\":1}}", Reason.WRONG_TYPE),
                Arguments.of("{\"subscribe\":{\"recover\":1}}", Reason.WRONG_TYPE),
                Arguments.of("{\"subscribe\":{\"tf\":{\"vals\":\"x\"}}}", Reason.WRONG_TYPE),
                Arguments.of("{\"connect\":{\"subs\":[]}}", Reason.WRONG_TYPE),
                Arguments.of("{\"connect\":{\"headers\":{\"a\":1}}}", Reason.WRONG_TYPE),
                Arguments.of("{\"id\":-1}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"id\":4294967296}", Reason.OUT_OF_RANGE),
                Arguments.of(
                        "{\"subscribe\":{\"offset\":18446744073709551616}}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"subscribe\":{\"offset\":-1}}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"subscribe\":{\"limit\":2147483648}}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"id\":" + "9".repeat(2000) + "}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"" + "n".repeat(2000) + "\":1}", Reason.OUT_OF_RANGE),
                Arguments.of("{\"presence\":{\"channel\":\"\\ud800\"}}", Reason.NOT_TEXT),
                Arguments.of("{\"send\":{\"data\":" + "[".repeat(100_000) + "}}", Reason.TOO_DEEP),
                Arguments.of("{\"unknown\":" + "[".repeat(100_000) + "}", Reason.TOO_DEEP),
                Arguments.of(
                        "{\"subscribe\":{\"tf\":"
                                + "{\"nodes\":[".repeat(33)
                                + "]}".repeat(33)
                                + "}}",
                        Reason.TOO_DEEP),
                Arguments.of("{}\n".repeat(Codec.MAX_MESSAGES + 1), Reason.TOO_MANY),
                Arguments.of(
                        "{\"subscribe\":{\"tf\":{\"vals\":[\"\""
                                + ",\"\"".repeat(Codec.MAX_ELEMENTS)
                                + "]}}}",
                        Reason.TOO_MANY));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses(String frame, Reason reason) {
        assertThat(failure(JSON.commands(utf8(frame)))).isEqualTo(reason);
    }

    @Test
    void takesWhatTheLimitsAllow() {
        assertThat(JSON.commands(utf8("{}\n".repeat(Codec.MAX_MESSAGES))))
                .isInstanceOf(Decoded.Messages.class);
        assertThat(
                        JSON.commands(
                                utf8(
                                        "{\"subscribe\":{\"tf\":"
                                                + "{\"nodes\":[".repeat(32)
                                                + "]}".repeat(32)
                                                + "}}")))
                .isInstanceOf(Decoded.Messages.class);
    }

    /// Who was away gets all that it missed in one.
    @Test
    void aReplyMayHaveManyPublications() {
        assertThat(JSON.replies(missed(Codec.MAX_ELEMENTS + 1)))
                .isInstanceOf(Decoded.Messages.class);
        assertThat(failure(JSON.replies(missed(Codec.MAX_REPLY_ELEMENTS + 1))))
                .isEqualTo(Reason.TOO_MANY);
    }

    private static byte[] missed(int count) {
        Publication publication = Publication.builder().data(Data.utf8("1")).build();
        Result.Subscribe subscribed =
                Result.Subscribe.builder()
                        .publications(Collections.nCopies(count, publication))
                        .build();
        return JSON.encode(new Reply(1, subscribed));
    }

    @Test
    void refusesWhatIsNotUtf8EvenWithinPayloads() {
        byte[] frame = utf8("{\"send\":{\"data\":\"é\"}}");
        for (byte[] bad :
                List.of(
                        new byte[] {(byte) 0xC0, (byte) 0x80},
                        new byte[] {(byte) 0xED, (byte) 0xA0})) {
            System.arraycopy(bad, 0, frame, 17, 2);
            assertThat(failure(JSON.commands(frame))).isEqualTo(Reason.NOT_JSON);
        }
    }

    @Test
    void everyBeginningOfAFrameIsRefused() {
        byte[] frame = JSON.encode(new Command(3, Samples.SUBSCRIBE));
        for (int length = 0; length < frame.length; length++) {
            assertThat(JSON.commands(frame, 0, length)).isInstanceOf(Decoded.Failed.class);
        }
    }
}
