package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.duplex.testkit.RawResponse;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description, read as users' tools read it; and whether what it says is so.
@Timeout(120)
class OpenApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static ApiServer server;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static ObjectNode description;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        RawResponse response = server.send(ApiServer.request("GET", "/api/openapi.json"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.first("Content-Type")).contains("application/json");
        description = (ObjectNode) JSON.readTree(response.body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isOpenApi() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(description.toString(), null, options);
        assertThat(result.getMessages()).isEmpty();
        OpenAPI api = result.getOpenAPI();
        assertThat(api.getOpenapi()).isEqualTo("3.1.0");
        assertThat(api.getServers())
                .singleElement()
                .satisfies(it -> assertThat(it.getUrl()).isEqualTo("/api"));
        assertThat(api.getPaths().keySet())
                .containsExactlyInAnyOrder(
                        "/publish",
                        "/broadcast",
                        "/subscribe",
                        "/unsubscribe",
                        "/disconnect",
                        "/refresh",
                        "/presence",
                        "/presence_stats",
                        "/history",
                        "/history_remove",
                        "/channels",
                        "/info",
                        "/rpc",
                        "/batch");
    }

    @Test
    void aBaseThatIsTheRootIsToldToo() {
        byte[] bytes =
                OpenApi.describe(new Methods(server.hub(), ApiOptions.builder().build()), "/");
        assertThat(JSON.readTree(bytes).at("/servers/0/url").asString()).isEqualTo("/");
    }

    /// Each example: its method, its request, what it says of the answer.
    static Stream<Arguments> examples() {
        return description.get("paths").properties().stream()
                .flatMap(path -> {
                    JsonNode post = path.getValue().get("post");
                    JsonNode requests = post.at("/requestBody/content/application~1json/examples");
                    JsonNode answers = post.at("/responses/200/content/application~1json/examples");
                    assertThat(requests.properties()).isNotEmpty();
                    return requests.properties().stream()
                            .map(it ->
                                    Arguments.of(
                                            path.getKey().substring(1),
                                            it.getValue().get("value"),
                                            answers.get(it.getKey()).get("value")));
                });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsExamplesAreTrueAndWork(String method, JsonNode request, JsonNode answer) {
        assertThat(errors(method, "Request", request)).isEmpty();
        assertThat(errors(method, "Response", answer)).isEmpty();

        JsonNode came = JSON.readTree(server.call(method, request.toString()));
        assertThat(errors(method, "Response", came)).isEmpty();
        assertThat(came.has("error")).as(came.toString()).isFalse();
        assertThat(came.propertyNames()).isEqualTo(answer.propertyNames());
    }

    @Test
    void whatItSaysOfErrorsIsSo() {
        JsonNode came = JSON.readTree(server.call("history", "{\"channel\":\"none:a\"}"));
        assertThat(errors("history", "Response", came)).isEmpty();
        JsonNode batch = JSON.readTree(server.call("batch", "{\"commands\":[{\"nothing\":{}}]}"));
        assertThat(errors("batch", "Response", batch)).isEmpty();
    }

    @Test
    void whatItDoesNotSayIsSeen() {
        assertThat(errors("publish", "Request", JSON.readTree("{\"channel\":1}"))).isNotEmpty();
        assertThat(errors("publish", "Request", JSON.readTree("{\"data\":1}"))).isNotEmpty();
        assertThat(errors("publish", "Response", JSON.readTree("{\"result\":{\"x\":1}}")))
                .isNotEmpty();
        assertThat(errors("info", "Response", JSON.readTree("{\"result\":{}}"))).isNotEmpty();
    }

    /// What is wrong with a value by a schema of the description, where no member may be there of which it does not speak.
    private static List<Error> errors(String method, String of, JsonNode value) {
        StringBuilder name = new StringBuilder();
        for (String word : method.split("_", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        ObjectNode document = description.deepCopy();
        close(document.get("components").get("schemas"));
        document.put("$ref", "#/components/schemas/" + name + of);
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(document);
        return schema.validate(value.toString(), InputFormat.JSON);
    }

    private static void close(JsonNode schemas) {
        for (JsonNode node : schemas) {
            if (node instanceof ObjectNode object
                    && object.has("properties")
                    && object.path("type").asString("").equals("object")) {
                object.put("additionalProperties", false);
            }
            if (node.isContainer()) {
                close(node);
            }
        }
    }
}
