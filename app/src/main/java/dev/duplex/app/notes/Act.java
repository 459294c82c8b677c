package dev.duplex.app.notes;

import dev.duplex.channels.Position;
import dev.duplex.json.JsonFields;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a user does on the page of the notifications, as its client asks for it. Who that user is, it does not say: the server knows.
sealed interface Act {
    /// The longest text, in code points.
    int MAX_TEXT = 2000;

    /// What users are called: others could not be named in a channel's name.
    Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// Made up by the client, once for each act however often it asks for it.
    Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    String POST = "wall.post";
    String MESSAGE = "wall.message";

    /// What is done to a post, by the method that asks for it.
    Map<String, Reaction.Kind> REACTIONS =
            Map.of(
                    "wall.like", Reaction.Kind.LIKE,
                    "wall.unlike", Reaction.Kind.UNLIKE,
                    "wall.comment", Reaction.Kind.COMMENT);

    String key();

    /// Something is put on the wall.
    record Post(String key, String text) implements Act {}

    /// Something is done to a post.
    ///
    /// @param post where on the wall that is
    /// @param text of a comment; else empty
    record Reaction(String key, Kind kind, Position post, String text) implements Act {
        enum Kind {
            LIKE,
            UNLIKE,
            COMMENT
        }
    }

    /// A user is written to.
    record Message(String key, String to, String text) implements Act {}

    /// Reads the parameters of a call: `key`; `text`; `epoch` and `post`, a position on the wall; `to`, a user.
    ///
    /// @return empty if they are not what the method takes, or there is no such method
    static Optional<Act> of(String method, byte[] parameters) {
        return JsonFields.of(parameters)
                .flatMap(it -> string(it, "key", KEY).flatMap(key -> of(method, key, it)));
    }

    private static Optional<Act> of(String method, String key, JsonFields fields) {
        if (method.equals(POST)) {
            return text(fields).map(text -> new Post(key, text));
        }
        if (method.equals(MESSAGE)) {
            return text(fields)
                    .flatMap(text ->
                            string(fields, "to", USER).map(to -> new Message(key, to, text)));
        }
        return Optional.ofNullable(REACTIONS.get(method))
                .flatMap(kind -> reaction(kind, key, fields));
    }

    private static Optional<Act> reaction(Reaction.Kind kind, String key, JsonFields fields) {
        Optional<String> text = kind == Reaction.Kind.COMMENT ? text(fields) : Optional.of("");
        return text.flatMap(it -> post(fields).map(post -> new Reaction(key, kind, post, it)));
    }

    private static Optional<String> text(JsonFields fields) {
        return Optional.ofNullable(fields.strings().get("text"))
                .filter(it -> !it.isBlank())
                .filter(it -> it.codePointCount(0, it.length()) <= MAX_TEXT);
    }

    private static Optional<Position> post(JsonFields fields) {
        long offset = fields.numbers().getOrDefault("post", 0L);
        return Optional.ofNullable(fields.strings().get("epoch"))
                .filter(_ -> offset > 0)
                .map(epoch -> new Position(epoch, offset));
    }

    private static Optional<String> string(JsonFields fields, String name, Pattern form) {
        return Optional.ofNullable(fields.strings().get(name))
                .filter(it -> form.matcher(it).matches());
    }
}
