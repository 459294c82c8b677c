package dev.duplex.examples.spring;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What services publish by: objects as JSON, made by the application's own mapper. Any thread; never blocks.
@Component
class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Hub hub;
    private final ObjectWriter json;

    Publisher(Hub hub, JsonMapper mapper) {
        this.hub = hub;
        // A line break would end the message in the Centrifuge protocol.
        json = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
    }

    void publish(String channel, Object event) {
        Payload payload = Payload.of(Payload.Kind.JSON, json.writeValueAsBytes(event));
        hub.publish(channel, Draft.of(payload))
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        LOG.error("nobody was told of it in {}", channel, failure);
                    } else if (result instanceof Result.Refused<?> refused) {
                        LOG.error("nobody was told of it in {}: {}", channel, refused);
                    }
                });
    }
}
