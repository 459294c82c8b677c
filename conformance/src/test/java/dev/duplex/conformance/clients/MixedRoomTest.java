package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Message;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.channels.Offer;
import dev.duplex.conformance.LogWatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/// A room whose members come by native WebSocket and by every transport of SockJS at once: those that
/// npm's client has in Node.js, and those of [SockJsReader].
@ExtendWith(LogWatch.class)
@Timeout(120)
class MixedRoomTest {
    private static final int EACH = 500;
    private static final String END = "the end";

    private final SockJsServer server = SockJsServer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Future<List<String>>> members = new LinkedHashMap<>();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        http.shutdownNow();
        server.close();
    }

    @Test
    @DisplayName("each member gets every message once, and all in the same order")
    void oneOrderForAll() throws Exception {
        CountDownLatch npmJoined = new CountDownLatch(1);
        Future<List<String>> npm = threads.submit(() -> npmMembers(npmJoined));
        for (SockJsReader.Transport transport : SockJsReader.Transport.values()) {
            URI session = URI.create(server.url("/room/000/raw-" + transport));
            members.put(
                    "raw " + transport,
                    threads.submit(
                            () -> new SockJsReader(transport, http, session).readUntil(END)));
        }
        Member nativeMember = join("/room");
        Member rawMember = join("/room/websocket");
        members.put("native", nativeMember.messages);
        members.put("raw websocket", rawMember.messages);
        assertThat(npmJoined.await(60, TimeUnit.SECONDS)).as("npm's client has joined").isTrue();
        awaitMembers();

        // Two publish in the server, two from where they are.
        publishAll(
                List.of(this::publishHere, this::publishHere, nativeMember::send, rawMember::send));
        nativeMember.has(4 * EACH + 1);
        publishHere(END);

        List<String> expected = nativeMember.messages.get(30, TimeUnit.SECONDS);
        assertThat(expected).hasSize(4 * EACH + 2).startsWith("welcome").endsWith(END);
        for (int publisher = 0; publisher < 4; publisher++) {
            String prefix = publisher + " says ";
            assertThat(expected.stream().filter(message -> message.startsWith(prefix)))
                    .containsExactlyElementsOf(said(publisher));
        }
        for (Map.Entry<String, Future<List<String>>> member : members.entrySet()) {
            assertThat(member.getValue().get(30, TimeUnit.SECONDS))
                    .as(member.getKey())
                    .isEqualTo(expected);
        }
        assertNpmMembers(npm.get(30, TimeUnit.SECONDS), expected);
    }

    private List<String> npmMembers(CountDownLatch joined) throws Exception {
        String[] script =
                Stream.concat(
                                Stream.of("sockjs-room.mjs", server.url("/room")),
                                SockJsNodeTest.TRANSPORTS.stream())
                        .toArray(String[]::new);
        return NodeScripts.run(
                line -> {
                    if (line.equals("joined")) {
                        joined.countDown();
                    }
                },
                script);
    }

    private static void assertNpmMembers(List<String> output, List<String> expected) {
        // They were asked to take their welcome apart.
        List<String> published = expected.subList(1, expected.size());
        List<NpmMember> npm =
                output.stream()
                        .filter(line -> line.startsWith("{"))
                        .map(line -> new JsonMapper().readValue(line, NpmMember.class))
                        .toList();
        assertThat(npm).extracting(NpmMember::transport).isEqualTo(SockJsNodeTest.TRANSPORTS);
        npm.forEach(member ->
                assertThat(member.messages())
                        .as("npm's " + member.transport())
                        .isEqualTo(published));
    }

    /// A line of `sockjs-room.mjs`.
    record NpmMember(String transport, List<String> messages) {}

    /// Until all are in the room: the readers tell only when they are done.
    private void awaitMembers() {
        int all = members.size() + SockJsNodeTest.TRANSPORTS.size();
        while (server.members() < all) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(server.members()).isEqualTo(all);
    }

    private static List<String> said(int publisher) {
        return IntStream.range(0, EACH).mapToObj(i -> publisher + " says " + i).toList();
    }

    private void publishHere(String text) {
        while (server.server().hub().publish(SockJsServer.ROOM, Message.text(text)) == Offer.FULL) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private interface Publisher {
        void publish(String text);
    }

    private void publishAll(List<Publisher> publishers) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < publishers.size(); i++) {
            Publisher publisher = publishers.get(i);
            List<String> texts = said(i);
            tasks.add(() -> {
                texts.forEach(publisher::publish);
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(tasks)) {
            done.get();
        }
    }

    private Member join(String path) {
        Member member = new Member();
        member.socket =
                http.newWebSocketBuilder()
                        .buildAsync(URI.create(server.url(path).replace("http:", "ws:")), member)
                        .join();
        return member;
    }

    /// A member by the JDK's WebSocket.
    private static final class Member implements WebSocket.Listener {
        final CompletableFuture<List<String>> messages = new CompletableFuture<>();
        private final List<String> came = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        synchronized void send(String message) {
            if (socket == null) {
                throw new IllegalStateException("not connected");
            }
            socket.sendText(message, true).join();
        }

        /// Waits until this many have come.
        void has(int count) throws InterruptedException {
            synchronized (came) {
                while (came.size() < count) {
                    came.wait();
                }
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                synchronized (came) {
                    came.add(text.toString());
                    came.notifyAll();
                    if (came.getLast().equals(END)) {
                        messages.complete(List.copyOf(came));
                    }
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            messages.completeExceptionally(error);
        }
    }
}
