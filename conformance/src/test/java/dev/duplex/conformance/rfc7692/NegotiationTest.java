package dev.duplex.conformance.rfc7692;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How permessage-deflate is agreed on (RFC 7692 §5, §7.1).
class NegotiationTest extends DeflateSuite {
    NegotiationTest(Cell cell) {
        super(cell);
    }

    static Stream<String> acceptable() {
        List<String> offers = new ArrayList<>();
        String[] takeovers = {
            "",
            "; server_no_context_takeover",
            "; client_no_context_takeover",
            "; client_no_context_takeover; server_no_context_takeover"
        };
        for (String takeover : takeovers) {
            offers.add("permessage-deflate" + takeover);
            offers.add("permessage-deflate; client_max_window_bits" + takeover);
        }
        for (int bits = 8; bits <= 15; bits++) {
            offers.add("permessage-deflate; server_max_window_bits=" + bits);
            offers.add("permessage-deflate; client_max_window_bits=" + bits);
            offers.add(
                    "permessage-deflate; server_max_window_bits="
                            + bits
                            + takeovers[3]
                            + "; client_max_window_bits="
                            + (23 - bits));
        }
        offers.add("permessage-deflate; server_max_window_bits=\"10\"");
        offers.add("permessage-deflate;server_max_window_bits=10;client_max_window_bits");
        offers.add("permessage-deflate ; server_no_context_takeover ; client_max_window_bits = 12");
        return offers.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptable")
    @DisplayName(
            "§7.1: a server accepts an offer with a response that corresponds to it: what the client asked of"
                    + " the server is in it, no window is larger than offered, and client_max_window_bits is"
                    + " not in it unless it was offered")
    void agrees(String offer) {
        for (String path : List.of("/deflate", "/takeover", "/echo")) {
            Compressed on = compressed(path, offer);
            Agreed agreed = on.agreed();
            assertThat(agreed.serverTakeover() && offer.contains("server_no_context_takeover"))
                    .as("§7.1.1.1: " + agreed)
                    .isFalse();
            assertThat(agreed.serverWindowBits())
                    .as("§7.1.2.1: " + agreed)
                    .isLessThanOrEqualTo(bits(offer, "server"));
            if (offer.contains("client_max_window_bits")) {
                assertThat(agreed.clientWindowBits())
                        .as("§7.1.2.2: " + agreed)
                        .isLessThanOrEqualTo(bits(offer, "client"));
            } else {
                assertThat(agreed.parameters())
                        .as("§7.1.2.2")
                        .doesNotContainKey("client_max_window_bits");
            }
            on.echo(RawFrame.text("agreed by " + offer));
            on.echo(RawFrame.text("agreed by " + offer));
        }
    }

    @Test
    @DisplayName(
            "§7.1.1: an endpoint without context takeover says so in its response, whoever asks")
    void saysThatItKeepsNoContext() {
        Agreed without = compressed("/deflate", "permessage-deflate").agreed();
        assertThat(without.serverTakeover()).isFalse();
        assertThat(without.clientTakeover()).isFalse();
        Agreed with = compressed("/takeover", "permessage-deflate").agreed();
        assertThat(with.serverTakeover()).isTrue();
        assertThat(with.clientTakeover()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=0",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=-8",
                "permessage-deflate; server_max_window_bits=+8",
                "permessage-deflate; server_max_window_bits=99999999999",
                "permessage-deflate; server_max_window_bits=ten",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; client_max_window_bits=1.0",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; unknown",
                "permessage-deflate; unknown=1; server_no_context_takeover",
                "permessage-deflate; Server_Max_Window_Bitz=10",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "x-webkit-deflate-frame",
                "permessage-bzip2",
                "permessage-deflate2"
            })
    @DisplayName(
            "§7.1: a server MUST decline an extension negotiation offer with a parameter that is not defined,"
                    + " has an invalid value, or comes twice; the connection is without it")
    void declines(String offer) {
        for (String path : List.of("/deflate", "/takeover")) {
            RawWebSocket peer = connect();
            RawHead head =
                    accepted(peer, handshake(path).with("Sec-WebSocket-Extensions: " + offer));
            if (Agreed.in(head).isPresent()) {
                throw peer.failure("no extension agreed to", head.toString());
            }
            Expect.echo(peer, RawFrame.text("plain".repeat(200)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "permessage-deflate; server_max_window_bits=16, permessage-deflate | 15",
                "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=9 | 9",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | 10",
                "permessage-deflate; server_max_window_bits=12 , permessage-deflate; server_max_window_bits=9 | 12",
                "x-webkit-deflate-frame, permessage-deflate | 15",
                "foo; a=\"b\", bar, permessage-deflate; server_max_window_bits=\"11\" | 11",
                ", permessage-deflate | 15",
            })
    @DisplayName(
            "§5.1: offers are in order of the client's preference; the server takes the first that it can, and"
                    + " answers with one")
    void takesTheFirstAcceptable(String offers, int serverBits) {
        assertThat(compressed("/takeover", offers).agreed().serverWindowBits())
                .isEqualTo(serverBits);
    }

    @Test
    @DisplayName("RFC 6455 §9.1: offers may be split over several fields, which are one list")
    void readsSeveralFields() {
        RawWebSocket peer = connect();
        RawHead head =
                accepted(
                        peer,
                        handshake("/takeover")
                                .with("Sec-WebSocket-Extensions: foo")
                                .with(
                                        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10")
                                .with("Sec-WebSocket-Extensions: permessage-deflate"));
        assertThat(Agreed.in(head).map(Agreed::serverWindowBits)).as(head.toString()).contains(10);
    }

    @Test
    @DisplayName("§5: an endpoint that does not compress declines every offer")
    void declinesWhereItIsOff() {
        RawHead head =
                accepted(
                        connect(),
                        handshake("/plain").with("Sec-WebSocket-Extensions: permessage-deflate"));
        assertThat(Agreed.in(head)).as(head.toString()).isEmpty();
    }

    private static int bits(String offer, String side) {
        for (String parameter : offer.split(";", -1)) {
            String value = parameter.strip();
            if (value.startsWith(side + "_max_window_bits") && value.contains("=")) {
                return Integer.parseInt(
                        value.substring(value.indexOf('=') + 1).replace("\"", "").strip());
            }
        }
        return 15;
    }
}
