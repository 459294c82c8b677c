package dev.duplex.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.DuplexProcess;
import dev.duplex.faults.LastingPort;
import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program as it is started by default keeps its channels, however it ends.
@Timeout(180)
class RestartTest {
    private static final String KEY = "key-of-the-tests";

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(
                folder.resolve("duplex.yaml"),
                """
                anonymous: true
                host: 127.0.0.1
                api:
                  keys: [ key-of-the-tests ]
                namespaces:
                  news:
                    history-size: 100
                    history-ttl: 1h
                    recovery: stream
                    allow:
                      subscribe: anyone
                """);
    }

    private DuplexProcess start(int port, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--config=duplex.yaml", "--port=" + port));
        arguments.addAll(List.of(more));
        return DuplexProcess.start(folder, arguments.toArray(String[]::new));
    }

    private JsonNode call(URI address, String method, String body) throws Exception {
        byte[] answer =
                http.send(
                                HttpRequest.newBuilder(address.resolve("/api/" + method))
                                        .header("X-API-Key", KEY)
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body();
        JsonNode read = JsonMapper.shared().readTree(answer);
        assertThat(read.has("error")).as(read.toString()).isFalse();
        return read.get("result");
    }

    private JsonNode publish(URI address, String text, String idempotencyKey) throws Exception {
        return call(
                address,
                "publish",
                "{\"channel\":\"news:a\",\"data\":\""
                        + text
                        + "\",\"idempotency_key\":\""
                        + idempotencyKey
                        + "\"}");
    }

    private static void end(DuplexProcess duplex, String how) throws Exception {
        if (how.equals("kill")) {
            duplex.kill();
        } else {
            duplex.terminate();
            assertThat(duplex.exitCode()).isZero();
            assertThat(duplex.err()).doesNotContain("ERROR");
            assertThat(duplex.err().contains("Draining: ")).isEqualTo(how.equals("drain"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "kill"})
    void aSecondStartGoesOn(String how) throws Exception {
        String epoch;
        try (DuplexProcess first = start(0)) {
            URI address = first.address();
            JsonNode one = publish(address, "one", "1");
            assertThat(one.get("offset").asLong()).isEqualTo(1);
            epoch = epoch(one);
            assertThat(epoch(publish(address, "two", "2"))).isEqualTo(epoch);
            end(first, how);
        }
        try (DuplexProcess second = start(0)) {
            URI address = second.address();
            JsonNode history = call(address, "history", "{\"channel\":\"news:a\",\"limit\":100}");
            isAt(epoch, 2, history);
            assertThat(history.at("/publications/0/data").stringValue()).isEqualTo("one");
            assertThat(history.at("/publications/1/data").stringValue()).isEqualTo("two");
            isAt(epoch, 2, publish(address, "two again", "2"));
            isAt(epoch, 3, publish(address, "three", "3"));
        }
    }

    private static String epoch(JsonNode result) {
        return result.get("epoch").stringValue();
    }

    private static void isAt(String epoch, long offset, JsonNode result) {
        assertThat(epoch(result)).isEqualTo(epoch);
        assertThat(result.get("offset").asLong()).isEqualTo(offset);
    }

    /// Centrifuge's own client, which comes back by itself.
    private static final class Guest extends SubscriptionEventListener {
        final BlockingQueue<SubscribedEvent> subscribed = new LinkedBlockingQueue<>();
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribed(Subscription of, SubscribedEvent event) {
            subscribed.add(event);
        }

        @Override
        public void onPublication(Subscription of, PublicationEvent event) {
            texts.add(new String(event.getData(), StandardCharsets.UTF_8));
        }

        static <T> T next(BlockingQueue<T> events) throws InterruptedException {
            T event = events.poll(60, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing for a minute");
            }
            return event;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "kill", "drain"})
    void aClientRecoversOverIt(String how) throws Exception {
        Options options = new Options();
        options.setMinReconnectDelay(50);
        options.setMaxReconnectDelay(200);
        Guest guest = new Guest();
        Client client;
        int port = LastingPort.find();
        String window = how.equals("drain") ? "300ms" : "0";
        try (DuplexProcess first = start(port, "--shutdown-window=" + window)) {
            URI address = first.address();
            client =
                    new Client(
                            "ws://127.0.0.1:" + port + "/connection/websocket",
                            options,
                            new EventListener() {});
            Subscription subscription = client.newSubscription("news:a", guest);
            client.connect();
            subscription.subscribe();
            assertThat(Guest.next(guest.subscribed).getRecovered()).isFalse();
            publish(address, "seen", "1");
            assertThat(Guest.next(guest.texts)).isEqualTo("\"seen\"");
            end(first, how);
        }
        try (DuplexProcess second = start(port)) {
            publish(second.address(), "after the restart", "2");
            SubscribedEvent again = Guest.next(guest.subscribed);
            assertThat(again.wasRecovering()).isTrue();
            assertThat(again.getRecovered()).isTrue();
            assertThat(Guest.next(guest.texts)).isEqualTo("\"after the restart\"");
            assertThat(guest.texts).isEmpty();
        } finally {
            client.close(30_000);
        }
    }

    @Test
    void aDirectoryInUseIsOneSentence() throws Exception {
        try (DuplexProcess first = start(0)) {
            assertThat(first.address()).isNotNull();
            try (DuplexProcess second = start(0)) {
                assertThat(second.exitCode()).isOne();
                assertThat(second.err().lines())
                        .containsExactly(
                                "duplex: the directory "
                                        + folder.toRealPath().resolve("duplex-data")
                                        + " is in use by process "
                                        + first.pid()
                                        + ", and one has it at a time; end that one, or give another"
                                        + " directory with --disk-directory, or keep channels in"
                                        + " memory with --engine memory");
            }
        }
    }

    @Test
    void memoryBeginsAnewAndMakesNoDirectory() throws Exception {
        String epoch;
        try (DuplexProcess first = start(0, "--engine=memory")) {
            epoch = epoch(publish(first.address(), "one", "1"));
        }
        try (DuplexProcess second = start(0, "--engine=memory")) {
            JsonNode one = publish(second.address(), "one", "1");
            assertThat(one.get("offset").asLong()).isEqualTo(1);
            assertThat(epoch(one)).isNotEqualTo(epoch);
        }
        assertThat(folder.resolve("duplex-data")).doesNotExist();
    }
}
