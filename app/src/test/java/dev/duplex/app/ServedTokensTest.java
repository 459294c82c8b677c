package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.duplex.app.Served.Peer;
import dev.duplex.tokens.TokenSigner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tokens over real connections, with the keys that are configured, and as `duplex token` makes them.
@Timeout(60)
class ServedTokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir Path folder;

    private static Map<String, String> variables(String... more) {
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "DUPLEX_TOKENS_HMAC_SECRET", SECRET,
                                "DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "users",
                                "DUPLEX_NAMESPACES_ROOM_ALLOW_SUBSCRIBE", "token"));
        for (String variable : more) {
            String[] parts = variable.split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        return variables;
    }

    private static Peer connected(Served served, String token) throws Exception {
        Peer peer = served.connect("/connection/websocket", served.origin());
        peer.send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
        assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":\"");
        return peer;
    }

    private static String answerTo(Served served, String connect) throws Exception {
        Peer peer = served.connect("/connection/websocket", served.origin());
        peer.send("{\"id\":1,\"connect\":" + connect + "}");
        return peer.next();
    }

    private static String subscribed(Peer peer, String channel, String token) throws Exception {
        peer.send(
                "{\"id\":2,\"subscribe\":{\"channel\":\""
                        + channel
                        + "\",\"token\":\""
                        + token
                        + "\"}}");
        return peer.next();
    }

    /// What `duplex token` prints in the environment of the server.
    private static String token(Map<String, String> environment, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "token";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Run run = Run.of(environment, all);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("[\\w.-]+\\R");
        return run.out().strip();
    }

    @Test
    void aTokenOpensWhatIsForUsers() throws Exception {
        Map<String, String> variables = variables();
        try (Served served = Served.with(variables)) {
            Peer peer = connected(served, token(variables, "--user=42"));
            assertThat(subscribed(peer, "news:a", "")).startsWith("{\"id\":2,\"subscribe\":{");
            assertThat(subscribed(peer, "room:7", ""))
                    .startsWith("{\"id\":2,\"error\":{\"code\":103");
            String forRoom = token(variables, "--user=42", "--channel=room:7");
            assertThat(subscribed(peer, "room:7", forRoom)).startsWith("{\"id\":2,\"subscribe\":{");
            String forAnother = token(variables, "--user=43", "--channel=room:8");
            assertThat(subscribed(peer, "room:8", forAnother))
                    .startsWith("{\"id\":2,\"error\":{\"code\":103");
        }
    }

    @Test
    void whoHasNoTokenOrAWrongOneIsRefused() throws Exception {
        try (Served served = Served.with(variables())) {
            String other = TokenSigner.secret(OTHER).connection("42", Duration.ofHours(1));
            for (String connect : new String[] {"{}", "{\"token\":\"" + other + "\"}"}) {
                Peer peer = served.connect("/connection/websocket", served.origin());
                peer.send("{\"id\":1,\"connect\":" + connect + "}");
                assertThat(peer.end().code()).isEqualTo(3500);
            }
            TokenSigner yesterday =
                    TokenSigner.secret(SECRET)
                            .withClock(
                                    InstantSource.offset(
                                            InstantSource.system(), Duration.ofDays(-1)));
            assertThat(
                            answerTo(
                                    served,
                                    "{\"token\":\""
                                            + yesterday.connection("42", Duration.ofHours(1))
                                            + "\"}"))
                    .startsWith("{\"id\":1,\"error\":{\"code\":109");
        }
    }

    /// Whatever key signs the tokens of connections, those of subscriptions have theirs.
    @Test
    void subscriptionTokensMayHaveAnotherKey() throws Exception {
        Map<String, String> variables =
                variables("DUPLEX_TOKENS_SUBSCRIPTION_HMAC_SECRET=" + OTHER);
        try (Served served = Served.with(variables)) {
            Peer peer = connected(served, token(variables, "--user=42"));
            String room = token(variables, "--user=42", "--channel=room:7");
            assertThat(subscribed(peer, "room:7", room)).startsWith("{\"id\":2,\"subscribe\":{");
            String wrong =
                    TokenSigner.secret(SECRET).subscription("42", "room:8", Duration.ofHours(1));
            assertThat(subscribed(peer, "room:8", wrong))
                    .startsWith("{\"id\":2,\"error\":{\"code\":103");
        }
    }

    @Test
    void aPairOfKeysIssuerAndAudience() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path publicKey = pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Path privateKey = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        Map<String, String> variables =
                variables(
                        "DUPLEX_TOKENS_PUBLIC_KEY_FILES=" + publicKey,
                        "DUPLEX_TOKENS_ISSUER=us",
                        "DUPLEX_TOKENS_AUDIENCE=app");
        try (Served served = Served.with(variables)) {
            Peer peer =
                    connected(
                            served,
                            token(
                                    variables,
                                    "--user=42",
                                    "--private-key-file=" + privateKey,
                                    "--subscribe=room:1"));
            assertThat(subscribed(peer, "news:a", "")).startsWith("{\"id\":2,\"subscribe\":{");
            String unnamed = TokenSigner.secret(SECRET).connection("42", Duration.ofHours(1));
            Peer refused = served.connect("/connection/websocket", served.origin());
            refused.send("{\"id\":1,\"connect\":{\"token\":\"" + unnamed + "\"}}");
            assertThat(refused.end().code()).isEqualTo(3500);
        }
    }

    private Path pem(String label, byte[] der) throws Exception {
        return Files.writeString(
                folder.resolve(label.replace(' ', '-') + ".pem"),
                "-----BEGIN "
                        + label
                        + "-----\n"
                        + Base64.getEncoder().encodeToString(der)
                        + "\n-----END "
                        + label
                        + "-----\n");
    }

    @Test
    void keysAreFetchedFromAnIdentityProvider() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Path privateKey = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        byte[] set = jwks((ECPublicKey) pair.getPublic()).getBytes(StandardCharsets.US_ASCII);
        HttpServer provider =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext(
                "/jwks",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, set.length);
                        exchange.getResponseBody().write(set);
                    }
                });
        provider.start();
        Map<String, String> variables =
                variables(
                        "DUPLEX_TOKENS_JWKS_URL=http://127.0.0.1:"
                                + provider.getAddress().getPort()
                                + "/jwks");
        variables.remove("DUPLEX_TOKENS_HMAC_SECRET");
        try (Served served = Served.with(variables)) {
            connected(
                    served,
                    token(
                            variables,
                            "--user=42",
                            "--private-key-file=" + privateKey,
                            "--key-id=k1"));
        } finally {
            provider.stop(0);
        }
    }

    private static String jwks(ECPublicKey key) {
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\",\"x\":\""
                + coordinate(key.getW().getAffineX().toByteArray())
                + "\",\"y\":\""
                + coordinate(key.getW().getAffineY().toByteArray())
                + "\"}]}";
    }

    /// 32 bytes, without the sign's and with leading zeros.
    private static String coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        byte[] digits = number.length > 32 ? Arrays.copyOfRange(number, 1, 33) : number;
        System.arraycopy(digits, 0, fixed, 32 - digits.length, digits.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    /// Clients of the dialect are limited as configured.
    @Test
    void aClientIsInNoMoreChannelsThanConfigured() throws Exception {
        Map<String, String> variables = variables("DUPLEX_CENTRIFUGE_CHANNELS=1");
        try (Served served = Served.with(variables)) {
            Peer peer = connected(served, token(variables, "--user=42"));
            assertThat(subscribed(peer, "news:a", "")).startsWith("{\"id\":2,\"subscribe\":{");
            assertThat(subscribed(peer, "news:b", ""))
                    .startsWith("{\"id\":2,\"error\":{\"code\":106");
        }
    }
}
