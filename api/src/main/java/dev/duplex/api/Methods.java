package dev.duplex.api;

import dev.duplex.channels.Hub;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of the methods: what [Api] carries out, and [OpenApi] describes.
final class Methods {
    /// What Centrifugo has, and this server does not.
    private static final Set<String> NOT_AVAILABLE =
            Set.of(
                    "block_user",
                    "cancel_push",
                    "connections",
                    "delete_user_status",
                    "device_list",
                    "device_register",
                    "device_remove",
                    "device_topic_list",
                    "device_topic_update",
                    "device_update",
                    "get_user_status",
                    "invalidate_user_tokens",
                    "map_clear",
                    "map_publish",
                    "map_read_state",
                    "map_read_stream",
                    "map_remove",
                    "map_stats",
                    "revoke_token",
                    "send_push_notification",
                    "shared_poll_publish",
                    "unblock_user",
                    "update_push_status",
                    "update_user_status",
                    "user_topic_list",
                    "user_topic_update");

    private final Map<String, Method> byName = new LinkedHashMap<>();
    private final Method batch;

    Methods(Hub hub, ApiOptions options) {
        Publishing publishing = new Publishing(hub, options);
        Commanding commanding = new Commanding(hub);
        Reading reading = new Reading(hub);
        Listing listing = new Listing(hub);
        List<Method> single =
                List.of(
                        publishing.publish(),
                        publishing.broadcast(),
                        commanding.subscribe(),
                        commanding.unsubscribe(),
                        commanding.disconnect(),
                        reading.history(),
                        reading.historyRemove(),
                        reading.presence(),
                        reading.presenceStats(),
                        listing.info(),
                        new Calling(options).rpc(),
                        commanding.refresh(),
                        listing.channels());
        batch = new Batch(single, options).method();
        single.forEach(it -> byName.put(it.name(), it));
        byName.put(batch.name(), batch);
    }

    List<Method> all() {
        return List.copyOf(byName.values());
    }

    Optional<Method> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Whether a method is one of the protocol's that this server does not have.
    static boolean isNotAvailable(String name) {
        return NOT_AVAILABLE.contains(name);
    }

    /// Whether its result stands for itself, where that of others stands under `result`.
    boolean isBare(Method method) {
        return method.name().equals(batch.name());
    }
}
