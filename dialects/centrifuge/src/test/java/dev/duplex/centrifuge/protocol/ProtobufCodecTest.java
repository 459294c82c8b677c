package dev.duplex.centrifuge.protocol;

import static dev.duplex.centrifuge.protocol.Wires.bytes;
import static dev.duplex.centrifuge.protocol.Wires.command;
import static dev.duplex.centrifuge.protocol.Wires.failure;
import static dev.duplex.centrifuge.protocol.Wires.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.util.Arrays;
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

class ProtobufCodecTest {
    private static final Codec PROTOBUF = Codec.protobuf();

    static Stream<Arguments> commandsAsTheyAreWritten() {
        return Stream.of(
                Arguments.of(bytes("00"), Command.PONG),
                Arguments.of(
                        bytes("08 0801 2204 1202 0001"),
                        new Command(
                                1,
                                Request.Connect.builder()
                                        .data(Data.copyOf(new byte[] {0, 1}))
                                        .build())),
                Arguments.of(
                        bytes("0d 0801 2209 1a07 0a01", "'c", "1202 1801"),
                        new Command(
                                1,
                                Request.Connect.builder()
                                        .subs(
                                                Map.of(
                                                        "c",
                                                        Request.Subscribe.builder()
                                                                .recover(true)
                                                                .build()))
                                        .build())),
                Arguments.of(
                        bytes("15 0802 2a11 0a01", "'c", "38ffffffffffffffffff01 6201", "'f"),
                        new Command(
                                2,
                                Request.Subscribe.builder()
                                        .channel("c")
                                        .offset(-1)
                                        .delta("f")
                                        .build())),
                Arguments.of(
                        bytes("10 0802 2a0c 6a0a 1a02", "'in", "2a01", "'a", "2a01", "'b"),
                        new Command(
                                2,
                                Request.Subscribe.builder()
                                        .filter(
                                                new FilterNode(
                                                        "",
                                                        "",
                                                        "in",
                                                        "",
                                                        List.of("a", "b"),
                                                        List.of()))
                                        .build())),
                Arguments.of(
                        bytes("07 0803 3203 0a01", "'c"),
                        new Command(3, new Request.Unsubscribe("c"))),
                Arguments.of(
                        bytes("0a 0804 3a06 0a01", "'c", "1201", "'x"),
                        new Command(4, new Request.Publish("c", Data.utf8("x"), 0, "", false))),
                Arguments.of(
                        bytes("07 0805 4203 0a01", "'c"),
                        new Command(5, new Request.Presence("c"))),
                Arguments.of(
                        bytes("07 0806 4a03 0a01", "'c"),
                        new Command(6, new Request.PresenceStats("c"))),
                Arguments.of(
                        bytes("16 0807 5212 0a01", "'c", "38ffffffffffffffffff01 4202 0802"),
                        new Command(
                                7,
                                new Request.History(
                                        "c", -1, Optional.of(new StreamPosition(2, "")), false))),
                Arguments.of(bytes("04 0808 5a00"), new Command(8, new Request.Ping())),
                Arguments.of(
                        bytes("05 6203 0a01", "'x"),
                        new Command(0, new Request.Send(Data.utf8("x")))),
                Arguments.of(
                        bytes("07 0809 6a03 1201", "'m"),
                        new Command(9, new Request.Rpc(Data.EMPTY, "m"))),
                Arguments.of(
                        bytes("07 080a 7203 0a01", "'t"),
                        new Command(10, new Request.Refresh("t"))),
                Arguments.of(
                        bytes("08 0880 01 7a03 0a01", "'c"),
                        new Command(
                                128, new Request.SubRefresh("c", "", 0, List.of(), List.of()))));
    }

    @ParameterizedTest
    @MethodSource("commandsAsTheyAreWritten")
    void readsAndWritesEachCommand(byte[] frame, Command expected) {
        assertThat(command(PROTOBUF, frame)).isEqualTo(expected);
        assertThat(PROTOBUF.encode(expected)).isEqualTo(frame);
    }

    @Test
    void writesReplies() {
        assertThat(PROTOBUF.encode(Reply.PING)).isEqualTo(bytes("00"));
        assertThat(PROTOBUF.encode(Reply.failure(1, 109, "x", true)))
                .isEqualTo(bytes("0b 0801 1207 086d 1201", "'x", "1801"));
        assertThat(
                        PROTOBUF.encode(
                                Reply.push(
                                        "c",
                                        Publication.builder()
                                                .data(Data.utf8("x"))
                                                .offset(300)
                                                .score(-1)
                                                .build())))
                .isEqualTo(bytes("0f 220d 1201", "'c", "2208 2201", "'x", "30ac02 6801"));
        assertThat(PROTOBUF.encode(new Reply(4, new Result.Publish())))
                .isEqualTo(bytes("04 0804 4200"));
        assertThat(
                        PROTOBUF.encode(
                                Reply.push(
                                        "",
                                        new Event.Connect(
                                                Result.Connect.builder().ttl(5).build()))))
                .isEqualTo(bytes("06 2204 5202 3005"));
        assertThat(PROTOBUF.encode(new Reply(1, Result.Connect.builder().ttl(5).build())))
                .isEqualTo(bytes("06 0801 2a02 2005"));
    }

    @Test
    void lengthsOfSeveralBytesAreWritten() {
        for (int length : new int[] {1, 119, 120, 127, 128, 200, 16_383, 16_384, 3_000_000}) {
            Command send = new Command(0, new Request.Send(Data.copyOf(new byte[length])));
            assertThat(command(PROTOBUF, PROTOBUF.encode(send))).isEqualTo(send);
        }
    }

    @ParameterizedTest
    @FieldSource("dev.duplex.centrifuge.protocol.Samples#COMMANDS")
    void aCommandIsWhatProtobufJavaReadsAndWrites(Command command) throws Exception {
        byte[] frame = PROTOBUF.encode(command);
        DynamicMessage message = parse("Command", frame);

        assertThat(PROTOBUF.commands(delimited(message)))
                .isEqualTo(new Decoded.Messages<>(List.of(command)));
        assertThat(command(PROTOBUF, frame)).isEqualTo(command);
        assertKnown(message);
    }

    @ParameterizedTest
    @FieldSource("dev.duplex.centrifuge.protocol.Samples#REPLIES")
    void aReplyIsWhatProtobufJavaReadsAndWrites(Reply reply) throws Exception {
        byte[] frame = PROTOBUF.encode(reply);
        DynamicMessage message = parse("Reply", frame);

        assertThat(PROTOBUF.replies(delimited(message)))
                .isEqualTo(new Decoded.Messages<>(List.of(reply)));
        assertThat(reply(PROTOBUF, frame)).isEqualTo(reply);
        assertKnown(message);
    }

    /// The samples set every field of every message, so that both sides know the same.
    @Test
    void theSamplesLeaveNoFieldOut() throws Exception {
        java.util.Set<String> seen = new java.util.TreeSet<>();
        for (Command command : Samples.COMMANDS) {
            collect(parse("Command", PROTOBUF.encode(command)), seen);
        }
        for (Reply reply : Samples.REPLIES) {
            collect(parse("Reply", PROTOBUF.encode(reply)), seen);
        }
        Emulation emulation = new Emulation("n", "s", Data.copyOf(new byte[] {1}));
        collect(
                DynamicMessage.parseFrom(
                        Schema.message("EmulationRequest"), PROTOBUF.encode(emulation)),
                seen);
        java.util.Set<String> all = new java.util.TreeSet<>();
        for (Descriptor message : Schema.message("Command").getFile().getMessageTypes()) {
            message.getFields().forEach(field -> all.add(field.getFullName()));
        }
        assertThat(seen).isEqualTo(all);
    }

    private static void collect(DynamicMessage message, java.util.Set<String> seen) {
        message.getAllFields()
                .forEach((field, value) -> {
                    if (!field.getContainingType().getOptions().getMapEntry()) {
                        seen.add(field.getFullName());
                    }
                    List<?> values = value instanceof List<?> list ? list : List.of(value);
                    for (Object each : values) {
                        if (each instanceof DynamicMessage inner) {
                            collect(inner, seen);
                        }
                    }
                });
    }

    static DynamicMessage parse(String type, byte[] frame) throws java.io.IOException {
        CodedInputStream in = CodedInputStream.newInstance(frame);
        int size = in.readRawVarint32();
        assertThat(size).isEqualTo(frame.length - in.getTotalBytesRead());
        return DynamicMessage.parseFrom(
                Schema.message(type),
                Arrays.copyOfRange(frame, in.getTotalBytesRead(), frame.length));
    }

    private static byte[] delimited(DynamicMessage message) throws java.io.IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        message.writeDelimitedTo(out);
        return out.toByteArray();
    }

    private static void assertKnown(DynamicMessage message) {
        assertThat(message.getUnknownFields().asMap()).isEmpty();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            List<?> values =
                    field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof DynamicMessage inner) {
                    assertKnown(inner);
                }
            }
        }
    }

    @Test
    void severalStandInAFrame() {
        byte[] frame = PROTOBUF.join(Samples.COMMANDS.stream().map(PROTOBUF::encode).toList());
        assertThat(PROTOBUF.commands(frame)).isEqualTo(new Decoded.Messages<>(Samples.COMMANDS));

        byte[] within = new byte[frame.length + 6];
        System.arraycopy(frame, 0, within, 3, frame.length);
        assertThat(PROTOBUF.commands(within, 3, frame.length))
                .isEqualTo(new Decoded.Messages<>(Samples.COMMANDS));
    }

    @Test
    void unknownFieldsAreSkipped() {
        // a varint, 8 bytes, 4 bytes, a sized one; and the known id with the type of another field
        assertThat(
                        command(
                                PROTOBUF,
                                bytes(
                                        "22 f80105 f1010102030405060708 f50101020304 f201020102 0a0100 0801 4203 0a01",
                                        "'c")))
                .isEqualTo(new Command(1, new Request.Presence("c")));
    }

    @Test
    void ofSeveralRequestsTheFirstOfTheDefinitionCounts() {
        assertThat(command(PROTOBUF, bytes("09 0801 5a00 4203 0a01", "'c")))
                .isEqualTo(new Command(1, new Request.Presence("c")));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(bytes(), Reason.EMPTY),
                Arguments.of(bytes("01"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("80"), Reason.NOT_PROTOBUF),
                // lengths that are only claimed: 2 GiB − 1, 2⁶³, 2⁶⁴ − 1
                Arguments.of(bytes("ffffffff07"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("80808080808080808001"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("ffffffffffffffffff01"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("ffffffffffffffffffff01"), Reason.NOT_PROTOBUF),
                // the inner length goes beyond the outer
                Arguments.of(bytes("04 0801 4204 0a02 6161"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("02 08ff 01"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("02 0001"), Reason.NOT_PROTOBUF),
                // groups, and types that are none
                Arguments.of(bytes("02 1314"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("01 0e"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("05 f1010102 03"), Reason.NOT_PROTOBUF),
                Arguments.of(bytes("06 4204 0a02 c080"), Reason.NOT_TEXT),
                Arguments.of(new byte[Codec.MAX_MESSAGES + 1], Reason.TOO_MANY));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses(byte[] frame, Reason reason) {
        assertThat(failure(PROTOBUF.commands(frame))).isEqualTo(reason);
    }

    @Test
    void limitsElementsAndDepth() {
        FilterNode wide =
                new FilterNode(
                        "", "", "", "", Collections.nCopies(Codec.MAX_ELEMENTS + 1, ""), List.of());
        assertThat(failure(PROTOBUF.commands(PROTOBUF.encode(filtered(wide)))))
                .isEqualTo(Reason.TOO_MANY);

        FilterNode deep = new FilterNode("", "", "", "", List.of(), List.of());
        for (int depth = 1; depth < FilterNode.MAX_DEPTH; depth++) {
            deep = new FilterNode("not", "", "", "", List.of(), List.of(deep));
        }
        assertThat(command(PROTOBUF, PROTOBUF.encode(filtered(deep)))).isEqualTo(filtered(deep));
        FilterNode deeper = new FilterNode("not", "", "", "", List.of(), List.of(deep));
        assertThat(failure(PROTOBUF.commands(PROTOBUF.encode(filtered(deeper)))))
                .isEqualTo(Reason.TOO_DEEP);
    }

    /// Who was away gets all that it missed in one.
    @Test
    void aReplyMayHaveManyPublications() {
        assertThat(PROTOBUF.replies(missed(Codec.MAX_ELEMENTS + 1)))
                .isInstanceOf(Decoded.Messages.class);
        assertThat(failure(PROTOBUF.replies(missed(Codec.MAX_REPLY_ELEMENTS + 1))))
                .isEqualTo(Reason.TOO_MANY);
    }

    private static byte[] missed(int count) {
        Publication publication = Publication.builder().data(Data.utf8("1")).build();
        Result.Subscribe subscribed =
                Result.Subscribe.builder()
                        .publications(Collections.nCopies(count, publication))
                        .build();
        return PROTOBUF.encode(new Reply(1, subscribed));
    }

    private static Command filtered(FilterNode filter) {
        return new Command(1, Request.Subscribe.builder().filter(filter).build());
    }

    @Test
    void everyBeginningOfAFrameIsRefused() {
        byte[] frame = PROTOBUF.encode(new Command(3, Samples.SUBSCRIBE));
        for (int length = 0; length < frame.length; length++) {
            assertThat(PROTOBUF.commands(frame, 0, length)).isInstanceOf(Decoded.Failed.class);
        }
    }

    /// A number too large for its field is cut, as protobuf-java cuts it.
    @Test
    void numbersAreCutAsProtobufCutsThem() throws InvalidProtocolBufferException {
        byte[] message = bytes("08 ffffffffffffffffff01");
        DynamicMessage theirs = DynamicMessage.parseFrom(Schema.message("Command"), message);
        byte[] frame = bytes("0b 08 ffffffffffffffffff01");

        assertThat(command(PROTOBUF, frame).id())
                .isEqualTo(
                        Integer.toUnsignedLong(
                                (int)
                                        theirs.getField(
                                                theirs.getDescriptorForType()
                                                        .findFieldByNumber(1))))
                .isEqualTo(0xFFFF_FFFFL);
    }
}
