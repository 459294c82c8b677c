package dev.duplex.verify.client;

import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;

/// Listens to a channel's event stream, and comes back to the last event's id. After a status other than 200 a browser's EventSource is
/// closed for good; this does as a page that opens another then, for a balancer in front has such statuses too while nodes are down.
final class PlainSseDialect implements Dialect {
    /// Longer than the server's default between two heartbeats, which are no events: it is noticed only in a channel where nothing happens.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Network network;
    private final Target target;
    private final String channel;
    private final String run;
    private String lastId = "";

    PlainSseDialect(Network network, Target target, String channel, String run) {
        this.network = network;
        this.target = target;
        this.channel = channel;
        this.run = run;
    }

    @Override
    public void listen(SubscriberRecorder recorder) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.http(target.plain("/events/", channel)))
                        .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try (Stream<ServerEvent> stream =
                new Stream<>(body ->
                        new ServerEvent.Reader(new Lines(body, Network.MESSAGE_BYTES))::next)) {
            stream.read(network.stream(request).body());
            while (true) {
                take(stream.take(SILENCE), recorder);
            }
        }
    }

    private void take(ServerEvent event, SubscriberRecorder recorder) {
        switch (event.name()) {
            case "begin" ->
                    recorder.began(
                            event.data().equals("recovered")
                                    ? Resumption.RECOVERED
                                    : Resumption.NEW);
            case "lost" -> recorder.began(Resumption.NOT_RECOVERED);
            case "skipped" -> recorder.began(Resumption.SKIPPED);
            case "message" -> Mark.note(Json.read(event.data()).orElse(Json.NULL), run, recorder);
            default -> {
                // Not known, and as a browser does, not looked at.
            }
        }
        if (!event.id().isEmpty()) {
            lastId = event.id();
        }
    }
}
