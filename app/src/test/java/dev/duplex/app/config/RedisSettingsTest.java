package dev.duplex.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.app.Certificate;
import dev.duplex.engine.redis.RedisLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where and how channels are kept in Redis.
class RedisSettingsTest {
    private static ServedChannels channels(Map<String, String> variables) throws UserError {
        Settings settings = new Settings();
        settings.environment(variables);
        return ServeOptions.of(settings).channels();
    }

    @Test
    void whoAsksForRedisGetsTheUsualOne() throws UserError {
        ServedChannels channels = channels(Map.of("DUPLEX_ENGINE", "redis"));
        assertThat(channels.redis())
                .contains(
                        new RedisSettings(
                                List.of("redis://127.0.0.1:6379"),
                                Optional.empty(),
                                Optional.empty(),
                                "duplex",
                                false,
                                false,
                                Optional.empty(),
                                RedisLimits.DEFAULT));
        assertThat(channels.disk()).isEmpty();
        assertThat(channels(Map.of()).redis()).isEmpty();
    }

    @Test
    void allOfItCanBeSet(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n");
        Path authority = Certificate.named("redis", folder).chain();
        RedisSettings redis =
                channels(
                                Map.of(
                                        "DUPLEX_ENGINE", "redis",
                                        "DUPLEX_REDIS_ADDRESSES",
                                                "redis://a:1,redis-sentinel://b:2,c:3/0#m,rediss://d",
                                        "DUPLEX_REDIS_PASSWORD_FILE", file.toString(),
                                        "DUPLEX_REDIS_PREFIX", "other",
                                        "DUPLEX_REDIS_DURABLE", "true",
                                        "DUPLEX_REDIS_TLS_CA", authority.toString(),
                                        "DUPLEX_REDIS_USER", "ann",
                                        "DUPLEX_REDIS_PATIENCE", "250ms",
                                        "DUPLEX_REDIS_CLUSTER", "true",
                                        "DUPLEX_REDIS_IDEMPOTENCY_WINDOW", "1h"))
                        .redis()
                        .orElseThrow();
        assertThat(redis)
                .isEqualTo(
                        new RedisSettings(
                                List.of(
                                        "redis://a:1",
                                        "redis-sentinel://b:2,c:3/0#m",
                                        "rediss://d"),
                                Optional.of("ann"),
                                Optional.of("open sesame"),
                                "other",
                                true,
                                true,
                                Optional.of(authority),
                                new RedisLimits(
                                        RedisLimits.DEFAULT.waitingBytes(),
                                        Duration.ofMillis(250),
                                        10_000,
                                        Duration.ofHours(1))));
        assertThat(redis.toString()).doesNotContain("sesame");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUPLEX_REDIS_ADDRESSES|redis://ann:secret@host|has no password in it: give redis.user",
                "DUPLEX_REDIS_ADDRESSES|http://host|must be addresses such as redis://host:6379",
                "DUPLEX_REDIS_USER|ann|needs redis.password-file too",
                "DUPLEX_REDIS_ADDRESSES|secret|must be addresses such as redis://host:6379",
                "DUPLEX_REDIS_PREFIX|a{secret|must be a text without braces",
                "DUPLEX_REDIS_DURABLE|perhaps|must be true or false",
                "DUPLEX_REDIS_PATIENCE|0|must be a time",
            })
    void whatMakesNoSenseIsSaid(String variable, String value, String sentence) {
        assertThatThrownBy(() -> channels(Map.of(variable, value)))
                .isInstanceOfSatisfying(
                        UserError.class, it -> assertThat(it.exitCode()).isEqualTo(UserError.USAGE))
                .hasMessageStartingWith(variable)
                .hasMessageContaining(sentence);
    }

    @Test
    void certificatesThatAreNotThereAreFoundBeforeTheStart(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path other = Files.writeString(folder.resolve("other.pem"), "nonsense");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        saidOf(missing, "there is no file " + missing);
        saidOf(folder, "there is no file " + folder);
        saidOf(other, "there are no certificates that can be read in " + other);
        saidOf(empty, "there are no certificates that can be read in " + empty);
    }

    @Test
    void certificatesAreTakenAsThoseAreWhoConnect(@TempDir Path folder) throws Exception {
        Certificate certificate = Certificate.named("localhost", folder);
        String pem = Files.readString(certificate.chain());
        Path both =
                Files.writeString(
                        folder.resolve("both.pem"), Files.readString(certificate.key()) + pem);
        assertThat(
                        channels(
                                Map.of(
                                        "DUPLEX_ENGINE",
                                        "redis",
                                        "DUPLEX_REDIS_TLS_CA",
                                        both.toString())))
                .isNotNull();
        byte[] der =
                Base64.getMimeDecoder()
                        .decode(
                                pem.substring(0, pem.indexOf("-----END"))
                                        .replace("-----BEGIN CERTIFICATE-----", ""));
        Path binary = Files.write(folder.resolve("binary.der"), der);
        saidOf(binary, "there are no certificates that can be read in " + binary);
    }

    private static void saidOf(Path authorities, String sentence) {
        assertThatThrownBy(() ->
                        channels(
                                Map.of(
                                        "DUPLEX_ENGINE",
                                        "redis",
                                        "DUPLEX_REDIS_TLS_CA",
                                        authorities.toString())))
                .isInstanceOfSatisfying(
                        UserError.class,
                        it -> assertThat(it.exitCode()).isEqualTo(UserError.RUNTIME))
                .hasMessage("DUPLEX_REDIS_TLS_CA: " + sentence);
    }

    @Test
    void aPasswordInAnAddressIsNotShown() {
        for (String address :
                List.of(
                        "http://user:secret@host",
                        "redis://:secret@host",
                        "redis://:secret@one,http://two")) {
            assertThatThrownBy(() -> channels(Map.of("DUPLEX_REDIS_ADDRESSES", address)))
                    .message()
                    .contains("has no password in it")
                    .doesNotContain("secret");
        }
    }
}
