package dev.duplex.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// The description of the API in OpenAPI 3.1, made of the table by which requests are read and answers written.
final class OpenApi {
    /// Where the schema of an error is.
    static final String ERROR = "#/components/schemas/Error";

    /// The refusals that any request may meet, by HTTP status.
    private static final Map<String, String> REFUSALS =
            Map.of(
                    "400", "The body is not such a request.",
                    "401", "No API key was shown, or a wrong one; or the server has none.",
                    "413", "The body is too long.",
                    "415", "The body is compressed.",
                    "503", "Too many requests are under way. Later there may be room.");

    private static final String ABOUT =
            """
            What an application's servers publish, read and have done to connections. Errors of a method are answered with \
            status 200 and `error`; with the field `X-Centrifugo-Error-Mode: transport` with a status of their own, and the \
            error as the whole body.\
            """;

    private OpenApi() {}

    /// A reference to the schema of what a method is asked (`Request`), comes to (`Result`) or is answered with (`Response`).
    static String reference(Method method, String of) {
        return "#/components/schemas/" + name(method) + of;
    }

    /// @param base where the API is on its server
    static byte[] describe(Methods methods, String base) {
        return JsonOutput.write(
                Integer.MAX_VALUE,
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("openapi", "3.1.0");
                    object(
                            out,
                            "info",
                            () -> {
                                out.writeStringProperty("title", "Duplex");
                                out.writeStringProperty("version", "1");
                                out.writeStringProperty("description", ABOUT);
                            });
                    out.writeArrayPropertyStart("servers");
                    out.writeStartObject();
                    out.writeStringProperty("url", base);
                    out.writeEndObject();
                    out.writeEndArray();
                    security(out);
                    object(out, "paths", () -> methods.all().forEach(it -> path(methods, it, out)));
                    object(out, "components", () -> components(methods, out));
                    out.writeEndObject();
                });
    }

    /// Any one of the three ways.
    private static void security(JsonGenerator out) {
        out.writeArrayPropertyStart("security");
        for (String scheme : List.of("key", "authorization", "query")) {
            out.writeStartObject();
            out.writeArrayPropertyStart(scheme);
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void path(Methods methods, Method method, JsonGenerator out) {
        object(
                out,
                "/" + method.name(),
                () ->
                        object(
                                out,
                                "post",
                                () -> {
                                    out.writeStringProperty("operationId", method.name());
                                    out.writeStringProperty("summary", method.about());
                                    object(
                                            out,
                                            "requestBody",
                                            () -> {
                                                out.writeBooleanProperty("required", true);
                                                content(
                                                        out,
                                                        reference(method, "Request"),
                                                        () ->
                                                                examples(
                                                                        method,
                                                                        out,
                                                                        Method.Example::request));
                                            });
                                    object(
                                            out,
                                            "responses",
                                            () -> {
                                                object(
                                                        out,
                                                        "200",
                                                        () -> {
                                                            out.writeStringProperty(
                                                                    "description",
                                                                    "What came of it.");
                                                            content(
                                                                    out,
                                                                    reference(method, "Response"),
                                                                    () ->
                                                                            examples(
                                                                                    method,
                                                                                    out,
                                                                                    it ->
                                                                                            response(
                                                                                                    methods,
                                                                                                    method,
                                                                                                    it)));
                                                        });
                                                REFUSALS.keySet().stream()
                                                        .sorted()
                                                        .forEach(status ->
                                                                object(
                                                                        out,
                                                                        status,
                                                                        () ->
                                                                                out
                                                                                        .writeStringProperty(
                                                                                                "$ref",
                                                                                                "#/components/responses/"
                                                                                                        + status)));
                                            });
                                }));
    }

    /// What a method's example is answered with.
    static String response(Methods methods, Method method, Method.Example example) {
        return methods.isBare(method) ? example.result() : "{\"result\":" + example.result() + "}";
    }

    private static void examples(
            Method method, JsonGenerator out, Function<Method.Example, String> value) {
        object(
                out,
                "examples",
                () -> {
                    int number = 1;
                    for (Method.Example example : method.examples()) {
                        object(
                                out,
                                "example" + number++,
                                () -> {
                                    out.writeStringProperty("summary", example.title());
                                    out.writeName("value");
                                    out.writeRawValue(value.apply(example));
                                });
                    }
                });
    }

    private static void content(JsonGenerator out, String schema, Runnable examples) {
        object(
                out,
                "content",
                () ->
                        object(
                                out,
                                "application/json",
                                () -> {
                                    object(
                                            out,
                                            "schema",
                                            () -> out.writeStringProperty("$ref", schema));
                                    examples.run();
                                }));
    }

    private static void components(Methods methods, JsonGenerator out) {
        object(
                out,
                "securitySchemes",
                () -> {
                    scheme(out, "key", "header", "X-API-Key", "The key.");
                    scheme(
                            out,
                            "authorization",
                            "header",
                            "Authorization",
                            "`apikey`, a space, and the key.");
                    scheme(
                            out,
                            "query",
                            "query",
                            "api_key",
                            "The key. Addresses are written to logs: a header field is better.");
                });
        object(
                out,
                "schemas",
                () -> {
                    object(out, "Error", () -> Fields.ERRORS.describe(out));
                    object(out, "Refusal", () -> Type.object(Fields.ERROR.always()).describe(out));
                    for (Method method : methods.all()) {
                        object(
                                out,
                                name(method) + "Request",
                                () -> Type.object(method.fields()).describe(out));
                        object(out, name(method) + "Result", () -> method.result().describe(out));
                        object(
                                out,
                                name(method) + "Response",
                                () -> response(methods, method, out));
                    }
                });
        object(
                out,
                "responses",
                () ->
                        REFUSALS.forEach((status, why) ->
                                object(
                                        out,
                                        status,
                                        () -> {
                                            out.writeStringProperty("description", why);
                                            if (!status.equals("413")) {
                                                content(
                                                        out,
                                                        "#/components/schemas/Refusal",
                                                        () -> {});
                                            }
                                        })));
    }

    private static void scheme(JsonGenerator out, String id, String in, String name, String about) {
        object(
                out,
                id,
                () -> {
                    out.writeStringProperty("type", "apiKey");
                    out.writeStringProperty("in", in);
                    out.writeStringProperty("name", name);
                    out.writeStringProperty("description", about);
                });
    }

    /// A result, or an error.
    private static void response(Methods methods, Method method, JsonGenerator out) {
        String result = reference(method, "Result");
        out.writeArrayPropertyStart("oneOf");
        if (methods.isBare(method)) {
            reference(out, result);
        } else {
            wrapped(out, "result", result);
        }
        wrapped(out, Fields.ERROR.name(), ERROR);
        out.writeEndArray();
    }

    private static void wrapped(JsonGenerator out, String member, String schema) {
        out.writeStartObject();
        out.writeStringProperty("type", "object");
        object(
                out,
                "properties",
                () -> object(out, member, () -> out.writeStringProperty("$ref", schema)));
        out.writeName("required");
        Type.TEXTS.write(List.of(member), out);
        out.writeEndObject();
    }

    private static void reference(JsonGenerator out, String schema) {
        out.writeStartObject();
        out.writeStringProperty("$ref", schema);
        out.writeEndObject();
    }

    private static void object(JsonGenerator out, String name, Runnable members) {
        out.writeObjectPropertyStart(name);
        members.run();
        out.writeEndObject();
    }

    /// `presence_stats` as `PresenceStats`.
    private static String name(Method method) {
        return Arrays.stream(method.name().split("_", -1))
                .map(it -> Character.toUpperCase(it.charAt(0)) + it.substring(1))
                .collect(Collectors.joining());
    }
}
