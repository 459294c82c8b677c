package dev.duplex.bench.codec;

import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;

/// What most messages of the Centrifuge protocol are like: a publish by a client, and the push that it brings.
final class DialectMessages {
    private DialectMessages() {}

    static Data payload(int bytes) {
        return Data.utf8("{\"text\":\"" + "x".repeat(bytes - 11) + "\"}");
    }

    static Command publish(int bytes) {
        return new Command(17, new Request.Publish("chat:index", payload(bytes), 0, "", false));
    }

    static Reply push(int bytes) {
        return Reply.push(
                "chat:index", Publication.builder().data(payload(bytes)).offset(4_711).build());
    }
}
