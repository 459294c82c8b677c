package dev.duplex.verify.client;

import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Publishes by the HTTP API, at one node after the other: what was not answered is sent again to another than it was sent to first.
final class HttpPress implements Press {
    private final Network network;
    private final List<Target> targets;
    private int asked;

    HttpPress(Network network, List<Target> targets) {
        this.network = network;
        this.targets = targets;
    }

    @Override
    public Answer publish(Mark mark, String idempotencyKey) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("channel", mark.channel());
        body.put("data", mark.json());
        if (!idempotencyKey.isEmpty()) {
            body.put("idempotency_key", idempotencyKey);
        }
        Target target = targets.get(asked++ % targets.size());
        try {
            return answer(
                    network.ask(
                            HttpRequest.newBuilder(target.http("/api/publish"))
                                    .header("Content-Type", "application/json")
                                    .header("X-API-Key", target.apiKey())
                                    .POST(BodyPublishers.ofString(Json.write(body)))));
        } catch (IOException e) {
            return new Answer(Outcome.UNKNOWN, Network.reason(e));
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        Map<?, ?> answer = Json.object(new String(response.body(), StandardCharsets.UTF_8));
        if (response.statusCode() == 200 && answer.containsKey("result")) {
            return Answer.PUBLISHED;
        }
        if (answer.get("error") instanceof Map<?, ?> error
                && error.get("code") instanceof Long code) {
            return Answer.error(code, error.get("message") + " (error " + code + ")");
        }
        return Answer.status(response.statusCode());
    }

    @Override
    public void close() {
        // Its connections are the network's.
    }
}
