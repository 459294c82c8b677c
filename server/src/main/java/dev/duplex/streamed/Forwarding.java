package dev.duplex.streamed;

import dev.duplex.Message;
import dev.duplex.StreamedOptions;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.Relays;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.Caching;
import dev.duplex.session.HttpAnswers;
import org.jspecify.annotations.Nullable;

/// The way of messages to sessions of other nodes. Any thread.
final class Forwarding {
    private final Allowance underWay = new Allowance(StreamedOptions.RELAYED_BYTES);
    private final Relays relays;

    Forwarding(Relays relays) {
        this.relays = relays;
    }

    /// Hands a message on, and answers its request as [dev.duplex.StreamedSessions#relay] says.
    ///
    /// @param name as a session's can be: its length has been looked at
    void relay(HttpExchange exchange, String node, String name, Message message) {
        int bytes = message.size();
        if (!underWay.take(bytes)) {
            HttpAnswers.refuse(exchange, 503, "Too much is on its way to other nodes.\n");
            return;
        }
        relays.send(node, new Relayed(name, message.copy()))
                .whenComplete((onItsWay, failure) -> {
                    underWay.release(bytes);
                    answer(exchange, onItsWay, failure);
                });
    }

    /// The engine has logged why it could not.
    private static void answer(
            HttpExchange exchange, @Nullable Boolean onItsWay, @Nullable Throwable failure) {
        if (failure != null || onItsWay == null) {
            HttpAnswers.refuse(exchange, 503, "The node of the session cannot be reached now.\n");
        } else if (onItsWay) {
            Caching.never(exchange);
            exchange.status(204).respond(new byte[0]);
        } else {
            HttpAnswers.refuse(exchange, 404, "There is no such node.\n");
        }
    }
}
