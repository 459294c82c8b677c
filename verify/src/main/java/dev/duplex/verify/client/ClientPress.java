package dev.duplex.verify.client;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Publishes as a client by WebSocket: with a key by the call `duplex.publish`, without by the protocol's own command.
final class ClientPress implements Press {
    private final Network network;
    private final Target target;
    private @Nullable CentrifugeConnection connection;

    ClientPress(Network network, Target target) {
        this.network = network;
        this.target = target;
    }

    @Override
    public Answer publish(Mark mark, String idempotencyKey) throws InterruptedException {
        try {
            CentrifugeConnection open = open();
            Result result = open.answer(open.send(request(mark, idempotencyKey)));
            return result instanceof Result.Publish || result instanceof Result.Rpc
                    ? Answer.PUBLISHED
                    : new Answer(Outcome.UNKNOWN, "it was answered with something else");
        } catch (RefusedException e) {
            return Answer.error(e.code(), Network.reason(e));
        } catch (IOException e) {
            close();
            return new Answer(Outcome.UNKNOWN, Network.reason(e));
        }
    }

    private CentrifugeConnection open() throws IOException, InterruptedException {
        if (connection == null) {
            connection =
                    CentrifugeConnection.open(
                            Subscriber.webSocket(network, target, Network.Subprotocol.JSON),
                            Codec.json(),
                            target.token());
        }
        return connection;
    }

    private static Request request(Mark mark, String idempotencyKey) {
        if (idempotencyKey.isEmpty()) {
            return Request.Publish.builder()
                    .channel(mark.channel())
                    .data(Data.utf8(Json.write(mark.json())))
                    .build();
        }
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("channel", mark.channel());
        call.put("data", mark.json());
        call.put("idempotencyKey", idempotencyKey);
        return new Request.Rpc(Data.utf8(Json.write(call)), "duplex.publish");
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
