package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Relays;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.Caching;
import dev.duplex.session.HttpAnswers;

/// The way of messages to sessions of other nodes, and what their requests are answered. Any thread.
final class Forwarding {
    private final Relays relays;

    Forwarding(Relays relays) {
        this.relays = relays;
    }

    /// Hands a message on, and answers its request as [dev.duplex.StreamedSessions#relay] says.
    ///
    /// @param name as a session's can be: its length has been looked at
    void relay(HttpExchange exchange, String node, String name, Message message) {
        relays.send(node, name, message.copy()).thenAccept(outcome -> answer(exchange, outcome));
    }

    private static void answer(HttpExchange exchange, RelayOutcome outcome) {
        switch (outcome) {
            case TAKEN -> {
                Caching.never(exchange);
                exchange.status(204).respond(new byte[0]);
            }
            case NO_SESSION -> HttpAnswers.refuse(exchange, 404, StreamedService.NO_SESSION);
            case NO_NODE -> HttpAnswers.refuse(exchange, 404, "There is no such node.\n");
            case BUSY ->
                    HttpAnswers.refuse(exchange, 503, "Too many requests of this session wait.\n");
            case TOO_MUCH ->
                    HttpAnswers.refuse(exchange, 503, "Too much is on its way to that node.\n");
            case FAILED ->
                    HttpAnswers.refuse(
                            exchange, 503, "The node of the session cannot be reached now.\n");
            case UNANSWERED ->
                    HttpAnswers.refuse(
                            exchange,
                            504,
                            "The node of the session has not answered: whether it gets this is not known.\n");
        }
    }
}
