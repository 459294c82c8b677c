package dev.duplex.app;

import dev.duplex.app.config.Settings;
import dev.duplex.app.config.UserError;
import dev.duplex.json.JsonRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `duplex publish`: publishes in a channel of a running server, by its HTTP API.
final class PublishCommand {
    static final String NAME = "publish";

    private static final String TEXT = "--text";
    private static final String BINARY_FILE = "--binary-file";
    private static final String TAG = "--tag";
    private static final String KEY = "--key";
    private static final String IDEMPOTENCY_KEY = "--idempotency-key";
    private static final String STANDARD_INPUT = "-";

    private static final JsonFactory JSON = new JsonFactory();

    private final ParseResult command;
    private final InputStream in;

    private PublishCommand(ParseResult command, InputStream in) {
        this.command = command;
        this.in = in;
    }

    /// Its options.
    static CommandSpec spec() {
        CommandSpec spec =
                CommandLines.command(NAME)
                        .addPositional(
                                PositionalParamSpec.builder()
                                        .index("0")
                                        .paramLabel("CHANNEL")
                                        .type(String.class)
                                        .required(true)
                                        .description("The channel, such as chat:lobby.")
                                        .build())
                        .addPositional(
                                PositionalParamSpec.builder()
                                        .index("1")
                                        .arity("0..1")
                                        .paramLabel("DATA")
                                        .type(String.class)
                                        .description(
                                                "What to publish, in JSON; - is the standard input.")
                                        .build());
        ServerChoice.addTo(spec);
        spec.addOption(
                OptionSpec.builder(TEXT)
                        .type(Boolean.class)
                        .arity("0")
                        .description(
                                "Takes DATA as it is, and not as JSON: it is published as text, or"
                                        + " as a JSON string in a channel that takes JSON.")
                        .build());
        spec.addOption(
                OptionSpec.builder(BINARY_FILE)
                        .type(String.class)
                        .paramLabel("FILE")
                        .description(
                                "Publishes the bytes of a file in place of DATA; - is the standard"
                                        + " input.")
                        .build());
        spec.addOption(
                OptionSpec.builder(TAG)
                        .type(List.class)
                        .paramLabel("NAME=VALUE")
                        .description(
                                "A tag that clients may filter by; may be given several times.")
                        .build());
        spec.addOption(
                one(
                        KEY,
                        "KEY",
                        "What it is about: with delivery latest, slow clients get the latest of"
                                + " each key."));
        spec.addOption(
                one(
                        IDEMPOTENCY_KEY,
                        "KEY",
                        "Publishes once, though it is called again with the same key."));
        spec.usageMessage()
                .width(100)
                .description(
                        "Publishes in a channel of a running server, and prints the position that"
                                + " the publication has there, if the channel keeps positions.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        CommandLines.exitCodes(
                                "it is published",
                                "it is not: the server cannot be reached, or refuses",
                                "what was given makes no sense"));
        return spec;
    }

    private static OptionSpec one(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /// Publishes.
    ///
    /// @param in where `-` reads from
    static void run(
            ParseResult command, Map<String, String> environment, InputStream in, PrintStream out)
            throws UserError {
        Settings settings = CommandLines.settings(command, environment);
        PublishCommand publish = new PublishCommand(command, in);
        try (ApiClient api = ServerChoice.client(command, settings)) {
            Map<String, String> answer = api.call("publish", publish.request());
            String offset = answer.get("/result/offset");
            out.println(
                    offset == null
                            ? "published"
                            : "offset "
                                    + offset
                                    + ", epoch "
                                    + answer.getOrDefault("/result/epoch", "unknown"));
        }
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    // --- the request

    private byte[] request() throws UserError {
        String channel = command.matchedPositionalValue(0, "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("channel", channel);
            data(json);
            tags(json);
            option(KEY).ifPresent(it -> json.writeStringProperty("key", it));
            option(IDEMPOTENCY_KEY)
                    .ifPresent(it -> json.writeStringProperty("idempotency_key", it));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void data(JsonGenerator json) throws UserError {
        Optional<String> data = Optional.ofNullable(command.matchedPositionalValue(1, null));
        Optional<String> file = option(BINARY_FILE);
        boolean text = command.hasMatchedOption(TEXT);
        if (file.isPresent() == data.isPresent() || (file.isPresent() && text)) {
            throw UserError.usage(
                    "say what to publish: DATA, or " + TEXT + " DATA, or " + BINARY_FILE + " FILE");
        }
        if (file.isPresent()) {
            String base64 = Base64.getEncoder().encodeToString(bytes(file.get()));
            json.writeStringProperty("b64data", base64);
            return;
        }
        String given = data.get().equals(STANDARD_INPUT) ? utf8(bytes(data.get())) : data.get();
        if (text) {
            json.writeStringProperty("data", given);
        } else if (JsonRules.STANDARD.isValue(given.getBytes(StandardCharsets.UTF_8))) {
            json.writeName("data");
            json.writeRawValue(given);
        } else {
            throw UserError.usage(
                    "DATA must be JSON, such as '{\"text\":\"hello\"}'; "
                            + TEXT
                            + " takes it as it is");
        }
    }

    private byte[] bytes(String file) throws UserError {
        try {
            return file.equals(STANDARD_INPUT)
                    ? in.readAllBytes()
                    : Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException _) {
            throw UserError.runtime("there is no file " + file);
        } catch (IOException e) {
            throw UserError.runtime("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static String utf8(byte[] bytes) throws UserError {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw UserError.usage(
                    "the standard input is not UTF-8 text; " + BINARY_FILE + " - publishes bytes");
        }
    }

    private void tags(JsonGenerator json) throws UserError {
        List<String> tags = command.matchedOptionValue(TAG, List.of());
        if (tags.isEmpty()) {
            return;
        }
        json.writeName("tags");
        json.writeStartObject();
        for (String tag : tags) {
            int end = tag.indexOf('=');
            if (end <= 0) {
                throw UserError.usage(TAG + " must be NAME=VALUE, not \"" + tag + '"');
            }
            json.writeStringProperty(tag.substring(0, end), tag.substring(end + 1));
        }
        json.writeEndObject();
    }
}
