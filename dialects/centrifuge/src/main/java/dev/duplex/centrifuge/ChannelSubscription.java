package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.End;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Position;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Signal;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import org.jspecify.annotations.Nullable;

/// One channel that a client is in, or is about to be in. Touched in the client's lane only.
final class ChannelSubscription implements Subscriber {
    private static final long INSUFFICIENT_STATE = 2500;

    private final Client client;
    private final String channel;
    private final long command;
    private final Request.Subscribe request;
    private @Nullable Subscription subscription;
    private boolean answered;

    /// @param command the id of the command, to be replied to; 0 if the server wants it in the channel
    ChannelSubscription(Client client, String channel, long command, Request.Subscribe request) {
        this.client = client;
        this.channel = channel;
        this.command = command;
        this.request = request;
    }

    /// Enters the channel.
    void enter(Hub hub, dev.duplex.channels.Entry entry) {
        subscription = hub.subscribe(channel, this, entry);
    }

    String channel() {
        return channel;
    }

    /// Leaves it, or does not enter. Whose command has not been answered yet is told that nothing came of it.
    void leave() {
        client.forget(this);
        if (subscription != null) {
            subscription.unsubscribe();
        }
        answer(ErrorCode.INTERNAL.reply(command));
    }

    /// It will not be in the channel, and is told so.
    void refuse(ErrorCode why) {
        client.forget(this);
        answer(why.reply(command));
    }

    private void answer(Reply reply) {
        if (!answered && command != 0) {
            client.reply(reply);
        }
        answered = true;
    }

    void drained() {
        if (subscription != null) {
            subscription.drained();
        }
    }

    @Override
    public Lane lane() {
        return client.lane();
    }

    @Override
    public void subscribed(Subscription begun, Start start) {
        boolean rejects = (request.flag() & Request.Subscribe.FLAG_REJECT_UNRECOVERED) != 0;
        if (rejects && start.recovering() && !start.recovered()) {
            begun.unsubscribe();
            refuse(ErrorCode.UNRECOVERABLE_POSITION);
            return;
        }
        Codec codec = client.codec();
        ChannelOptions options = begun.options();
        boolean recoverable = options.recovery() != Recovery.OFF;
        Position position = start.position();
        boolean positioned = options.keepsHistory() && (recoverable || request.positioned());
        if (command == 0) {
            client.push(
                    channel,
                    new Event.Subscribe(
                            recoverable,
                            position.epoch(),
                            position.offset(),
                            positioned,
                            Data.EMPTY));
            return;
        }
        answer(
                new Reply(
                        command,
                        Result.Subscribe.builder()
                                .recoverable(recoverable)
                                .positioned(positioned)
                                .epoch(position.epoch())
                                .offset(position.offset())
                                .wasRecovering(start.recovering())
                                .recovered(start.recovered())
                                .publications(
                                        start.publications().stream()
                                                .map(it -> Rendering.publication(codec, it))
                                                .toList())
                                .build()));
    }

    @Override
    public void refused(Subscription none, Problem problem, String reason) {
        refuse(ErrorCode.of(problem));
    }

    @Override
    public Offer offer(Publication publication) {
        return client.offer(channel, publication);
    }

    @Override
    public void signalled(Subscription from, Signal signal) {
        var info = Rendering.info(client.codec(), signal.member());
        client.push(
                channel,
                switch (signal) {
                    case Signal.Join _ -> new Event.Join(info);
                    case Signal.Leave _ -> new Event.Leave(info);
                });
    }

    @Override
    public void ended(Subscription over, End end) {
        switch (end) {
            case SLOW -> client.disconnect(DisconnectCode.SLOW);
            case INTERRUPTED -> {
                client.forget(this);
                // It subscribes again by itself, from its position, and learns what it missed.
                client.push(
                        channel, new Event.Unsubscribe(INSUFFICIENT_STATE, "insufficient state"));
            }
        }
    }
}
