package dev.duplex.verify.client;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// Subscribes by the Centrifuge protocol, and comes back to the position where it was.
final class CentrifugeDialect implements Dialect {
    private final Supplier<Wire> wires;
    private final Codec codec;
    private final Target target;
    private final String channel;
    private final String run;
    private final Duration patience;
    private boolean positioned;
    private String epoch = "";
    private long offset;

    /// @param wires makes a connection's
    /// @param patience how long it may take to be subscribed
    CentrifugeDialect(
            Supplier<Wire> wires,
            Codec codec,
            Target target,
            String channel,
            String run,
            Duration patience) {
        this.wires = wires;
        this.codec = codec;
        this.target = target;
        this.channel = channel;
        this.run = run;
        this.patience = patience;
    }

    @Override
    public void listen(SubscriberRecorder recorder) throws IOException, InterruptedException {
        try (CentrifugeConnection connection =
                CentrifugeConnection.open(wires.get(), codec, target.token())) {
            long id = connection.send(subscription());
            if (!(connection.answer(id, patience) instanceof Result.Subscribe subscribed)) {
                throw new ConnectionLostException("subscribing was answered with something else");
            }
            begin(subscribed, recorder);
            while (true) {
                if (connection.next().body() instanceof Reply.Push push
                        && push.event() instanceof Publication publication) {
                    take(publication, recorder);
                }
            }
        }
    }

    private Request subscription() {
        return Request.Subscribe.builder()
                .channel(channel)
                .token(target.channelToken(channel))
                .recoverable(true)
                .positioned(true)
                .recover(positioned)
                .epoch(epoch)
                .offset(offset)
                .build();
    }

    private void begin(Result.Subscribe subscribed, SubscriberRecorder recorder) {
        Resumption how = Resumption.NEW;
        if (positioned) {
            how = subscribed.recovered() ? Resumption.RECOVERED : Resumption.NOT_RECOVERED;
        }
        recorder.began(how);
        positioned = subscribed.recoverable();
        epoch = subscribed.epoch();
        offset = subscribed.offset();
        subscribed.publications().forEach(it -> take(it, recorder));
    }

    private void take(Publication publication, SubscriberRecorder recorder) {
        Data data = publication.data();
        Mark.note(Json.read(data.text()).orElse(Json.NULL), run, recorder);
        if (publication.offset() > 0) {
            offset = publication.offset();
        }
    }
}
