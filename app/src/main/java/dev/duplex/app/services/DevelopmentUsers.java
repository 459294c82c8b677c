package dev.duplex.app.services;

import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.json.JsonFields;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/// Users without accounts, for the demos of the development mode: a client makes up a secret, keeps it, and shows it as its token; who it
/// is, is a digest of that, which it is told (`{"user": …}`). So nobody is somebody else who has not got the secret, and whoever makes up another one is another user. What
/// a client calls itself (`{"name": …}` in its connect data) others see as its info, and it proves nothing.
///
/// Clients without a token are anonymous, as the rules have it.
final class DevelopmentUsers implements Access {
    /// What a token of these begins with.
    static final String PREFIX = "dev.";

    /// The longest name that others see, in code points. What is longer is cut.
    static final int MAX_NAME_LENGTH = 40;

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{32,128}");

    /// 96 bits: too many to look for a secret that comes to the same.
    private static final int USER_BYTES = 12;

    private final Access rules;

    /// @param rules what users may do
    DevelopmentUsers(Access rules) {
        this.rules = rules;
    }

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        if (attempt.token().isEmpty()) {
            return rules.connect(attempt);
        }
        String secret =
                attempt.token().startsWith(PREFIX)
                        ? attempt.token().substring(PREFIX.length())
                        : "";
        if (!SECRET.matcher(secret).matches()) {
            return CompletableFuture.completedStage(
                    Result.refused(
                            Problem.UNAUTHENTICATED,
                            "a token of the development mode is "
                                    + PREFIX
                                    + " and 32 to 128 letters, digits, - and _"));
        }
        String user = user(secret);
        Identity identity = Identity.of(user, info(attempt.data()));
        Payload told = json(new JsonObject().put("user", user));
        return CompletableFuture.completedStage(
                Result.done(new Admission(identity, told, Map.of())));
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        return rules.permit(intent);
    }

    /// Who has this secret.
    private static String user(String secret) {
        byte[] digest = sha256().digest(secret.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest)
                .substring(0, USER_BYTES * 4 / 3);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Payload info(Payload data) {
        String name = name(data.bytes()).strip();
        if (name.isEmpty()) {
            return Payload.none();
        }
        int length = name.codePointCount(0, name.length());
        String cut =
                name.substring(0, name.offsetByCodePoints(0, Math.min(length, MAX_NAME_LENGTH)));
        return json(new JsonObject().put("name", cut));
    }

    /// What somebody is called by the data that it came with; empty if that says nothing of the kind.
    private static String name(byte[] data) {
        return JsonFields.of(data).map(it -> it.strings().getOrDefault("name", "")).orElse("");
    }

    private static Payload json(JsonObject object) {
        return Payload.of(Payload.Kind.JSON, object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
