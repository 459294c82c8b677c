package dev.duplex.centrifuge;

import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Expiry;
import dev.duplex.access.Identity;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A client's way from its connect command to the reply: who it is, and then the channels that it is in from the beginning. Touched in the
/// client's lane only.
final class Connecting {
    private final Client client;
    private final CentrifugeOptions options;
    private final Replies replies;
    private final Subscribing subscribing;
    private final long command;
    private final Request.Connect connect;
    private final Map<String, Result.Subscribe> begun = new HashMap<>();
    private boolean over;

    /// @param command the id of the command
    Connecting(
            Client client,
            CentrifugeOptions options,
            Replies replies,
            Subscribing subscribing,
            long command,
            Request.Connect connect) {
        this.client = client;
        this.options = options;
        this.replies = replies;
        this.subscribing = subscribing;
        this.command = command;
        this.connect = connect;
    }

    void begin(Attempt attempt) {
        replies.whenDone(() -> options.access().connect(attempt), this::admitted, this::refused);
    }

    private void refused(Problem why) {
        switch (why) {
            // A client that is told so comes back with another token, or later.
            case EXPIRED, TOO_BUSY -> client.refuseConnection(command, ErrorCode.of(why));
            case PERMISSION_DENIED -> client.disconnect(DisconnectCode.PERMISSION_DENIED);
            case UNAVAILABLE -> client.disconnect(DisconnectCode.SERVER_ERROR);
            case UNAUTHENTICATED,
                    BAD_REQUEST,
                    UNKNOWN_CHANNEL,
                    NOT_AVAILABLE,
                    ALREADY_SUBSCRIBED,
                    LIMIT_EXCEEDED,
                    UNRECOVERABLE_POSITION,
                    METHOD_NOT_FOUND ->
                    client.disconnect(DisconnectCode.INVALID_TOKEN);
        }
    }

    private void admitted(Admission admission) {
        Identity identity = admission.identity();
        if (Expiry.isOver(identity.expires(), options.clock())) {
            client.refuseConnection(command, ErrorCode.TOKEN_EXPIRED);
            return;
        }
        if (admission.channels().size() > options.channels()) {
            client.disconnect(DisconnectCode.CHANNEL_LIMIT);
            return;
        }
        client.admit(identity);
        admission
                .channels()
                .forEach((channel, grant) -> {
                    if (!over) {
                        subscribing.admit(
                                channel,
                                grant,
                                Optional.ofNullable(connect.subs().get(channel)),
                                collecting(admission, channel));
                    }
                });
        connectIfAllHaveBegun(admission);
    }

    private Outcome collecting(Admission admission, String channel) {
        return new Outcome() {
            @Override
            public void begun(Result.Subscribe result) {
                begun.put(channel, result);
                connectIfAllHaveBegun(admission);
            }

            @Override
            public void failed(ErrorCode why) {
                refuse(why);
            }
        };
    }

    private void refuse(ErrorCode why) {
        if (over) {
            return;
        }
        over = true;
        if (why == ErrorCode.INTERNAL) {
            client.disconnect(DisconnectCode.SERVER_ERROR);
        } else {
            client.refuseConnection(command, why);
        }
    }

    private void connectIfAllHaveBegun(Admission admission) {
        if (over || begun.size() < admission.channels().size()) {
            return;
        }
        over = true;
        client.connected(
                command,
                Result.Connect.builder()
                        .client(client.client())
                        .version(Client.VERSION)
                        .expires(client.expiry().expires())
                        .ttl(client.expiry().secondsLeft())
                        .data(Rendering.data(client.codec(), admission.data()))
                        .subs(begun)
                        .ping(options.pingInterval().toSeconds())
                        .pong(true));
    }
}
