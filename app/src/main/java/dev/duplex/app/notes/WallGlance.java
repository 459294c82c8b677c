package dev.duplex.app.notes;

import dev.duplex.channels.Publication;
import dev.duplex.json.JsonFields;
import dev.duplex.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What happened on the wall last, in short, for who is not there.
///
/// @param users who are there now
/// @param events what happened, as JSON, the latest first
record WallGlance(int users, List<String> events) {
    /// How much of what happened is told.
    static final int EVENTS = 3;

    /// @param latest the latest first
    static WallGlance of(int users, List<Publication> latest) {
        return new WallGlance(
                users, latest.stream().flatMap(it -> event(it).stream()).limit(EVENTS).toList());
    }

    /// Empty of what nobody did, and of what is nothing that happens on a wall.
    private static Optional<String> event(Publication publication) {
        return publication
                .publisher()
                .map(it -> fields(it.connectionInfo().bytes()).strings().getOrDefault("name", ""))
                .flatMap(name -> event(name, fields(publication.payload().bytes())));
    }

    private static Optional<String> event(String name, JsonFields fields) {
        return Optional.ofNullable(fields.strings().get("kind"))
                .map(kind ->
                        new JsonObject()
                                .put("kind", kind)
                                .put("name", name)
                                .put(
                                        "text",
                                        WallPost.excerpt(fields.strings().getOrDefault("text", "")))
                                .toString());
    }

    private static JsonFields fields(byte[] json) {
        return JsonFields.of(json).orElseGet(() -> new JsonFields(Map.of(), Map.of()));
    }

    String json() {
        return events.stream()
                .collect(Collectors.joining(",", "{\"users\":" + users + ",\"events\":[", "]}"));
    }
}
