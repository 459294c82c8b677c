package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
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

    private RawWebSocket joined(Server server, String target) {
        RawWebSocket member = open(server, target);
        Expect.message(member, RawFrame.text("joined"));
        return member;
    }
}
