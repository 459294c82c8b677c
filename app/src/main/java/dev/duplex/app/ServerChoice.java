package dev.duplex.app;

import dev.duplex.app.config.ServedApi;
import dev.duplex.app.config.Settings;
import dev.duplex.app.config.UserError;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The options of commands that call the HTTP API of a running server: where it is, and by which key.
final class ServerChoice {
    static final String URL = "--url";
    static final String KEY = "--api-key";

    private ServerChoice() {}

    /// Adds them to a command.
    static void addTo(CommandSpec spec) {
        spec.addOption(
                one(
                        URL,
                        "URL",
                        "Where the server is; the API is below, at /api. Default: on this machine,"
                                + " by the settings host, port and tls.cert. With TLS give a name of"
                                + " its certificate that leads to this very server."));
        spec.addOption(
                one(
                        KEY,
                        "KEY",
                        "The API key. All users of this machine see it here; better is"
                                + " DUPLEX_API_KEYS or a file: the first of the settings' keys is"
                                + " the default."));
    }

    private static OptionSpec one(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /// The server that was chosen.
    ///
    /// @throws UserError if what was given makes no sense, or there is no key
    static ApiClient client(ParseResult command, Settings settings) throws UserError {
        return new ApiClient(server(command, settings), key(command, settings));
    }

    private static Optional<String> option(ParseResult command, String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    private static URI server(ParseResult command, Settings settings) throws UserError {
        Optional<String> url = option(command, URL);
        if (url.isEmpty()) {
            return ServedApi.address(settings);
        }
        return Addresses.http(URL, url.get());
    }

    private static String key(ParseResult command, Settings settings) throws UserError {
        return keyIfAny(command, settings)
                .orElseThrow(() ->
                        UserError.usage(
                                "an API key is needed: set DUPLEX_API_KEYS, name the server's file by"
                                        + " --config, or give --api-key"));
    }

    /// The key that was given, or the first of the settings.
    ///
    /// @throws UserError if it is none
    static Optional<String> keyIfAny(ParseResult command, Settings settings) throws UserError {
        Optional<String> given = option(command, KEY);
        if (given.isEmpty()) {
            return ServedApi.read(settings).keys().stream().findFirst();
        }
        if (!given.get().chars().allMatch(it -> it > ' ' && it < 0x7F)) {
            throw UserError.usage(KEY + " must have visible ASCII characters only");
        }
        return given;
    }
}
