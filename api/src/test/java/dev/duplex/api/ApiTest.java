package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Draft;
import dev.duplex.json.JsonRules;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What any request meets, whatever its method: keys, HTTP, malformed bodies, limits.
@Timeout(60)
class ApiTest {
    private static final String INFO = "/api/info";

    private static RawRequest post(String path) {
        return ApiServer.request("POST", path);
    }

    // --- keys

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key: key-of-the-tests",
                "x-api-key: second",
                "Authorization: apikey key-of-the-tests",
                "Authorization: APIKEY  second"
            })
    void aKeyIsShownInAField(String line) {
        try (ApiServer server = ApiServer.start(it -> it.key("second"))) {
            assertThat(server.send(post(INFO).with(line).body("{}")).status()).isEqualTo(200);
        }
    }

    @Test
    void aKeyIsShownInTheQuery() {
        try (ApiServer server = ApiServer.start()) {
            assertThat(server.send(post(INFO + "?api_key=key-of-the-tests").body("{}")).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key: key-of-the-test",
                "X-API-Key: key-of-the-testsx",
                "X-API-Key: ",
                "Authorization: Bearer key-of-the-tests",
                "Authorization: key-of-the-tests",
                "Authorization: apikey",
                "Cookie: api_key=key-of-the-tests"
            })
    void withoutAKeyThereIs401(String line) {
        try (ApiServer server = ApiServer.start()) {
            for (String path : new String[] {INFO, "/api", "/api/connections"}) {
                RawResponse response = server.send(post(path).with(line).body("{}"));
                assertThat(response.status()).isEqualTo(401);
                assertThat(response.first("WWW-Authenticate")).contains("apikey");
                assertThat(response.body())
                        .isEqualTo(
                                "{\"error\":{\"code\":101,\"message\":\"unauthorized: an API key must be shown in X-API-Key, or as Authorization: apikey KEY\"}}");
            }
        }
    }

    @Test
    void withoutAnyKeyTheApiIsClosed() {
        try (ApiServer server = ApiServer.start(ApiServer.newHub(), ApiOptions.builder().build())) {
            RawResponse response = server.send(post(INFO).with("X-API-Key: ").body("{}"));
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.body())
                    .contains("this server has no API key, and so its API is closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "schlüssel", "a\n"})
    void aKeyIsSomethingThatAFieldCanCarry(String key) {
        assertThatThrownBy(() -> ApiOptions.builder().key(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("visible ASCII");
    }

    // --- HTTP

    @Test
    void anUnknownMethodIsNotFound() {
        try (ApiServer server = ApiServer.start()) {
            RawResponse response = server.send(post("/api/publsh").with(ApiServer.KEY).body("{}"));
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"error\":{\"code\":104,\"message\":\"not found: there is no method publsh\"}}");
            assertThat(server.send(post("/api/info/x").with(ApiServer.KEY).body("{}")).status())
                    .isEqualTo(404);
            assertThat(server.send(post("/api/" + "x".repeat(200)).body("{}")).body())
                    .contains("x".repeat(64) + "…\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/publish, POST",
        "PUT, /api, POST",
        "OPTIONS, /api/info, POST",
        "GET, /api/connections, POST",
        "POST, /api/openapi.json, 'GET, HEAD'"
    })
    void anotherHttpMethodIsNotAllowed(String method, String path, String allowed) {
        try (ApiServer server = ApiServer.start()) {
            RawResponse response =
                    server.send(
                            ApiServer.request(method, path)
                                    .with(ApiServer.KEY, "Origin: https://example.com"));
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.first("Allow")).contains(allowed);
            assertThat(response.first("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void aCompressedBodyIsNotTaken() {
        try (ApiServer server = ApiServer.start()) {
            RawRequest request = post(INFO).with(ApiServer.KEY);
            RawResponse response = server.send(request.with("Content-Encoding: gzip").body("{}"));
            assertThat(response.status()).isEqualTo(415);
            assertThat(response.body()).contains("the body must not be compressed");
            assertThat(server.send(request.with("Content-Encoding: identity").body("{}")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatTheProtocolHasAndThisServerNotIsNotAvailable() {
        try (ApiServer server = ApiServer.start()) {
            assertThat(server.call("connections", "{}"))
                    .isEqualTo(
                            "{\"error\":{\"code\":108,\"message\":\"not available: this server does not have the method\"}}");
        }
    }

    @Test
    void answersAreJsonAndErrorsMayHaveAStatus() {
        try (ApiServer server = ApiServer.start()) {
            RawRequest request =
                    post("/api/history")
                            .with(ApiServer.KEY, "X-Centrifugo-Error-Mode: transport")
                            .body("{\"channel\":\"none:a\"}");
            RawResponse response = server.send(request);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.first("Content-Type")).contains("application/json");
            assertThat(response.first("X-Content-Type-Options")).contains("nosniff");
            assertThat(response.body())
                    .isEqualTo(
                            "{\"code\":102,\"message\":\"unknown channel: there is no channel of this name\"}");
        }
        try (ApiServer server = ApiServer.start(it -> it.transportErrors(true))) {
            RawRequest request = post("/api/history").with(ApiServer.KEY);
            assertThat(server.send(request.body("{\"channel\":\"quiet:a\"}")).status())
                    .isEqualTo(400);
            assertThat(
                            server.send(
                                            request.body(
                                                    "{\"channel\":\"chat:a\",\"since\":{\"offset\":1,\"epoch\":\"x\"}}"))
                                    .status())
                    .isEqualTo(416);
        }
    }

    @Test
    void severalRequestsGoOverOneConnection() {
        try (ApiServer server = ApiServer.start()) {
            RawHttp http = server.connect();
            try (RawWebSocket _ = http.connection()) {
                for (int i = 0; i < 5; i++) {
                    RawRequest request =
                            post("/api/publish")
                                    .with(ApiServer.KEY)
                                    .chunked("{\"channel\":\"chat:a\",", "\"data\":1}");
                    assertThat(http.exchange(request).body()).contains("\"offset\":" + (i + 1));
                }
            }
        }
    }

    // --- bodies

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the body is empty",
                "' \n'|the body is empty",
                "{|the body is not JSON",
                "{\"channel\":\"a\",}|the body is not JSON",
                "{'channel':1}|the body is not JSON",
                "{\"channel\":\"a\u0001\"}|the body is not JSON",
                "{} {}|something follows the request in the body",
                "[]|the request must be an object",
                "null|the request must be an object",
                "{\"channel\":1}|the field channel must be a string",
                "{\"channel\":\"\\ud800\"}|the field channel must be text: it has half of a surrogate pair",
                "{\"limit\":\"1\"}|the field limit must be a whole number",
                "{\"limit\":1.0}|the field limit must be a whole number",
                "{\"limit\":2147483648}|the field limit must be a number from -2147483648 to 2147483647",
                "{\"limit\":99999999999999999999}|the field limit must be a number from -2147483648 to 2147483647",
                "{\"since\":[]}|the field since must be an object",
                "{\"since\":{\"offset\":-1}}|the field offset must be a number from 0 to 9223372036854775807",
                "{\"reverse\":0}|the field reverse must be true or false"
            })
    void saysWhatIsWrongWithABody(String body, String why) {
        assertMalformed("history", body, why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish|{\"b64data\":\"%\"}|the field b64data must be Base64 (RFC 4648 §4)",
                "publish|{\"tags\":[]}|the field tags must be an object",
                "publish|{\"tags\":{\"a\":1}}|a member of the field tags must be a string",
                "publish|{\"data\":[1,}|the body is not JSON",
                "publish|{\"data\":01}|the body is not JSON",
                "broadcast|{\"channels\":\"a\"}|the field channels must be an array",
                "broadcast|{\"channels\":[\"a\",null]}|the field channels[1] must be a string",
                "batch|{\"commands\":[1]}|the field commands[0] must be an object",
                "batch|{\"commands\":[{\"publish\":1}]}|a member of the field commands[0] must be an object"
            })
    void saysWhatIsWrongWithAField(String method, String body, String why) {
        assertMalformed(method, body, why);
    }

    private static void assertMalformed(String method, String body, String why) {
        try (ApiServer server = ApiServer.start()) {
            RawResponse response =
                    server.send(post("/api/" + method).with(ApiServer.KEY).body(body));
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"error\":{\"code\":107,\"message\":\"bad request: " + why + "\"}}");
        }
    }

    @Test
    void aBodyIsUtf8AndNotTooDeep() {
        try (ApiServer server = ApiServer.start()) {
            RawRequest request = post("/api/publish").with(ApiServer.KEY);
            byte[] overlong =
                    "{\"data\":\"??\",\"channel\":\"chat:a\"}"
                            .getBytes(StandardCharsets.ISO_8859_1);
            overlong[9] = (byte) 0xC0;
            overlong[10] = (byte) 0x80;
            assertThat(server.send(request.body(overlong)).body())
                    .contains("the body is not in UTF-8");
            String deep = "{\"channel\":\"chat:a\",\"data\":%s%s}";
            int most = JsonRules.MAX_DEPTH - 1;
            assertThat(
                            server.send(
                                            request.body(
                                                    deep.formatted(
                                                            "[".repeat(most), "]".repeat(most))))
                                    .status())
                    .isEqualTo(200);
            assertThat(
                            server.send(
                                            request.body(
                                                    deep.formatted(
                                                            "[".repeat(most + 1),
                                                            "]".repeat(most + 1))))
                                    .body())
                    .contains("the body is nested deeper than 500");
            assertThat(server.send(request.body("{\"version\":" + "1".repeat(2_000) + "}")).body())
                    .contains("the body has a number or a name that is too long");
        }
    }

    // --- limits

    @Test
    void aBodyIsNotTooLong() {
        try (ApiServer server = ApiServer.start(it -> it.bodyBytes(100))) {
            RawRequest request = post(INFO).with(ApiServer.KEY);
            assertThat(server.send(request.body("{}" + " ".repeat(98))).status()).isEqualTo(200);
            assertThat(server.send(request.body("{}" + " ".repeat(99))).status()).isEqualTo(413);
        }
    }

    @Test
    void anAnswerIsNotTooLong() {
        try (ApiServer server = ApiServer.start(it -> it.answerBytes(20_000))) {
            for (int i = 0; i < 3; i++) {
                server.hub()
                        .publish("chat:a", Draft.of(ApiServer.json('"' + "x".repeat(9_000) + '"')));
            }
            assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":2}"))
                    .hasSizeGreaterThan(18_000);
            assertThat(server.call("history", "{\"channel\":\"chat:a\",\"limit\":3}"))
                    .isEqualTo(
                            "{\"error\":{\"code\":106,\"message\":\"limit exceeded: the answer is longer than 20000 bytes\"}}");
            String line =
                    "{\"method\":\"history\",\"params\":{\"channel\":\"chat:a\",\"limit\":2}}";
            RawResponse lines = server.send(post("/api").with(ApiServer.KEY).body(line + line));
            assertThat(lines.status()).isEqualTo(400);
            assertThat(lines.body()).contains("106");
        }
    }

    @Test
    void aLimitedNumberOfRequestsIsUnderWay() {
        try (ApiServer server = ApiServer.start(it -> it.requestsUnderWay(2))) {
            RawRequest whole = post(INFO).with(ApiServer.KEY).body("{}");
            RawRequest half =
                    post(INFO)
                            .with(ApiServer.KEY, "Expect: 100-continue")
                            .announcing(2, new byte[0]);
            RawHttp one = server.connect();
            RawHttp two = server.connect();
            try (RawWebSocket _ = one.connection();
                    RawWebSocket second = two.connection()) {
                assertThat(one.send(half).readHead().status()).isEqualTo(100);
                assertThat(two.send(half).readHead().status()).isEqualTo(100);
                RawResponse refused = server.send(whole);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.first("Retry-After")).contains("1");
                assertThat(refused.body()).contains("111", "too many are under way, try again");
                // Who shows no key takes no room, and is told about the key.
                assertThat(server.send(post(INFO).body("{}")).status()).isEqualTo(401);

                second.send("{}".getBytes(StandardCharsets.UTF_8));
                assertThat(two.readResponse().status()).isEqualTo(200);
                assertThat(two.exchange(whole).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anEngineThatDoesNotAnswerIsNotWaitedForWithoutEnd() {
        try (ApiServer server = ApiServer.start(it -> it.answerTimeout(Duration.ofMillis(50)))) {
            assertThat(server.call("rpc", "{\"method\":\"silent\"}"))
                    .isEqualTo(
                            "{\"error\":{\"code\":100,\"message\":\"internal server error: no answer in time; it may be done nevertheless\"}}");
            assertThat(
                            server.call(
                                    "batch",
                                    "{\"commands\":[{\"rpc\":{\"method\":\"silent\"}},{\"info\":{}}]}"))
                    .contains("no answer in time");
        }
    }

    @Test
    void limitsArePositive() {
        ApiOptions.Builder builder = ApiOptions.builder();
        assertThatThrownBy(() -> builder.bodyBytes(0)).hasMessageContaining("bodyBytes");
        assertThatThrownBy(() -> builder.answerBytes(0)).hasMessageContaining("answerBytes");
        assertThatThrownBy(() -> builder.batchCommands(-1)).hasMessageContaining("batchCommands");
        assertThatThrownBy(() -> builder.broadcastChannels(0))
                .hasMessageContaining("broadcastChannels");
        assertThatThrownBy(() -> builder.requestsUnderWay(0))
                .hasMessageContaining("requestsUnderWay");
        assertThatThrownBy(() -> builder.answerTimeout(Duration.ZERO))
                .hasMessageContaining("answerTimeout");
        assertThatThrownBy(() ->
                        ApiServer.options()
                                .method(
                                        "echo",
                                        _ -> {
                                            throw new IllegalStateException("not called");
                                        }))
                .hasMessageContaining("echo");
    }
}
