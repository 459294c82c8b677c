package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delta;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.conformance.LogWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// npm's `centrifuge`, unmodified, where it asks for more than publications. The script is `src/test/js/centrifuge-features.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class CentrifugeNodeFeaturesTest {
    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest
    @CsvSource({"websocket, json", "websocket, protobuf", "http_stream, json"})
    @DisplayName(
            "deltas, filters by tags, tokens that are renewed, channels of the server's, calls, messages, states of its own")
    void speaksWithIt(String transport, String encoding) throws Exception {
        // So long that none is over before a slow client has renewed it.
        speaks(transport, encoding, "renewing", Duration.ofMinutes(1), 15);
    }

    @ParameterizedTest
    @CsvSource({"websocket, json", "websocket, protobuf", "http_stream, json"})
    @DisplayName("comes back when what it had for a time is over")
    void comesBackWhenItsTimeIsOver(String transport, String encoding) throws Exception {
        speaks(transport, encoding, "expiring", Duration.ofSeconds(1), 2);
    }

    private static void speaks(
            String transport, String encoding, String part, Duration grace, int checks)
            throws Exception {
        Namespaces namespaces =
                Namespaces.of(
                        Map.of(
                                "doc",
                                kept(100).delta(Set.of(Delta.FOSSIL)).tagFilters(true).build(),
                                "few",
                                kept(2).build(),
                                "news",
                                kept(100).build(),
                                "private",
                                ChannelOptions.TRANSIENT));
        try (Hub hub = Hub.builder().namespaces(namespaces).build()) {
            AtomicReference<Payload> heard = new AtomicReference<>(Payload.none());
            CentrifugeOptions options =
                    CentrifugeOptions.builder(new Tokens())
                            .expiryGrace(grace, grace)
                            .messages((payload, _) -> heard.set(payload))
                            .method(
                                    "heard",
                                    _ -> CompletableFuture.completedStage(Result.done(heard.get())))
                            .method("paint", call -> paint(hub, call))
                            .build();
            CentrifugeScripts.served(
                    hub,
                    options,
                    server ->
                            assertThat(
                                            CentrifugeScripts.run(
                                                    "centrifuge-features.mjs",
                                                    transport,
                                                    encoding,
                                                    server.port(),
                                                    part))
                                    .filteredOn(it -> it.startsWith("ok "))
                                    .hasSize(checks));
            assertThat(hub.channels()).isZero();
            assertThat(hub.connections().count()).isZero();
        }
    }

    private static ChannelOptions.Builder kept(int publications) {
        return ChannelOptions.builder()
                .history(publications, Duration.ofMinutes(5))
                .recovery(Recovery.STREAM);
    }

    /// Publishes a colour, with itself as a tag.
    private static CompletionStage<Result<Payload>> paint(Hub hub, RpcHandler.Call call) {
        String json = new String(call.payload().bytes(), StandardCharsets.UTF_8);
        Draft draft =
                Draft.of(Payload.of(Payload.Kind.JSON, call.payload().bytes()))
                        .withTags(Map.of("colour", json.replace("\"", "")));
        return hub.publish("doc:filter", draft).thenApply(it -> it.map(_ -> Payload.none()));
    }

    /// Takes tokens such as `ann/60`: who comes, and for how many seconds. Each user has a channel in `news` from the beginning.
    private static final class Tokens implements Access {
        @Override
        public CompletionStage<Result<Admission>> connect(Attempt attempt) {
            return CompletableFuture.completedStage(
                    identity(attempt.token())
                            .map(it ->
                                    new Admission(
                                            it,
                                            json("{\"hello\":true}"),
                                            Map.of(
                                                    "news:" + it.user(),
                                                    new Grant(
                                                            Payload.none(),
                                                            json("{\"for\":\"you\"}"),
                                                            Optional.empty())))));
        }

        @Override
        public CompletionStage<Result<Grant>> permit(Intent intent) {
            return CompletableFuture.completedStage(
                    intent.channel().startsWith("private:")
                            ? identity(intent.token())
                                    .map(it ->
                                            new Grant(Payload.none(), Payload.none(), it.expires()))
                            : Result.done(Grant.PLAIN));
        }

        @Override
        public CompletionStage<Result<Identity>> refresh(Identity identity, String token) {
            return CompletableFuture.completedStage(identity(token));
        }

        private static Result<Identity> identity(String token) {
            if (token.equals("expired")) {
                return Result.refused(Problem.EXPIRED, "it has expired");
            }
            int slash = token.indexOf('/');
            if (slash < 0) {
                return Result.refused(Problem.UNAUTHENTICATED, "no token of ours");
            }
            Instant expires = Instant.now().plusSeconds(Long.parseLong(token.substring(slash + 1)));
            return Result.done(
                    new Identity(token.substring(0, slash), Payload.none(), Optional.of(expires)));
        }

        private static Payload json(String json) {
            return Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
