package dev.duplex.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.websocket.deflate.DeflateNegotiation.Agreed;
import dev.duplex.websocket.deflate.DeflateNegotiation.Answer;
import dev.duplex.websocket.deflate.DeflateNegotiation.Declined;
import dev.duplex.websocket.deflate.DeflateNegotiation.Violation;
import dev.duplex.websocket.handshake.Extension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 §5.1, §7.1. Extensions are written as in the header field, without quotes.
class DeflateNegotiationTest {
    private static final DeflateOptions TAKEOVER = new DeflateOptions(true, true, 6, 0);
    private static final String FORGET_BOTH =
            "permessage-deflate;server_no_context_takeover;client_no_context_takeover";

    static List<Extension> parse(String field) {
        List<Extension> extensions = new ArrayList<>();
        for (String element : field.split(",", -1)) {
            String[] tokens = element.split(";", -1);
            List<Extension.Parameter> parameters =
                    Arrays.stream(tokens)
                            .skip(1)
                            .map(token -> token.split("=", -1))
                            .map(pair ->
                                    new Extension.Parameter(
                                            pair[0],
                                            pair.length == 1
                                                    ? Optional.empty()
                                                    : Optional.of(pair[1])))
                            .toList();
            extensions.add(new Extension(tokens[0], parameters));
        }
        return extensions;
    }

    static String format(Extension extension) {
        return extension.name()
                + extension.parameters().stream()
                        .map(p -> ";" + p.name() + p.value().map(v -> "=" + v).orElse(""))
                        .collect(Collectors.joining());
    }

    @Nested
    class Server {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        permessage-deflate|permessage-deflate|false|false|15|15
                        permessage-deflate;client_max_window_bits|permessage-deflate|false|false|15|15
                        permessage-deflate;client_max_window_bits=8|permessage-deflate;client_max_window_bits=8|false|false|15|8
                        permessage-deflate;client_max_window_bits=15|permessage-deflate;client_max_window_bits=15|false|false|15|15
                        permessage-deflate;server_max_window_bits=8|permessage-deflate;server_max_window_bits=8|false|false|8|15
                        permessage-deflate;server_max_window_bits=15|permessage-deflate;server_max_window_bits=15|false|false|15|15
                        permessage-deflate;server_no_context_takeover|permessage-deflate;server_no_context_takeover|true|false|15|15
                        permessage-deflate;client_no_context_takeover|permessage-deflate;client_no_context_takeover|false|true|15|15
                        permessage-deflate;server_max_window_bits=10;client_max_window_bits=11;server_no_context_takeover|permessage-deflate;server_no_context_takeover;server_max_window_bits=10;client_max_window_bits=11|true|false|10|11
                        """)
        void agreesToEveryParameter(
                String offer,
                String response,
                boolean serverForgets,
                boolean clientForgets,
                int serverBits,
                int clientBits) {
            Optional<Agreed> agreed = DeflateNegotiation.accept(parse(offer), TAKEOVER);

            assertThat(agreed)
                    .hasValueSatisfying(a -> {
                        assertThat(format(a.response())).isEqualTo(response);
                        assertThat(a.parameters())
                                .isEqualTo(
                                        new DeflateParameters(
                                                serverForgets,
                                                clientForgets,
                                                serverBits,
                                                clientBits));
                    });
        }

        /// §7.1: "A server MUST decline an extension negotiation offer for this extension if any of
        /// the following conditions are met" — a parameter not defined for use in an offer, one
        /// with an invalid value, several with the same name.
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unknown",
                    "unknown=1",
                    "Server_no_context_takeover",
                    "server_no_context_takeover;server_no_context_takeover",
                    "client_no_context_takeover;client_no_context_takeover",
                    "server_max_window_bits=10;server_max_window_bits=10",
                    "client_max_window_bits;client_max_window_bits=10",
                    "server_no_context_takeover=1",
                    "server_no_context_takeover=",
                    "client_no_context_takeover=true",
                    "server_max_window_bits",
                    "server_max_window_bits=",
                    "server_max_window_bits=7",
                    "server_max_window_bits=16",
                    "server_max_window_bits=08",
                    "server_max_window_bits=+8",
                    "server_max_window_bits=010",
                    "server_max_window_bits=8.0",
                    "server_max_window_bits=0x8",
                    "server_max_window_bits=-8",
                    "server_max_window_bits=99999999999999999999",
                    "server_max_window_bits=\u0668",
                    "client_max_window_bits=",
                    "client_max_window_bits=7",
                    "client_max_window_bits=16",
                    "client_max_window_bits=09",
                    "client_max_window_bits=ten",
                })
        void declinesWhatIsNotValid(String parameters) {
            String offer = "permessage-deflate;" + parameters;

            assertThat(DeflateNegotiation.accept(parse(offer), TAKEOVER)).isEmpty();
            // §5.2: the next offer is the fallback.
            assertThat(DeflateNegotiation.accept(parse(offer + ",permessage-deflate"), TAKEOVER))
                    .hasValueSatisfying(
                            a -> assertThat(format(a.response())).isEqualTo("permessage-deflate"));
        }

        @Test
        void takesTheFirstAcceptableOffer() {
            String offers =
                    "x-other;a=b,permessage-deflate;server_max_window_bits=3,"
                            + "permessage-deflate;server_max_window_bits=9,permessage-deflate";

            assertThat(DeflateNegotiation.accept(parse(offers), TAKEOVER))
                    .hasValueSatisfying(a ->
                            assertThat(format(a.response()))
                                    .isEqualTo("permessage-deflate;server_max_window_bits=9"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Permessage-Deflate", "permessage-deflate2", "x-webkit-deflate-frame"})
        void leavesOtherExtensionsAlone(String offer) {
            assertThat(DeflateNegotiation.accept(parse(offer), TAKEOVER)).isEmpty();
        }

        @Test
        void withoutOffersThereIsNothingToAgreeOn() {
            assertThat(DeflateNegotiation.accept(List.of(), TAKEOVER)).isEmpty();
        }

        @Test
        void withoutTakeoverBothSidesForget() {
            Optional<Agreed> agreed =
                    DeflateNegotiation.accept(
                            parse("permessage-deflate;client_max_window_bits"),
                            DeflateOptions.DEFAULT);

            assertThat(agreed)
                    .contains(
                            new Agreed(
                                    new DeflateParameters(true, true, 15, 15),
                                    parse(FORGET_BOTH).getFirst()));
        }

        @Test
        void offAcceptsNothing() {
            assertThat(DeflateNegotiation.accept(parse("permessage-deflate"), DeflateOptions.OFF))
                    .isEmpty();
        }
    }

    @Nested
    class Client {
        private static Answer answer(String offer, String answer) {
            return DeflateNegotiation.verify(parse(offer).getFirst(), parse(answer));
        }

        @Test
        void offersEveryWindow() {
            assertThat(format(DeflateNegotiation.offer(TAKEOVER)))
                    .isEqualTo("permessage-deflate;client_max_window_bits");
            assertThat(format(DeflateNegotiation.offer(DeflateOptions.DEFAULT)))
                    .isEqualTo(FORGET_BOTH + ";client_max_window_bits");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeflateNegotiation.offer(DeflateOptions.OFF));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        permessage-deflate|permessage-deflate|false|false|15|15
                        permessage-deflate|permessage-deflate;server_no_context_takeover|true|false|15|15
                        permessage-deflate|permessage-deflate;client_no_context_takeover|false|true|15|15
                        permessage-deflate|permessage-deflate;server_max_window_bits=9|false|false|9|15
                        permessage-deflate;client_no_context_takeover|permessage-deflate|false|true|15|15
                        permessage-deflate;server_no_context_takeover|permessage-deflate;server_no_context_takeover|true|false|15|15
                        permessage-deflate;server_max_window_bits=12|permessage-deflate;server_max_window_bits=12|false|false|12|15
                        permessage-deflate;server_max_window_bits=12|permessage-deflate;server_max_window_bits=8|false|false|8|15
                        permessage-deflate;client_max_window_bits|permessage-deflate;client_max_window_bits=8|false|false|15|8
                        permessage-deflate;client_max_window_bits=11|permessage-deflate|false|false|15|11
                        permessage-deflate;client_max_window_bits=11|permessage-deflate;client_max_window_bits=10|false|false|15|10
                        """)
        void takesWhatKeepsWithinTheOffer(
                String offer,
                String answer,
                boolean serverForgets,
                boolean clientForgets,
                int serverBits,
                int clientBits) {
            assertThat(answer(offer, answer))
                    .isEqualTo(
                            new Agreed(
                                    new DeflateParameters(
                                            serverForgets, clientForgets, serverBits, clientBits),
                                    parse(answer).getFirst()));
        }

        /// §5.1, §7.1: the client must fail the connection.
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        permessage-deflate|x-other|x-other
                        permessage-deflate|permessage-deflate,x-other|x-other
                        permessage-deflate|Permessage-deflate|not offered
                        permessage-deflate|permessage-deflate,permessage-deflate|more than once
                        permessage-deflate|permessage-deflate;unknown|unknown parameter
                        permessage-deflate|permessage-deflate;server_no_context_takeover;server_no_context_takeover|twice
                        permessage-deflate|permessage-deflate;server_no_context_takeover=1|value
                        permessage-deflate|permessage-deflate;client_no_context_takeover=1|value
                        permessage-deflate|permessage-deflate;server_max_window_bits|8 to 15
                        permessage-deflate|permessage-deflate;server_max_window_bits=7|8 to 15
                        permessage-deflate|permessage-deflate;server_max_window_bits=16|8 to 15
                        permessage-deflate|permessage-deflate;server_max_window_bits=010|8 to 15
                        permessage-deflate|permessage-deflate;client_max_window_bits=10|not offered
                        permessage-deflate|permessage-deflate;client_max_window_bits|not offered
                        permessage-deflate;client_max_window_bits|permessage-deflate;client_max_window_bits|must have a value
                        permessage-deflate;client_max_window_bits|permessage-deflate;client_max_window_bits=08|8 to 15
                        permessage-deflate;client_max_window_bits=10|permessage-deflate;client_max_window_bits=11|larger
                        permessage-deflate;server_max_window_bits=10|permessage-deflate;server_max_window_bits=11|larger
                        permessage-deflate;server_max_window_bits=10|permessage-deflate|not in the answer
                        permessage-deflate;server_max_window_bits=15|permessage-deflate|not in the answer
                        permessage-deflate;server_no_context_takeover|permessage-deflate|not in the answer
                        """)
        void refusesWhatBreaksARule(String offer, String answer, String explanation) {
            assertThat(answer(offer, answer))
                    .isInstanceOfSatisfying(
                            Violation.class,
                            v -> assertThat(v.explanation()).contains(explanation));
        }

        @Test
        void noAnswerMeansNoCompression() {
            assertThat(DeflateNegotiation.verify(DeflateNegotiation.offer(TAKEOVER), List.of()))
                    .isEqualTo(new Declined());
        }

        @ParameterizedTest
        @ValueSource(strings = {"x-other", "permessage-deflate;server_max_window_bits"})
        void anOfferMustBeOne(String offer) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> answer(offer, "permessage-deflate"));
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void understandsOurServerAndBothSidesAgree(boolean takeover) {
            for (boolean clientTakeover : new boolean[] {true, false}) {
                Extension offer =
                        DeflateNegotiation.offer(new DeflateOptions(true, clientTakeover, 6, 0));
                Agreed agreed =
                        DeflateNegotiation.accept(
                                        List.of(offer), new DeflateOptions(true, takeover, 6, 0))
                                .orElseThrow();

                assertThat(DeflateNegotiation.verify(offer, List.of(agreed.response())))
                        .isEqualTo(agreed);
            }
        }
    }
}
