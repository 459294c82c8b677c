package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import dev.duplex.testkit.RawResponse;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several commands in one request: `batch`, and the older form.
@Timeout(60)
class BatchTest {
    private static final String PUBLISH = "{\"publish\":{\"channel\":\"chat:a\",\"data\":1}}";
    private static final String LINE =
            "{\"method\":\"publish\",\"params\":{\"channel\":\"quiet:a\",\"data\":1}}";

    private final ApiServer server = ApiServer.start(it -> it.batchCommands(3));

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repliesAreInTheOrderOfTheCommands(boolean parallel) {
        String answer =
                server.call(
                        "batch",
                        "{\"parallel\":%s,\"commands\":[%s,{\"presence\":{\"channel\":\"quiet:a\"}},{\"info\":null,\"unknown\":{}}]}"
                                .formatted(parallel, PUBLISH));
        assertThat(answer)
                .matches(
                        "\\{\"replies\":\\[\\{\"publish\":\\{\"offset\":1,\"epoch\":\"[a-z2-7]+\"}},\\{\"error\":\\{\"code\":108,[^}]+}},\\{\"error\":\\{\"code\":104,[^}]+}}]}");
    }

    @Test
    void commandsFollowOnEachOther() {
        assertThat(
                        server.call(
                                "batch",
                                "{\"commands\":[%s,{\"history_remove\":{\"channel\":\"chat:a\"}},{\"history\":{\"channel\":\"chat:a\",\"limit\":9}}]}"
                                        .formatted(PUBLISH)))
                .contains("\"history_remove\":{}", "\"history\":{\"publications\":[],\"offset\":1");
    }

    @Test
    void ofSeveralMethodsInACommandTheFirstOfTheTableCounts() {
        assertThat(
                        server.call(
                                "batch",
                                "{\"commands\":[{\"info\":{},\"publish\":{\"channel\":\"quiet:a\",\"data\":1},\"broadcast\":{}}]}"))
                .isEqualTo("{\"replies\":[{\"publish\":{}}]}");
    }

    @Test
    void aBatchHasSomeCommandsAndNotTooMany() {
        assertThat(server.call("batch", "{\"commands\":[]}"))
                .isEqualTo(
                        "{\"error\":{\"code\":107,\"message\":\"bad request: the field commands is required\"}}");
        assertThat(
                        server.call(
                                "batch",
                                "{\"commands\":["
                                        + String.join(",", Collections.nCopies(4, PUBLISH))
                                        + "]}"))
                .contains("106", "a request has at most 3 commands");
        assertThat(server.call("history", "{\"channel\":\"chat:a\"}")).contains("\"offset\":0");
    }

    /// As an engine's publish does, the first is done on a thread that must not wait; what answers the second may.
    @Test
    void whatFollowsIsCalledOnAThreadOfTheApi() throws Exception {
        CompletableFuture<Result<Payload>> first = new CompletableFuture<>();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Semaphore called = new Semaphore(0);
        UnaryOperator<ApiOptions.Builder> methods =
                it ->
                        it.method(
                                        "slow",
                                        _ -> {
                                            called.release();
                                            return first;
                                        })
                                .method(
                                        "waits",
                                        call -> {
                                            caller.complete(Thread.currentThread());
                                            return CompletableFuture.completedStage(
                                                    Result.done(call.payload()));
                                        });
        try (ApiServer other = ApiServer.start(methods)) {
            Thread engine =
                    Thread.ofPlatform()
                            .start(() -> {
                                called.acquireUninterruptibly();
                                first.complete(Result.done(Payload.none()));
                            });
            String answer =
                    other.call(
                            "batch",
                            "{\"commands\":[{\"rpc\":{\"method\":\"slow\"}},{\"rpc\":{\"method\":\"waits\",\"params\":2}}]}");
            engine.join();
            assertThat(answer).isEqualTo("{\"replies\":[{\"rpc\":{}},{\"rpc\":{\"data\":2}}]}");
            assertThat(caller.get(20, TimeUnit.SECONDS).isVirtual()).isTrue();
        }
    }

    @Test
    void whatBreaksInACommandIsThatCommandsError() {
        assertThat(
                        server.call(
                                "batch",
                                "{\"commands\":[{\"rpc\":{\"method\":\"broken\"}},{\"publish\":{\"channel\":\"quiet:a\",\"data\":1}}]}"))
                .isEqualTo(
                        "{\"replies\":[{\"error\":{\"code\":100,\"message\":\"internal server error\"}},{\"publish\":{}}]}");
    }

    // --- the older form

    private RawResponse lines(String body) {
        return server.send(ApiServer.request("POST", "/api").with(ApiServer.KEY).body(body));
    }

    @Test
    void commandsOfTheOlderFormComeOneALine() {
        RawResponse response =
                lines(
                        "{\"id\":7,\"method\":\"PUBLISH\",\"params\":{\"channel\":\"quiet:a\",\"data\":{}}}\n"
                                + "{\"params\":{\"channel\":\"quiet:a\"},\"method\":\"presence\"}{\"method\":\"info\"}");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().lines())
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo("{\"id\":7,\"result\":{}}"),
                        it -> assertThat(it).startsWith("{\"error\":{\"code\":108,"),
                        it -> assertThat(it).startsWith("{\"result\":{\"nodes\":["));
    }

    @Test
    void aCommandThatIsWrongHasAnErrorAndTheOthersAreCarriedOut() {
        assertThat(
                        lines(
                                        "{\"method\":\"publish\",\"params\":[]}"
                                                + "{\"method\":\"batch\",\"params\":{}}"
                                                + LINE)
                                .body()
                                .lines())
                .containsExactly(
                        "{\"error\":{\"code\":107,\"message\":\"bad request: the request must be an object\"}}",
                        "{\"error\":{\"code\":104,\"message\":\"not found: there is no method batch\"}}",
                        "{\"result\":{}}");
    }

    @Test
    void theOlderFormHasLimitsToo() {
        assertThat(lines("").status()).isEqualTo(400);
        assertThat(lines("{\"method\":1}").status()).isEqualTo(400);
        RawResponse many = lines(LINE.repeat(4));
        assertThat(many.status()).isEqualTo(400);
        assertThat(many.body()).contains("106", "at most 3 commands");
        assertThat(lines(LINE.repeat(3)).body().lines()).hasSize(3);
    }
}
