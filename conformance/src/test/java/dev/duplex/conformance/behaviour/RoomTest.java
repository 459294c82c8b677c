package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawInflate;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Rooms: one publication, many sessions.
class RoomTest extends ServerSuite {
    @Test
    @DisplayName(
            "every member of a room gets each message, all in the same order; who left gets nothing")
    void deliversRoomsInOrder() throws Exception {
        CompletableFuture<Server> running = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .eventLoops(2)
                                .webSocket(
                                        "/rooms/{name}",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                session.subscribe(room(session));
                                                session.send("joined");
                                            }

                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                if (message.string().equals("leave")) {
                                                    session.unsubscribe(room(session));
                                                    session.send("left");
                                                } else {
                                                    running.join()
                                                            .hub()
                                                            .publish(room(session), message);
                                                }
                                            }

                                            private String room(Session session) {
                                                return Objects.requireNonNull(
                                                        session.request()
                                                                .pathParameters()
                                                                .get("name"));
                                            }
                                        }));
        running.complete(server);
        List<RawWebSocket> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(joined(server, "/rooms/a"));
        }
        RawWebSocket elsewhere = joined(server, "/rooms/b");
        RawWebSocket leaver = joined(server, "/rooms/a");
        leaver.send(RawFrame.text("leave"));
        Expect.message(leaver, RawFrame.text("left"));
        int each = 200;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int m = 0; m < 3; m++) {
                RawWebSocket member = members.get(m);
                String name = "from " + m + ": ";
                writing.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                member.send(RawFrame.text(name + i));
                            }
                        }));
            }
            List<Future<List<String>>> reading = new ArrayList<>();
            for (RawWebSocket member : members) {
                reading.add(
                        threads.submit(() -> {
                            List<String> texts = new ArrayList<>();
                            for (int i = 0; i < 3 * each; i++) {
                                texts.add(Expect.message(member, "publication " + i).text());
                            }
                            return texts;
                        }));
            }
            List<String> order = reading.getFirst().get(30, TimeUnit.SECONDS);
            for (Future<List<String>> other : reading) {
                assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(order);
            }
            for (int m = 0; m < 3; m++) {
                String name = "from " + m + ": ";
                List<String> own = order.stream().filter(text -> text.startsWith(name)).toList();
                assertThat(own).hasSize(each);
                assertThat(own.get(each - 1)).isEqualTo(name + (each - 1));
            }
            for (Future<?> write : writing) {
                write.get(10, TimeUnit.SECONDS);
            }
        }
        Expect.alive(elsewhere);
        Expect.alive(leaver);
    }

    @Test
    @DisplayName(
            "messages that are published at once come one by one and in order, to who takes them compressed, plain, or in the middle of a streamed message")
    void deliversWhatIsPublishedAtOnce() {
        List<String> texts = List.of("one", "t".repeat(200), "3".repeat(5000), "", "five");
        CompletableFuture<Server> running = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/room",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                session.subscribe("room");
                                                session.send("joined");
                                            }

                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                // Within one batch, so that all wait for the
                                                // members
                                                // together.
                                                MessageWriter writer = session.streamText();
                                                writer.write(new byte[] {'<'});
                                                for (String text : texts) {
                                                    running.join()
                                                            .hub()
                                                            .publish("room", Message.text(text));
                                                }
                                                session.lane()
                                                        .execute(() ->
                                                                session.lane()
                                                                        .execute(() -> {
                                                                            writer.write(
                                                                                    new byte[] {
                                                                                        '>'
                                                                                    });
                                                                            writer.close();
                                                                        }));
                                            }
                                        }));
        running.complete(server);
        RawWebSocket plain = joined(server, "/room");
        RawWebSocket compressed =
                joined(
                        server,
                        "/room",
                        "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover");
        RawWebSocket streaming = joined(server, "/room");
        for (int round = 0; round < 3; round++) {
            streaming.send(RawFrame.text("publish"));
            Expect.message(streaming, RawFrame.text("<>"));
            for (String text : texts) {
                Expect.message(plain, RawFrame.text(text));
                Expect.message(streaming, RawFrame.text(text));
                RawFrame came = Expect.message(compressed, "publication " + text.length());
                byte[] payload =
                        came.reserved() == 0
                                ? came.payload()
                                : new RawInflate(false).message(came.payload());
                assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(text);
            }
        }
        Expect.alive(plain);
        Expect.alive(compressed);
        Expect.alive(streaming);
    }

    private RawWebSocket joined(Server server, String target, String... lines) {
        RawWebSocket member = open(server, target, lines);
        Expect.message(member, RawFrame.text("joined"));
        return member;
    }
}
