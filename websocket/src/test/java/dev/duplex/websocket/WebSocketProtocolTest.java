package dev.duplex.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The state machine by bytes. The masks are zero unless the test is about masking, so that the
/// payloads can be read.
class WebSocketProtocolTest {
    private static final String HELLO = "8185 00000000 48656c6c6f";

    @Nested
    class Messages {
        @Test
        void aWholeMessageIsUnmaskedAndDelivered() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive("8185 37fa213d 7f9f4d5158");
            assertThat(probe.events).containsExactly("text Hello");
        }

        @Test
        void everySplitOfTheBytesGivesTheSame() {
            String whole =
                    "818500000000"
                            + "48656c6c6f"
                            + "028100000000"
                            + "61"
                            + "898000000000"
                            + "80820000"
                            + "00006263";
            for (int cut = 0; cut <= whole.length(); cut += 2) {
                ProtocolProbe probe = ProtocolProbe.server();
                probe.receive(whole.substring(0, cut));
                probe.receive(whole.substring(cut));
                assertThat(probe.events)
                        .as("cut at byte %d", cut / 2)
                        .containsExactly("text Hello", "binary 616263");
                assertThat(probe.sent()).isEqualTo("8a00");
            }
        }

        @Test
        void fragmentsAreJoinedAroundAPing() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive("0183 00000000 48656c  8982 00000000 6869  8082 00000000 6c6f");
            assertThat(probe.events).containsExactly("text Hello");
            assertThat(probe.sent()).isEqualTo("8a026869");
        }

        @Test
        void aClientMasksWhatItSends() {
            ProtocolProbe probe = ProtocolProbe.client();
            probe.send("abcde");
            assertThat(probe.sent()).isEqualTo("8185" + "01020304" + "6060606064");
        }

        @Test
        void aStreamedMessageGoesOutAsFragmentsAndKeepsOthersOut() {
            ProtocolProbe probe = ProtocolProbe.server();
            byte[] a = {0x61};
            probe.protocol.sendFragment(false, false, Unpooled.wrappedBuffer(a), 0, 1);
            probe.protocol.sendFragment(false, false, Unpooled.wrappedBuffer(a), 0, 1);
            assertThat(probe.protocol.isStreaming()).isTrue();
            assertThatThrownBy(() -> probe.send("x")).isInstanceOf(IllegalStateException.class);
            probe.protocol.sendFragment(false, true, Unpooled.EMPTY_BUFFER, 0, 0);
            probe.send("x");
            assertThat(probe.sent()).isEqualTo("020161" + "000161" + "8000" + "810178");
        }
    }

    @Nested
    class Mistakes {
        @ParameterizedTest(name = "{2}: {0}")
        @CsvSource({
            "8105 48656c6c6f,                1002, a client's frames must be masked",
            "c180 00000000,                  1002, a reserved bit is set that nothing was negotiated for",
            "a180 00000000,                  1002, a reserved bit is set that nothing was negotiated for",
            "8380 00000000,                  1002, opcode 3 is reserved",
            "8b80 00000000,                  1002, opcode 11 is reserved",
            "0980 00000000,                  1002, a control frame must not be fragmented",
            "89fe007e 00000000,              1002, a control frame has at most 125 bytes",
            "c980 00000000,                  1002, a reserved bit is set in a control frame",
            "8080 00000000,                  1002, a continuation frame continues nothing",
            "018000000000 8180 00000000,     1002, a new message began before the last one ended",
            "82fe0005 00000000,              1002, the frame's length is not in its shortest form",
            "82ff8000000000000000 00000000,  1002, the frame's length is not in its shortest form",
            "8181 00000000 ff,               1007, a text message is not UTF-8",
            "8182 00000000 c3,               0,    nothing yet: the character may go on",
            "8190 00000000 ff,               1007, a text message is not UTF-8",
            "82fe0401 00000000,              1009, a message has more than 1024 bytes",
            "82ff0000000010000000 00000000,  1009, a message has more than 1024 bytes",
            "8881 00000000 03,               1002, 'a Close frame has one byte, which is half a code'",
            "8882 00000000 03ed,             1002, close code 1005 may not be sent",
            "8882 00000000 03e7,             1002, close code 999 may not be sent",
            "8883 00000000 03e8ff,           1007, a close reason is not UTF-8",
        })
        void eachGetsItsCodeOnce(String bytes, int code, String reason) {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive(bytes);
            if (code == 0) {
                assertThat(probe.events).isEmpty();
                return;
            }
            assertThat(probe.events).containsExactly("failed " + code + " " + reason);
            assertThat(probe.sent())
                    .startsWith("88")
                    .hasSize(2 * (4 + reason.length()))
                    .contains("%04x".formatted(code));
            assertThat(probe.protocol.state()).isEqualTo(WebSocketProtocol.State.CLOSED);

            assertThat(probe.receive(HELLO)).as("what comes after is swallowed").isEmpty();
            probe.send("nothing more");
            probe.protocol.close(1000, "", probe.now);
            assertThat(probe.sent()).as("one Close, and nothing after it").isEmpty();
            assertThat(probe.events).hasSize(1);
        }

        @Test
        void tooManyFragments() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive("0180 00000000");
            probe.receive("0080 00000000".repeat(15));
            assertThat(probe.events).isEmpty();
            probe.receive("0080 00000000");
            assertThat(probe.events)
                    .containsExactly("failed 1008 the message has more than 16 frames");
        }

        @Test
        void fragmentsCountTogetherForTheSizeOfTheMessage() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive("02fe0400 00000000" + "00".repeat(1024));
            assertThat(probe.events).isEmpty();
            probe.receive("0081 00000000");
            assertThat(probe.events)
                    .containsExactly("failed 1009 a message has more than 1024 bytes");
        }

        @Test
        void aRateThatIsTooHigh() {
            ProtocolProbe probe =
                    ProtocolProbe.server(
                            new ProtocolSettings(
                                    1024,
                                    16,
                                    5,
                                    0,
                                    0,
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ofSeconds(1)));
            for (int i = 0; i < 10; i++) {
                probe.receive(HELLO);
            }
            assertThat(probe.events).as("two seconds' worth").hasSize(10).doesNotContain("failed");
            probe.now += Duration.ofMillis(200).toNanos();
            probe.receive(HELLO);
            assertThat(probe.events)
                    .as("one more a fifth of a second later")
                    .hasSize(11)
                    .allMatch("text Hello"::equals);
            probe.receive(HELLO);
            assertThat(probe.events).last().isEqualTo("failed 1008 too many messages per second");
        }
    }

    @Nested
    class Closing {
        @ParameterizedTest
        @CsvSource({
            "8880 00000000, 8800, 1005",
            "8882 00000000 03e8, 880203e8, 1000",
            "8882 00000000 1387, 88021387, 4999"
        })
        void thePeersCloseIsAnsweredWithItsCode(String bytes, String answer, int code) {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive(bytes);
            assertThat(probe.sent()).isEqualTo(answer);
            assertThat(probe.events).containsExactly("closed " + code + " ");
            assertThat(probe.protocol.state()).isEqualTo(WebSocketProtocol.State.CLOSED);
        }

        @Test
        void ourCloseWaitsForThePeersAndHearsNoMessageMeanwhile() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.protocol.close(1001, "bye", 0);
            assertThat(probe.sent()).isEqualTo("880503e9627965");
            probe.receive(HELLO + "8980 00000000");
            assertThat(probe.events).isEmpty();
            assertThat(probe.sent()).as("RFC 6455 §5.5.1: no frame after a Close").isEmpty();
            probe.receive("8882 00000000 03e9");
            assertThat(probe.events).containsExactly("closed 1001 ");
            assertThat(probe.sent()).as("exactly one Close").isEmpty();
        }

        @Test
        void aPeerThatDoesNotAnswerCloseIsGivenUp() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.protocol.close(1000, "", 0);
            assertThat(probe.protocol.deadline()).isEqualTo(Duration.ofSeconds(3).toNanos());
            probe.after(Duration.ofSeconds(3));
            assertThat(probe.events).containsExactly("failed 1006 the peer did not answer Close");
        }

        @Test
        void closingWithinAMessageLetsTheOthersOfTheSameReadGo() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.onMessage = () -> probe.protocol.close(1000, "", 0);
            probe.receive(HELLO + HELLO + "8882 00000000 03e8");
            assertThat(probe.events).containsExactly("text Hello", "closed 1000 ");
        }

        @Test
        void aLongReasonIsCutBetweenCharacters() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.protocol.close(1000, "é".repeat(100), 0);
            String sent = probe.sent();
            assertThat(sent).startsWith("887c03e8").hasSize(2 * (2 + 2 + 122)).endsWith("c3a9");
        }
    }

    @Nested
    class Time {
        @Test
        void aQuietPeerIsPingedAndItsAnswerMeasured() {
            ProtocolProbe probe = ProtocolProbe.server();
            assertThat(probe.protocol.deadline()).isEqualTo(Duration.ofSeconds(10).toNanos());
            probe.after(Duration.ofSeconds(10));
            String ping = probe.sent();
            assertThat(ping).startsWith("8908").hasSize(20);
            probe.now += 5_000_000;
            probe.receive("8a88 00000000" + ping.substring(4));
            assertThat(probe.events).containsExactly("pong 5000000");
        }

        @Test
        void aSilentPeerIsGivenUpAndAnyByteIsLife() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.after(Duration.ofSeconds(10));
            probe.after(Duration.ofSeconds(3));
            probe.receive("81");
            probe.after(Duration.ofSeconds(2));
            assertThat(probe.events).isEmpty();
            probe.after(Duration.ofSeconds(5));
            probe.after(Duration.ofSeconds(4));
            assertThat(probe.events).containsExactly("failed 1006 the peer answered no ping");
        }

        @Test
        void aPeerThatIsNotReadFromIsNotJudged() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.protocol.suspend(0);
            for (int i = 0; i < 30; i++) {
                probe.after(Duration.ofSeconds(5));
            }
            assertThat(probe.events).isEmpty();
            probe.protocol.resume(probe.now);
            probe.after(Duration.ofSeconds(3));
            assertThat(probe.events).as("it has its whole time anew").isEmpty();
            probe.after(Duration.ofSeconds(1));
            assertThat(probe.events).hasSize(1);
        }

        @Test
        void suspendingLeavesTheRestOfTheBytesAlone() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.onMessage = () -> probe.protocol.suspend(0);
            String left = probe.receive(HELLO + HELLO);
            assertThat(left).isEqualTo(HELLO.replace(" ", ""));
            assertThat(probe.events).hasSize(1);
        }
    }

    @Nested
    class Pings {
        @Test
        void whenTheOutputIsFullOnlyTheLastPingIsAnsweredLater() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.full = true;
            probe.receive("8981 00000000 61 8981 00000000 62");
            assertThat(probe.sent()).isEmpty();
            probe.full = false;
            probe.protocol.drained();
            probe.protocol.drained();
            assertThat(probe.sent()).isEqualTo("8a0162");
        }

        @Test
        void aPongThatAnswersNothingIsIgnored() {
            ProtocolProbe probe = ProtocolProbe.server();
            probe.receive("8a81 00000000 61");
            assertThat(probe.events).isEmpty();
            assertThat(probe.sent()).isEmpty();
        }
    }
}
