package dev.duplex.app.config;

import dev.duplex.api.ApiOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Who may use the HTTP API, and its limits.
///
/// @param keys that open it; without one it is not served
/// @param generated whether the only key was made for this start
/// @param limits what a request may ask for
public record ServedApi(List<String> keys, boolean generated, ApiLimits limits) {
    static final Setting<List<String>> KEYS =
            Setting.secret(
                    "api.keys",
                    ValueType.list("KEY", "keys of 16 visible ASCII characters or more", _ -> true),
                    "no API; in development mode a new key at each start",
                    "Keys that open the HTTP API at /api, such as openssl rand -hex 16 makes."
                            + " Several, while one is exchanged for another. Never shown.");
    static final Setting<Path> KEYS_FILE =
            Setting.of(
                    "api.keys-file",
                    ValueType.file(),
                    "none",
                    "A file with such keys, each on a line of its own.");

    /// Every setting.
    static final List<Setting<?>> ALL =
            Stream.<Setting<?>>concat(Stream.of(KEYS, KEYS_FILE), ApiLimits.ALL.stream()).toList();

    private static final int GENERATED_BYTES = 16;

    /// What opens everything is not to be guessed.
    private static final int LEAST_LENGTH = 16;

    public ServedApi {
        keys = List.copyOf(keys);
    }

    /// The keys that were given.
    ///
    /// @throws UserError what is wrong with them
    public static ServedApi read(Settings settings) throws UserError {
        ServedApi api = of(settings, false);
        settings.problems().throwIfAny();
        return api;
    }

    /// Where a server with these settings is, for a program on the same machine; it ends with a slash.
    ///
    /// @throws UserError what is wrong with them
    public static URI address(Settings settings) throws UserError {
        String host = settings.value(ServeSettings.HOST).orElse("0.0.0.0");
        int port = settings.value(ServeSettings.PORT).orElse(ServeSettings.DEFAULT_PORT);
        boolean tls = settings.value(ServeSettings.TLS_CERT).isPresent();
        settings.problems().throwIfAny();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        String named = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((tls ? "https://" : "http://") + named + ":" + port + "/");
    }

    static ServedApi of(Settings settings, boolean dev) {
        List<String> keys = new ArrayList<>();
        String place = settings.place(KEYS);
        for (String key : settings.value(KEYS).orElse(List.of())) {
            add(keys, key, settings, problem -> UserError.usage(place + ": " + problem));
        }
        settings.value(KEYS_FILE).ifPresent(file -> ofFile(keys, settings, file));
        boolean generate = dev && keys.isEmpty();
        return new ServedApi(generate ? List.of(random()) : keys, generate, ApiLimits.of(settings));
    }

    private static void ofFile(List<String> keys, Settings settings, Path file) {
        String place = settings.place(KEYS_FILE) + ": " + file;
        Function<String, UserError> error = problem -> UserError.runtime(place + ": " + problem);
        KeyFile.text(settings, KEYS_FILE, file)
                .ifPresent(text -> {
                    List<String> lines =
                            text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
                    if (lines.isEmpty()) {
                        settings.problems().add(error.apply("there is no key in it"));
                    }
                    lines.forEach(key -> add(keys, key, settings, error));
                });
    }

    private static void add(
            List<String> keys, String key, Settings settings, Function<String, UserError> error) {
        try {
            ApiOptions.builder().key(key);
            if (key.length() < LEAST_LENGTH) {
                throw new IllegalArgumentException(
                        "an API key has "
                                + LEAST_LENGTH
                                + " characters or more: openssl rand -hex 16 makes one");
            }
            keys.add(key);
        } catch (IllegalArgumentException e) {
            settings.problems().add(error.apply(String.valueOf(e.getMessage())));
        }
    }

    private static String random() {
        byte[] key = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /// Whether it is served.
    public boolean isServed() {
        return !keys.isEmpty();
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "ServedApi[" + keys.size() + " keys]";
    }
}
