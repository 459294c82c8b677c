package dev.duplex.conformance.behaviour;

import dev.duplex.Endpoint;
import dev.duplex.Server;
import dev.duplex.WebSocketOptions;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Limits of a whole server, and of what one connection may send in a second.
class ServerLimitsTest extends ServerSuite {
    private static final Endpoint ECHO =
            Endpoint.blocking(session -> session.forEach(session::send));

    private void refusedWith(Server server, int status) {
        RawWebSocket refused = connect(server);
        refused.sendUntilRefused(handshake(server, "/echo").bytes());
        RawHead head = refused.readHead();
        if (head.status() != status) {
            throw refused.failure("status " + status, head.toString());
        }
        refused.readBody(head);
        Expect.end(refused);
    }

    @Test
    @DisplayName(
            "connections over the limit of the server are answered 503 and closed; a free place is given again")
    void limitsConnections() {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().connections(2).build())
                                .webSocket("/echo", ECHO));
        RawWebSocket first = open(server, "/echo");
        RawWebSocket second = open(server, "/echo");
        refusedWith(server, 503);
        Expect.echo(first, RawFrame.text("served"));
        second.close();
        eventually("a place is free", () -> server.connections() < 2);
        Expect.echo(open(server, "/echo"), RawFrame.text("served"));
    }

    @Test
    @DisplayName("connections over the limit of one address are answered 429 and closed")
    void limitsConnectionsOfAnAddress() {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().connectionsPerAddress(2).build())
                                .webSocket("/echo", ECHO));
        open(server, "/echo");
        RawWebSocket second = open(server, "/echo");
        refusedWith(server, 429);
        Expect.echo(second, RawFrame.text("served"));
    }

    @Test
    @DisplayName("more messages in a second than allowed: 1008")
    void limitsTheRateOfMessages() {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().messagesPerSecond(10).build())
                                .webSocket("/sink", new Endpoint() {}));
        RawWebSocket peer = open(server, "/sink");
        byte[] frame = RawFrame.text("message").bytes();
        for (int i = 0; i < 500 && peer.sendUntilRefused(frame); i++) {
            Thread.onSpinWait();
        }
        Expect.failed(peer, 1008);
    }

    @Test
    @DisplayName("messages within the burst that the limit allows are taken")
    void allowsABurst() {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().messagesPerSecond(10).build())
                                .webSocket("/echo", ECHO));
        RawWebSocket peer = open(server, "/echo");
        for (int i = 0; i < 20; i++) {
            Expect.echo(peer, RawFrame.text("message " + i));
        }
    }

    @Test
    @DisplayName("more bytes in a second than allowed: 1008")
    void limitsTheRateOfBytes() {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().bytesPerSecond(10_000).build())
                                .webSocket("/sink", new Endpoint() {}));
        RawWebSocket peer = open(server, "/sink");
        byte[] frame = RawFrame.binary(new byte[1000]).bytes();
        for (int i = 0; i < 500 && peer.sendUntilRefused(frame); i++) {
            Thread.onSpinWait();
        }
        Expect.failed(peer, 1008);
    }

    @Test
    @DisplayName("the limits of one endpoint take the place of the server's")
    void endpointsMayHaveTheirOwn() {
        Server server =
                start(
                        builder()
                                .webSocket("/echo", ECHO)
                                .webSocket(
                                        "/small",
                                        ECHO,
                                        WebSocketOptions.DEFAULT.withLimits(
                                                PATIENT.toBuilder().messageBytes(10).build())));
        Expect.echo(open(server, "/echo"), RawFrame.text("more than ten"));
        RawWebSocket small = open(server, "/small");
        small.send(RawFrame.text("more than ten"));
        Expect.failed(small, 1009);
    }
}
