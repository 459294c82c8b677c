package dev.duplex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.shutdownNow();
    }

    /// The peer of an example: the JDK's own WebSocket client, and what it has heard.
    private static final class Peer implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<Long> binary = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private long bytes;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                binary.complete(bytes);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            texts.add(error.toString());
            binary.completeExceptionally(error);
        }

        String heard() throws InterruptedException {
            return Objects.requireNonNullElse(texts.poll(20, TimeUnit.SECONDS), "nothing");
        }
    }

    private WebSocket connect(String address, Peer peer) {
        return client.newWebSocketBuilder().buildAsync(URI.create(address), peer).join();
    }

    @Test
    void echoSendsBackWhatComes() throws Exception {
        try (RunningExample echo = RunningExample.start("Echo")) {
            Peer peer = new Peer();
            WebSocket socket = connect(echo.line(), peer);
            socket.sendText("Grüße", true).join();
            assertThat(peer.heard()).isEqualTo("Grüße");
            socket.sendText("again", true).join();
            assertThat(peer.heard()).isEqualTo("again");
        }
    }

    @Test
    void echoSpeaksSockJsOnTheSamePath() throws Exception {
        try (RunningExample echo = RunningExample.start("Echo")) {
            String session = echo.line().replaceFirst("^ws:", "http:") + "/000/a-session";
            assertThat(post(session + "/xhr", "")).isEqualTo("o\n");
            assertThat(post(session + "/xhr_send", "[\"Grüße\"]")).isEmpty();
            assertThat(post(session + "/xhr", "")).isEqualTo("a[\"Grüße\"]\n");
        }
    }

    private String post(String url, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aChatRoomTellsAllWhoAreThereAndNobodyElse() throws Exception {
        try (RunningExample chat = RunningExample.start("ChatRoom")) {
            String lobby = chat.line();
            Peer ann = new Peer();
            Peer bob = new Peer();
            Peer elsewhere = new Peer();
            WebSocket anns = connect(lobby, ann);
            WebSocket bobs = connect(lobby, bob);
            WebSocket others = connect(lobby.replace("lobby", "kitchen"), elsewhere);
            anns.sendText("hello", true).join();
            assertThat(ann.heard()).isEqualTo("hello");
            assertThat(bob.heard()).isEqualTo("hello");
            bobs.sendText("hello, Ann", true).join();
            assertThat(ann.heard()).isEqualTo("hello, Ann");
            assertThat(bob.heard()).isEqualTo("hello, Ann");
            others.sendText("anybody?", true).join();
            assertThat(elsewhere.heard()).isEqualTo("anybody?");
            assertThat(ann.texts).isEmpty();
        }
    }

    @Test
    void aBinaryStreamOfAnySizeArrivesWhole() throws Exception {
        try (RunningExample stream = RunningExample.start("BinaryStream")) {
            String address = stream.line();
            Peer peer = new Peer();
            connect(address.replaceFirst("bytes=.*", "bytes=20000001"), peer);
            assertThat(peer.binary.get(60, TimeUnit.SECONDS)).isEqualTo(20_000_001);
            Peer none = new Peer();
            connect(address.replaceFirst("bytes=.*", "bytes=0"), none);
            assertThat(none.binary.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void theClientTalksToTheEcho() throws Exception {
        try (RunningExample echo = RunningExample.start("Echo");
                RunningExample talk = RunningExample.start("EchoClient", echo.line())) {
            assertThat(talk.toTheEnd()).containsExactly("Hello,", "Duplex", "!");
        }
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(it -> it.toString().endsWith(".java")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyExampleIsShortAndTested(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThan(60);
        String name = source.toString().replace(".java", "");
        assertThat(name).isIn("Echo", "ChatRoom", "BinaryStream", "EchoClient");
    }
}
