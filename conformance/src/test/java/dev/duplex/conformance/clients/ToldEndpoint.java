package dev.duplex.conformance.clients;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Does what a message says: `name NAME` makes the end of the session known under that name, `close
/// CODE REASON` closes it. Other messages are not answered.
final class ToldEndpoint implements Endpoint {
    private static final AttributeKey<String> NAME = AttributeKey.of("name");

    private final Map<String, CompletableFuture<CloseReason>> ends = new ConcurrentHashMap<>();

    /// How the session of this name ended, once it has.
    CompletableFuture<CloseReason> ended(String name) {
        return ends.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    @Override
    public void onMessage(Session session, Message message) {
        String[] words = message.string().split(" ", 2);
        switch (words[0]) {
            case "name" -> {
                session.attribute(NAME, words[1]);
                session.send("named");
            }
            case "close" -> {
                String[] why = words[1].split(" ", 2);
                session.send("closing");
                session.close(new CloseReason(Integer.parseInt(why[0]), why[1]));
            }
            default -> {}
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        Optional<String> name = session.attribute(NAME);
        if (name.isPresent() && !ended(name.get()).complete(reason)) {
            throw new IllegalStateException(name.get() + " ended twice");
        }
    }
}
