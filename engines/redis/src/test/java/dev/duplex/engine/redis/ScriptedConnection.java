package dev.duplex.engine.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection for what is published, at whose other end a test answers: so that answers come in the very moment that is looked at.
final class ScriptedConnection {
    /// What has been sent and not been answered.
    private static final class Sent<T> extends CompletableFuture<T> implements RedisFuture<T> {
        @Override
        public String getError() {
            return isCompletedExceptionally() ? String.valueOf(exceptionNow().getMessage()) : "";
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException("nobody waits for Redis");
        }
    }

    private final List<Sent<Void>> subscriptions = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> unsubscribing = _ -> {};
    private volatile @Nullable RedisPubSubListener<String, byte[]> listener;

    private final RedisPubSubAsyncCommands<String, byte[]> commands =
            standIn(
                    RedisPubSubAsyncCommands.class,
                    (_, method, arguments) ->
                            switch (method.getName()) {
                                case "info" -> {
                                    Sent<String> info = new Sent<>();
                                    info.complete("role:master\nrun_id:abc\n");
                                    yield info;
                                }
                                case "subscribe" -> subscribing();
                                case "unsubscribe" -> {
                                    unsubscribing.accept(((String[]) arguments[0])[0]);
                                    yield new Sent<Void>();
                                }
                                default ->
                                        throw new UnsupportedOperationException(method.getName());
                            });

    @SuppressWarnings("ReferenceEquality") // it is equal to nothing but itself
    private final StatefulRedisPubSubConnection<String, byte[]> connection =
            standIn(
                    StatefulRedisPubSubConnection.class,
                    (itself, method, arguments) ->
                            switch (method.getName()) {
                                case "addListener" -> {
                                    listener = listener(arguments[0]);
                                    yield null;
                                }
                                case "async" -> commands;
                                case "isOpen" -> true;
                                case "equals" -> itself == arguments[0];
                                case "hashCode" -> System.identityHashCode(itself);
                                default ->
                                        throw new UnsupportedOperationException(method.getName());
                            });

    @SuppressWarnings("unchecked")
    private static <T> T standIn(Class<? super T> type, InvocationHandler handler) {
        return (T)
                Proxy.newProxyInstance(
                        ScriptedConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @SuppressWarnings("unchecked")
    private static RedisPubSubListener<String, byte[]> listener(Object listener) {
        return (RedisPubSubListener<String, byte[]>) listener;
    }

    private Sent<Void> subscribing() {
        Sent<Void> sent = new Sent<>();
        subscriptions.add(sent);
        return sent;
    }

    /// What is under test has it.
    StatefulRedisPubSubConnection<String, byte[]> connection() {
        return connection;
    }

    /// What is done while a subscription is being ended, by its topic.
    void unsubscribing(Consumer<String> meanwhile) {
        unsubscribing = meanwhile;
    }

    /// Redis has subscribed.
    void subscribed(String topic) {
        requireNonNull(listener, "nobody listens").subscribed(topic, 1);
    }

    /// One of the commands to subscribe, in their order, has failed.
    void failed(int command, RuntimeException failure) {
        subscriptions.get(command).completeExceptionally(failure);
    }

    void publishes(String topic, String message) {
        requireNonNull(listener, "nobody listens")
                .message(topic, message.getBytes(StandardCharsets.UTF_8));
    }
}
