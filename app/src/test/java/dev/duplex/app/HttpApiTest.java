package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served.Peer;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.faults.LastingPort;
import dev.duplex.testkit.ManualLane;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The HTTP API of `duplex serve`, and `duplex publish`, which uses it.
@Timeout(60)
class HttpApiTest {
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "DUPLEX_API_KEYS", "key-of-the-tests-1,key-of-the-tests-2",
                    "DUPLEX_ANONYMOUS", "true",
                    "DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10",
                    "DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone",
                    "DUPLEX_NAMESPACES_BYTES_KINDS", "binary",
                    "DUPLEX_NAMESPACES_BYTES_ALLOW_SUBSCRIBE", "anyone",
                    "DUPLEX_NAMESPACES_TEXT_KINDS", "text",
                    "DUPLEX_NAMESPACES_TEXT_ALLOW_SUBSCRIBE", "anyone");

    @TempDir Path folder;

    private static HttpResponse<String> publish(Served served, String key) throws Exception {
        return served.http()
                .send(
                        served.request("/api/publish")
                                .header("X-API-Key", key)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"channel\":\"news:a\",\"data\":{\"n\":1}}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void anyOfTheKeysOpensIt() throws Exception {
        try (Served served = Served.with(VARIABLES)) {
            assertThat(publish(served, "key-of-the-tests-1").body())
                    .startsWith("{\"result\":{\"offset\":1,");
            assertThat(publish(served, "key-of-the-tests-2").body())
                    .startsWith("{\"result\":{\"offset\":2,");
            assertThat(publish(served, "key-of-the-tests-3").statusCode()).isEqualTo(401);
            assertThat(publish(served, "").statusCode()).isEqualTo(401);
            assertThat(served.get("/api/openapi.json").body()).contains("\"openapi\":");
        }
    }

    @Test
    void itsLimitsAreSettings() throws Exception {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("DUPLEX_API_BODY_BYTES", "16");
        try (Served served = Served.with(variables)) {
            assertThat(publish(served, "key-of-the-tests-1").statusCode()).isEqualTo(413);
        }
    }

    @Test
    void withoutAKeyItIsNotThere() throws Exception {
        try (Served served = Served.with()) {
            assertThat(publish(served, "").statusCode()).isEqualTo(404);
            assertThat(served.get("/api/openapi.json").statusCode()).isEqualTo(404);
        }
    }

    /// Runs `duplex publish`, with the first of the keys from the environment.
    private static Run publishing(Served served, String in, String... arguments) {
        List<String> all = new ArrayList<>(List.of("publish", "--url=" + served.uri("/")));
        all.addAll(List.of(arguments));
        return Run.of(in, VARIABLES, all.toArray(String[]::new));
    }

    @Test
    void aKeySaysWhatAPublicationIsAbout() throws Exception {
        try (Served served = Served.with(VARIABLES)) {
            ManualLane lane = new ManualLane();
            List<String> keys = new ArrayList<>();
            served.hub()
                    .subscribe(
                            "news:a",
                            new Subscriber() {
                                @Override
                                public Lane lane() {
                                    return lane;
                                }

                                @Override
                                public Offer offer(Publication publication) {
                                    keys.add(publication.key());
                                    return Offer.ACCEPTED;
                                }
                            });
            assertThat(publishing(served, "", "news:a", "1", "--key=KODA").code()).isZero();
            lane.runUntil(() -> !keys.isEmpty());
            assertThat(keys).containsExactly("KODA");
        }
    }

    @Test
    void publishingPrintsThePosition() throws Exception {
        try (Served served = Served.with(VARIABLES)) {
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":");
            peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"news:a\"}}");
            assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":");
            Run first =
                    publishing(
                            served,
                            "",
                            "news:a",
                            "{\"n\":1}",
                            "--tag=lang=en",
                            "--tag",
                            "x=a=b",
                            "--idempotency-key=k");
            assertThat(first.err()).isEmpty();
            assertThat(first.code()).isZero();
            assertThat(first.out()).matches("offset 1, epoch \\w+\\R");
            assertThat(peer.next())
                    .contains("\"data\":{\"n\":1}", "\"lang\":\"en\"", "\"x\":\"a=b\"");
            Run again = publishing(served, "", "news:a", "2", "--idempotency-key=k");
            assertThat(again.out()).isEqualTo(first.out());
            Run in = publishing(served, "[\"from\", \"in\"]\n", "news:a", "-");
            assertThat(in.out()).startsWith("offset 2, ");
            assertThat(peer.next()).contains("\"data\":[\"from\", \"in\"]");
            Run text = publishing(served, "", "news:a", "--text", "a \"word\"");
            assertThat(text.out()).startsWith("offset 3, ");
            assertThat(peer.next()).contains("\"data\":\"a \\\"word\\\"\"");
        }
    }

    @Test
    void publishesTextAndBytesWhereChannelsTakeThem() throws Exception {
        Path file = Files.write(folder.resolve("bytes"), new byte[] {0, 1, (byte) 0xFF});
        try (Served served = Served.with(VARIABLES)) {
            Run bytes = publishing(served, "", "bytes:a", "--binary-file=" + file);
            assertThat(bytes.err()).isEmpty();
            assertThat(bytes.out()).matches("published\\R");
            assertThat(publishing(served, "in", "bytes:a", "--binary-file=-").code()).isZero();
            assertThat(publishing(served, "", "text:a", "--text", "words").code()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    unknown:a {}                     | 1 | the server refuses: unknown channel: there is no channel of this name (error 102)
                    news:a {} --api-key=wrong        | 1 | the server at SERVER does not take this API key
                    news:a hello                     | 2 | DATA must be JSON, such as '{"text":"hello"}'; --text takes it as it is
                    news:a 1 --tag=x                 | 2 | --tag must be NAME=VALUE, not "x"
                    news:a                           | 2 | say what to publish: DATA, or --text DATA, or --binary-file FILE
                    news:a 1 --binary-file=x         | 2 | say what to publish: DATA, or --text DATA, or --binary-file FILE
                    news:a --binary-file=/nonexistent | 1 | there is no file /nonexistent
                    news:a 1 --url=ftp://x.example   | 2 | --url must be a URL such as https://example.org/, not "ftp://x.example"
                    news:a 1 --url=http://127.0.0.1:70000/ | 2 | --url must be a URL such as https://example.org/, not "http://127.0.0.1:70000/"
                    news:a 1 --url=SERVERhealth      | 1 | there is no API of Duplex at SERVERhealth/api/publish: the answer has status 404
                    """)
    void saysInOneSentenceWhyItIsNotPublished(String arguments, int code, String sentence)
            throws Exception {
        try (Served served = Served.with(VARIABLES)) {
            String url = served.uri("/").toString();
            List<String> all = new ArrayList<>(List.of("publish"));
            if (!arguments.contains("--url")) {
                all.add("--url=" + url);
            }
            all.addAll(List.of(arguments.replace("SERVER", url).split(" ")));
            Run run = Run.of(VARIABLES, all.toArray(String[]::new));
            assertThat(run.err().lines())
                    .containsExactly("duplex: " + sentence.replace("SERVER", url));
            assertThat(run.out()).isEmpty();
            assertThat(run.code()).isEqualTo(code);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port = LastingPort.find();
        Map<String, String> variables =
                Map.of("DUPLEX_API_KEYS", Served.API_KEY, "DUPLEX_PORT", Integer.toString(port));
        Run run = Run.of(variables, "publish", "a", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("duplex: nothing listens at http://127.0.0.1:" + port + "/");
        Run host = Run.of(variables, "publish", "--url=http://nonexistent.invalid", "a", "1");
        assertThat(host.err().lines())
                .containsExactly("duplex: there is no host nonexistent.invalid");
    }

    @Test
    void saysThatAKeyIsNeeded() {
        Run run = Run.of("publish", "a", "1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "duplex: an API key is needed: set DUPLEX_API_KEYS, name the server's file by"
                                + " --config, or give --api-key");
        Run token = Run.of("token", "--user=42");
        assertThat(token.code()).isEqualTo(2);
        assertThat(token.err().lines())
                .containsExactly(
                        "duplex: a key is needed to sign with: set DUPLEX_TOKENS_HMAC_SECRET, name the"
                                + " server's file by --config, or give --private-key-file");
    }
}
