package dev.duplex.centrifuge;

import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.centrifuge.ChannelSubscription.Wish;
import dev.duplex.centrifuge.filter.TagsFilter;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Position;
import dev.duplex.channels.Problem;
import java.util.List;
import java.util.Optional;

/// How a client comes into channels and out of them, by its own wish or by the server's. Touched in the client's lane only.
final class Subscribing {
    private static final int LONGEST_EPOCH = 64;

    private static final Request.Subscribe NO_WISHES = Request.Subscribe.builder().build();

    private final Client client;
    private final Hub hub;
    private final CentrifugeOptions options;
    private final Replies replies;

    /// How many tokens of it are being looked at.
    private int tokensUnderWay;

    Subscribing(Client client, Hub hub, CentrifugeOptions options, Replies replies) {
        this.client = client;
        this.hub = hub;
        this.options = options;
        this.replies = replies;
    }

    // --- as the client wants

    void subscribe(long id, Request.Subscribe request) {
        String channel = request.channel();
        if (request.type() != 0) {
            replies.refuse(id, ErrorCode.NOT_AVAILABLE);
            return;
        }
        if (client.subscription(channel).isPresent()) {
            replies.refuse(id, ErrorCode.ALREADY_SUBSCRIBED);
            return;
        }
        if (client.subscriptionCount() >= options.channels()) {
            replies.refuse(id, ErrorCode.LIMIT_EXCEEDED);
            return;
        }
        ChannelSubscription subscription =
                new ChannelSubscription(client, channel, request, Wish.CLIENT, replying(id));
        client.remember(subscription);
        int tokens = request.token().isEmpty() ? 0 : 1;
        tokensUnderWay += tokens;
        replies.permitted(
                Action.SUBSCRIBE,
                channel,
                request.token(),
                grant -> {
                    if (client.isIn(subscription)) {
                        enter(subscription, request, grant);
                    }
                    // Last: should it not come so far, it is refused, and counted there.
                    tokensUnderWay -= tokens;
                },
                why -> {
                    tokensUnderWay -= tokens;
                    subscription.refuse(forToken(why));
                });
    }

    /// How many of the client's tokens for entering are being looked at, also of subscriptions that it has given up meanwhile.
    int tokensUnderWay() {
        return tokensUnderWay;
    }

    private Outcome replying(long id) {
        return new Outcome() {
            @Override
            public void begun(Result.Subscribe result) {
                replies.answer(id, result);
            }

            @Override
            public void failed(ErrorCode why) {
                replies.refuse(id, why);
            }
        };
    }

    /// A wrong token for a channel is no reason to end the connection, and another one would not help: it may not.
    private static ErrorCode forToken(Problem why) {
        return why == Problem.UNAUTHENTICATED ? ErrorCode.PERMISSION_DENIED : ErrorCode.of(why);
    }

    private void enter(ChannelSubscription subscription, Request.Subscribe request, Grant grant) {
        Optional<TagsFilter> filter = Optional.empty();
        if (request.filter().isPresent()) {
            boolean allowed =
                    hub.options(subscription.channel())
                            .map(ChannelOptions::tagFilters)
                            .orElse(true);
            if (allowed
                    && TagsFilter.of(request.filter().get())
                            instanceof TagsFilter.Checked.Valid(TagsFilter valid)) {
                filter = Optional.of(valid);
            } else {
                subscription.refuse(ErrorCode.BAD_REQUEST);
                return;
            }
        }
        Entry entry = entry(request, grant);
        if (request.joinLeave() && hasSignals(subscription.channel())) {
            enterWithSignals(subscription, entry, grant, filter);
        } else {
            subscription.enter(hub, entry, grant, filter);
        }
    }

    private boolean hasSignals(String channel) {
        return hub.options(channel).map(ChannelOptions::joinLeave).orElse(false);
    }

    /// Who may not ask who is there is not told who comes and goes either.
    private void enterWithSignals(
            ChannelSubscription subscription,
            Entry entry,
            Grant grant,
            Optional<TagsFilter> filter) {
        replies.permittedInside(
                Action.PRESENCE,
                subscription.channel(),
                _ -> enter(subscription, entry.withSignals(), grant, filter),
                why -> {
                    if (why == Problem.PERMISSION_DENIED) {
                        enter(subscription, entry, grant, filter);
                    } else {
                        subscription.refuse(ErrorCode.of(why));
                    }
                });
    }

    private void enter(
            ChannelSubscription subscription,
            Entry entry,
            Grant grant,
            Optional<TagsFilter> filter) {
        if (client.isIn(subscription)) {
            subscription.enter(hub, entry, grant, filter);
        }
    }

    private Entry entry(Request.Subscribe request, Grant grant) {
        Entry entry = Entry.PLAIN.withMember(client.member(grant));
        return request.recover() ? entry.withSince(since(request)) : entry;
    }

    /// An epoch that is longer than any is of a stream that is not there, and is not kept.
    private static Position since(Request.Subscribe request) {
        String epoch = request.epoch();
        return epoch.length() > LONGEST_EPOCH
                ? Position.NOWHERE
                : Rendering.position(epoch, request.offset());
    }

    void unsubscribe(long id, String channel) {
        client.subscription(channel).ifPresent(ChannelSubscription::leave);
        replies.answer(id, new Result.Unsubscribe());
    }

    // --- as the server wants

    /// It is to be in a channel from the beginning.
    ///
    /// @param resumed what it has of that channel, if it was there before
    void admit(String channel, Grant grant, Optional<Request.Subscribe> resumed, Outcome outcome) {
        Request.Subscribe request = resumed.orElse(NO_WISHES);
        ChannelSubscription subscription =
                new ChannelSubscription(client, channel, NO_WISHES, Wish.ADMISSION, outcome);
        client.remember(subscription);
        subscription.enter(hub, entry(request, grant), grant, Optional.empty());
    }

    /// It is to enter a channel now.
    void subscribed(Command.Subscribe command) {
        String channel = command.channel();
        if (client.subscription(channel).isPresent()
                || client.subscriptionCount() >= options.channels()) {
            return;
        }
        ChannelSubscription subscription =
                new ChannelSubscription(client, channel, NO_WISHES, Wish.COMMAND, pushing(channel));
        client.remember(subscription);
        Grant grant = new Grant(command.info(), command.data(), command.expires());
        Entry entry = command.entry();
        subscription.enter(
                hub,
                entry.member().isPresent() ? entry : entry.withMember(client.member(grant)),
                grant,
                Optional.empty());
    }

    private Outcome pushing(String channel) {
        return new Outcome() {
            @Override
            public void begun(Result.Subscribe result) {
                client.push(
                        channel,
                        new Event.Subscribe(
                                result.recoverable(),
                                result.epoch(),
                                result.offset(),
                                result.positioned(),
                                result.data()));
                result.publications().forEach(it -> client.push(channel, it));
            }

            @Override
            public void failed(ErrorCode why) {
                // The client has not asked for it, and does not learn that nothing came of it.
            }
        };
    }

    /// It is to leave a channel, or all if none is named, and does not come into those for which it has asked.
    void unsubscribed(String channel) {
        List<ChannelSubscription> all =
                channel.isEmpty()
                        ? client.subscriptions()
                        : client.subscription(channel).stream().toList();
        for (ChannelSubscription subscription : all) {
            if (subscription.isAwaited()) {
                // SDKs pass over a push about what they are not in yet, and after an error that
                // passes would ask again.
                subscription.leave(ErrorCode.PERMISSION_DENIED);
            } else {
                subscription.leave();
                client.push(subscription.channel(), UnsubscribeCode.SERVER.push());
            }
        }
    }
}
