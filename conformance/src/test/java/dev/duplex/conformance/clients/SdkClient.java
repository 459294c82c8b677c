package dev.duplex.conformance.clients;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.JoinEvent;
import io.github.centrifugal.centrifuge.LeaveEvent;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A client of Centrifuge's SDK for Java whose events are waited for.
final class SdkClient extends EventListener {
    private static final int PATIENCE_SECONDS = 20;

    final BlockingQueue<ConnectedEvent> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<ConnectingEvent> connecting = new LinkedBlockingQueue<>();
    final BlockingQueue<DisconnectedEvent> disconnected = new LinkedBlockingQueue<>();
    private final Client client;

    private SdkClient(String url, int reconnectMillis) {
        Options options = new Options();
        options.setMinReconnectDelay(reconnectMillis);
        options.setMaxReconnectDelay(2 * reconnectMillis);
        options.setTimeout(PATIENCE_SECONDS * 1000);
        client = new Client(url, options, this);
    }

    /// One that has connected.
    ///
    /// @param reconnectMillis how long it waits at least before it connects again
    static SdkClient connected(String url, int reconnectMillis) {
        SdkClient client = new SdkClient(url, reconnectMillis);
        client.client.connect();
        // It tells of the first time, too.
        next(client.connecting);
        next(client.connected);
        return client;
    }

    Client client() {
        return client;
    }

    /// Enters a channel, and waits until it is in it.
    Sub subscribed(String channel) {
        Sub sub = subscribing(channel);
        next(sub.subscribed);
        return sub;
    }

    /// Enters a channel.
    Sub subscribing(String channel) {
        Sub sub = new Sub();
        SubscriptionOptions options = new SubscriptionOptions();
        options.setJoinLeave(true);
        try {
            Subscription subscription = client.newSubscription(channel, options, sub);
            subscription.subscribe();
        } catch (DuplicateSubscriptionException e) {
            throw new AssertionError(e);
        }
        return sub;
    }

    /// Asks for something and waits for the answer.
    static <T> T ask(Consumer<ResultCallback<T>> question) {
        return answer(question).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Asks for something that fails.
    static <T> Throwable refused(Consumer<ResultCallback<T>> question) {
        return answer(question)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((value, failure) -> {
                    if (failure == null) {
                        throw new AssertionError("not refused, but " + value);
                    }
                    return failure;
                })
                .join();
    }

    private static <T> CompletableFuture<T> answer(Consumer<ResultCallback<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept((failure, value) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /// The next event.
    static <T> T next(BlockingQueue<T> events) {
        try {
            T event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing for " + PATIENCE_SECONDS + " s");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onConnecting(Client of, ConnectingEvent event) {
        connecting.add(event);
    }

    @Override
    public void onConnected(Client of, ConnectedEvent event) {
        connected.add(event);
    }

    @Override
    public void onDisconnected(Client of, DisconnectedEvent event) {
        disconnected.add(event);
    }

    /// Disconnects; it is of no use after that.
    void end() throws InterruptedException {
        if (!client.close(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))) {
            throw new AssertionError("the client does not end");
        }
    }

    /// A subscription whose events are waited for.
    static final class Sub extends SubscriptionEventListener {
        final BlockingQueue<SubscribedEvent> subscribed = new LinkedBlockingQueue<>();
        final BlockingQueue<UnsubscribedEvent> unsubscribed = new LinkedBlockingQueue<>();
        final BlockingQueue<PublicationEvent> publications = new LinkedBlockingQueue<>();
        final BlockingQueue<JoinEvent> joins = new LinkedBlockingQueue<>();
        final BlockingQueue<LeaveEvent> leaves = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribed(Subscription of, SubscribedEvent event) {
            subscribed.add(event);
        }

        @Override
        public void onUnsubscribed(Subscription of, UnsubscribedEvent event) {
            unsubscribed.add(event);
        }

        @Override
        public void onPublication(Subscription of, PublicationEvent event) {
            publications.add(event);
        }

        @Override
        public void onJoin(Subscription of, JoinEvent event) {
            joins.add(event);
        }

        @Override
        public void onLeave(Subscription of, LeaveEvent event) {
            leaves.add(event);
        }
    }
}
