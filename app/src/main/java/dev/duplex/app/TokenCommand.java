package dev.duplex.app;

import dev.duplex.access.Grant;
import dev.duplex.app.config.KeyFile;
import dev.duplex.app.config.ServedTokens;
import dev.duplex.app.config.Settings;
import dev.duplex.app.config.TokenKeys;
import dev.duplex.app.config.UserError;
import dev.duplex.app.config.ValueType;
import dev.duplex.channels.Payload;
import dev.duplex.json.JsonPayload;
import dev.duplex.tokens.ConnectionClaims;
import dev.duplex.tokens.SubscriptionClaims;
import dev.duplex.tokens.TokenSigner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `duplex token`: makes a token as an application's backend would, and prints it and nothing else.
final class TokenCommand {
    static final String NAME = "token";

    private static final String USER = "--user";
    private static final String CHANNEL = "--channel";
    private static final String TTL = "--ttl";
    private static final String INFO = "--info";
    private static final String DATA = "--data";
    private static final String SUBSCRIBE = "--subscribe";
    private static final String PRIVATE_KEY_FILE = "--private-key-file";
    private static final String ALGORITHM = "--algorithm";
    private static final String KEY_ID = "--key-id";
    private static final Duration STANDARD_TTL = Duration.ofHours(1);

    private final ParseResult command;
    private final InstantSource clock = InstantSource.system();

    private TokenCommand(ParseResult command) {
        this.command = command;
    }

    /// Its options.
    static CommandSpec spec() {
        CommandSpec spec = CommandLines.command(NAME);
        spec.addOption(
                option(USER, "USER", "Whom it is for; '' is an anonymous client.")
                        .required(true)
                        .build());
        one(spec, CHANNEL, "CHANNEL", "Makes a subscription token, which opens this channel.");
        one(spec, TTL, "TIME", "For how long it is good, such as 15m. Default: 1h.");
        one(spec, INFO, "JSON", "What others see of the user.");
        one(spec, DATA, "JSON", "What a client is answered with. For a subscription token.");
        spec.addOption(
                OptionSpec.builder(SUBSCRIBE)
                        .type(List.class)
                        .paramLabel("CHANNEL")
                        .description(
                                "A channel that the client is in from the beginning; may be given"
                                        + " several times. For a connection token.")
                        .build());
        one(
                spec,
                PRIVATE_KEY_FILE,
                "FILE",
                "A PEM file with the private key that signs (PKCS #8). Default: the secret of the"
                        + " settings, tokens.hmac-secret or the first of tokens.hmac-secret-files;"
                        + " of tokens.subscription for subscription tokens, if that has keys.");
        one(
                spec,
                ALGORITHM,
                "NAME",
                "Another algorithm than HS256, RS256 or the one that an EC key has: HS512.");
        one(spec, KEY_ID, "ID", "Names the key in the token (kid).");
        spec.usageMessage()
                .width(100)
                .sortOptions(false)
                .description(
                        "Makes a token as an application's backend would, and prints it and nothing"
                                + " else. It names the settings' issuer and audience.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        CommandLines.exitCodes(
                                "the token is printed",
                                "it cannot be made: a file cannot be read or used",
                                "what was given makes no sense"));
        return spec;
    }

    private static void one(CommandSpec spec, String name, String label, String description) {
        spec.addOption(option(name, label, description).build());
    }

    private static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description);
    }

    /// Prints a token.
    static void run(ParseResult command, Map<String, String> environment, PrintStream out)
            throws UserError {
        Settings settings = CommandLines.settings(command, environment);
        TokenCommand token = new TokenCommand(command);
        TokenSigner signer = token.signer(ServedTokens.read(settings));
        out.println(token.signed(signer));
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    // --- the claims

    private String signed(TokenSigner signer) throws UserError {
        String user = given(USER).orElseThrow();
        Optional<String> channel = given(CHANNEL);
        Payload info = json(INFO);
        Payload data = json(DATA);
        List<String> channels = command.matchedOptionValue(SUBSCRIBE, List.of());
        if (channel.isPresent()) {
            refuse(
                    !channels.isEmpty(),
                    SUBSCRIBE + " is for connection tokens, without " + CHANNEL);
            return signer.subscription(
                    SubscriptionClaims.of(user, channel.get(), clock.instant().plus(ttl()))
                            .withInfo(info)
                            .withData(data));
        }
        refuse(data.size() > 0, DATA + " is for subscription tokens, with " + CHANNEL);
        Map<String, Grant> grants = new LinkedHashMap<>();
        channels.forEach(it -> grants.put(it, Grant.PLAIN));
        return signer.connection(
                ConnectionClaims.of(user, clock.instant().plus(ttl()))
                        .withInfo(info)
                        .withChannels(grants));
    }

    private static void refuse(boolean wrong, String sentence) throws UserError {
        if (wrong) {
            throw UserError.usage(sentence);
        }
    }

    private Duration ttl() throws UserError {
        Optional<String> text = given(TTL);
        if (text.isEmpty()) {
            return STANDARD_TTL;
        }
        ValueType<Duration> type = ValueType.positiveTime();
        return type.reader()
                .apply(List.of(text.get()))
                .orElseThrow(() ->
                        UserError.usage(
                                TTL
                                        + " must be "
                                        + type.expects()
                                        + ", not \""
                                        + text.get()
                                        + '"'));
    }

    private Payload json(String option) throws UserError {
        Optional<String> text = given(option);
        if (text.isEmpty()) {
            return Payload.none();
        }
        Optional<Payload> json = JsonPayload.of(text.get().getBytes(StandardCharsets.UTF_8));
        refuse(json.isEmpty(), option + " must be JSON, such as '{\"name\":\"Ann\"}'");
        return json.get();
    }

    // --- the key

    private TokenSigner signer(Optional<ServedTokens> configured) throws UserError {
        Optional<TokenKeys> keys =
                configured.map(
                        it -> given(CHANNEL).isPresent() ? it.ofSubscriptions() : it.connections());
        Optional<String> file = given(PRIVATE_KEY_FILE);
        TokenSigner signer = file.isPresent() ? privateKey(file.get()) : secret(keys);
        TokenSigner named = keys.map(it -> it.naming(signer)).orElse(signer);
        TokenSigner identified = given(KEY_ID).map(named::withKeyId).orElse(named);
        try {
            return given(ALGORITHM).map(identified::withAlgorithm).orElse(identified);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(ALGORITHM + ": " + e.getMessage());
        }
    }

    private static TokenSigner privateKey(String file) throws UserError {
        try {
            return TokenSigner.privateKey(KeyFile.text(PRIVATE_KEY_FILE, Path.of(file)));
        } catch (IllegalArgumentException e) {
            throw UserError.runtime(PRIVATE_KEY_FILE + ": " + file + ": " + e.getMessage());
        }
    }

    private static TokenSigner secret(Optional<TokenKeys> keys) throws UserError {
        return keys.stream()
                .flatMap(it -> it.secrets().stream())
                .findFirst()
                .map(TokenSigner::secret)
                .orElseThrow(() ->
                        UserError.usage(
                                "a key is needed to sign with: set DUPLEX_TOKENS_HMAC_SECRET, name the"
                                        + " server's file by --config, or give "
                                        + PRIVATE_KEY_FILE));
    }
}
