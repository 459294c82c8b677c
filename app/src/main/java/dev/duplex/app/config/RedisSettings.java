package dev.duplex.app.config;

import dev.duplex.engine.redis.RedisEngine;
import dev.duplex.engine.redis.RedisLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where and how channels are kept in Redis.
///
/// @param addresses of the servers, at least one
/// @param user as whom it connects; only with a password
/// @param password for all of them
/// @param prefix of all keys
/// @param cluster whether they are of one Redis Cluster
/// @param durable whether what Redis has answered outlives whatever happens to it
/// @param trust a file with certificates of authorities, for TLS
public record RedisSettings(
        List<String> addresses,
        Optional<String> user,
        Optional<String> password,
        String prefix,
        boolean cluster,
        boolean durable,
        Optional<Path> trust,
        RedisLimits limits) {
    private static final String STANDARD_ADDRESS = "redis://127.0.0.1:6379";
    private static final String STANDARD_PREFIX = "duplex";

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    static final Setting<List<String>> ADDRESSES =
            Setting.of(
                    "redis.addresses",
                    "--redis-address",
                    new ValueType<>(
                            ValueType.Shape.MANY,
                            "URL",
                            "addresses such as redis://host:6379, rediss://host:6379 or"
                                    + " redis-sentinel://host:26379,host:26379/0#master",
                            RedisSettings::parsed),
                    STANDARD_ADDRESS,
                    "Where Redis is, or Valkey (engine: redis). redis://, rediss:// with TLS,"
                            + " redis-sentinel:// with sentinels that name the master. Of several,"
                            + " which have nothing to do with each other, each has a part of the"
                            + " channels: all programs have to be given the same in the same order.");
    static final Setting<String> USER =
            Setting.of(
                    "redis.user",
                    ValueType.text("NAME", "a name"),
                    "Redis's default user",
                    "As whom it connects to Redis, with redis.password.");
    static final Setting<String> PASSWORD =
            Setting.secret(
                    "redis.password",
                    ValueType.secret("a password"),
                    "none",
                    "The password for Redis. Never shown.");
    static final Setting<Path> PASSWORD_FILE =
            Setting.of(
                    "redis.password-file",
                    ValueType.file(),
                    "none",
                    "A file with that password; a line end at its end is not part of it.");
    static final Setting<String> PREFIX =
            Setting.of(
                    "redis.prefix",
                    ValueType.text(
                            "TEXT",
                            "a text without braces",
                            text -> !text.isEmpty() && !text.contains("{") && !text.contains("}")),
                    STANDARD_PREFIX,
                    "What the names of all keys in Redis begin with. Programs with the same one share their channels.");
    static final Setting<Boolean> CLUSTER =
            Setting.of(
                    "redis.cluster",
                    ValueType.flag(),
                    "false",
                    "Whether the addresses are those of servers of one Redis Cluster (7.0 or newer), some or all of"
                            + " them: each channel is where its slot is.");
    static final Setting<Boolean> DURABLE =
            Setting.of(
                    "redis.durable",
                    ValueType.flag(),
                    "false",
                    "Says that whatever happens to Redis, nothing is lost that it has answered: it syncs"
                            + " before (appendfsync always), and no replica that may lack something"
                            + " ever takes over. Then clients recover over its restarts. Otherwise"
                            + " channels begin anew after each, and no client recovers what it missed.");
    static final Setting<Path> TRUST =
            Setting.of(
                    "redis.tls-ca",
                    ValueType.file(),
                    "those that Java trusts",
                    "A PEM file with the certificates of authorities that are trusted for rediss://.");

    private static final LimitSetting.Of<RedisLimits, RedisLimits.Builder> OF =
            new LimitSetting.Of<>("redis", RedisLimits.DEFAULT);

    /// Those that have a limit's range.
    static final List<LimitSetting<RedisLimits.Builder, ?>> LIMITS =
            List.of(
                    OF.longSize(
                            "waiting-bytes",
                            1,
                            RedisLimits::waitingBytes,
                            RedisLimits.Builder::waitingBytes,
                            "How much waits for the answer of one Redis, or for a connection, with 256 bytes for"
                                    + " each publication or question on top; beyond it they fail."),
                    OF.positiveTime(
                            "patience",
                            RedisLimits::patience,
                            RedisLimits.Builder::patience,
                            "How long an answer of Redis is waited for, and how long something waits for a"
                                    + " connection; then it fails."),
                    OF.count(
                            "idempotency-keys",
                            1,
                            RedisLimits::idempotencyKeys,
                            RedisLimits.Builder::idempotencyKeys,
                            "How many idempotency keys of a channel are remembered in Redis."),
                    OF.positiveTime(
                            "idempotency-window",
                            RedisLimits::idempotencyWindow,
                            RedisLimits.Builder::idempotencyWindow,
                            "For how long an idempotency key is remembered in Redis."));

    /// Every setting.
    static final List<Setting<?>> ALL =
            Stream.<Setting<?>>concat(
                            Stream.of(
                                    ADDRESSES,
                                    USER,
                                    PASSWORD,
                                    PASSWORD_FILE,
                                    PREFIX,
                                    CLUSTER,
                                    DURABLE,
                                    TRUST),
                            LIMITS.stream().map(LimitSetting::setting))
                    .toList();

    public RedisSettings {
        addresses = List.copyOf(addresses);
    }

    /// What the settings come to.
    ///
    /// @return empty if channels are not in Redis
    static Optional<RedisSettings> of(Settings settings) {
        RedisSettings redis = read(settings);
        boolean used =
                settings.value(ServeSettings.ENGINE)
                        .filter(it -> it == ServeSettings.EngineKind.REDIS)
                        .isPresent();
        return used ? Optional.of(redis) : Optional.empty();
    }

    private static RedisSettings read(Settings settings) {
        Optional<String> password =
                settings.value(PASSWORD_FILE)
                        .flatMap(it -> KeyFile.text(settings, PASSWORD_FILE, it))
                        .map(KeyFile::line)
                        .or(() -> settings.value(PASSWORD));
        List<String> addresses = settings.value(ADDRESSES).orElse(List.of(STANDARD_ADDRESS));
        if (addresses.stream().anyMatch(it -> it.contains("@"))) {
            // Without the value: there is a password in it.
            settings.problems()
                    .add(
                            settings.place(ADDRESSES)
                                    + ": an address is shown to people, and has no password in it: give"
                                    + " redis.user and redis.password-file");
        }
        Optional<String> user = settings.value(USER);
        if (user.isPresent() && password.isEmpty()) {
            settings.problems().add(settings.place(USER) + " needs redis.password-file too");
        }
        return new RedisSettings(
                addresses,
                user,
                password,
                settings.value(PREFIX).orElse(STANDARD_PREFIX),
                settings.value(CLUSTER).orElse(false),
                settings.value(DURABLE).orElse(false),
                settings.value(TRUST).filter(it -> hasCertificates(settings, it)),
                LimitSetting.apply(LIMITS, settings, RedisLimits.builder()).build());
    }

    /// Else it would be found out when a connection is made.
    private static boolean hasCertificates(Settings settings, Path file) {
        if (!ServeOptions.readable(settings, TRUST, file)) {
            return false;
        }
        try {
            // What else may be in it, such as a key, is not looked at when a connection is made
            // either.
            Matcher pem = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            int count = 0;
            while (pem.find()) {
                byte[] one = pem.group().getBytes(StandardCharsets.US_ASCII);
                var _ = certificates.generateCertificate(new ByteArrayInputStream(one));
                count++;
            }
            if (count > 0) {
                return true;
            }
        } catch (IOException | CertificateException _) {
            // Said below.
        }
        settings.problems()
                .add(
                        UserError.runtime(
                                settings.place(TRUST)
                                        + ": there are no certificates that can be read in "
                                        + file));
        return false;
    }

    /// Sentinels are divided by commas, and so is a list in a variable of the environment.
    private static Optional<List<String>> parsed(List<String> texts) {
        List<String> addresses = new ArrayList<>();
        for (String text : texts) {
            String part = text.strip();
            if (part.contains("://") || addresses.isEmpty()) {
                addresses.add(part);
            } else {
                addresses.add(addresses.removeLast() + "," + part);
            }
        }
        if (addresses.stream().anyMatch(it -> it.contains("@"))) {
            // Refused elsewhere, without being shown; nor is another that is wrong, for all of them
            // would be.
            return Optional.of(addresses);
        }
        try {
            addresses.forEach(RedisEngine::checkAddress);
            return Optional.of(addresses);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Without the password.
    @Override
    public String toString() {
        return "RedisSettings[addresses=" + addresses + ", prefix=" + prefix + "]";
    }
}
