package dev.duplex.app.notes;

import dev.duplex.channels.Member;
import dev.duplex.channels.Publication;
import dev.duplex.json.JsonFields;
import java.util.Optional;

/// A post as it stands on the wall.
///
/// @param author who posted it, by what the server wrote down then
/// @param text whole
record WallPost(String author, String text) {
    /// What a publication says that it is, if it is a post.
    static final String KIND = "post";

    /// So much of a post is told to whom a notification about it goes, in code points.
    static final int EXCERPT = 120;

    /// @return empty if it is something else
    static Optional<WallPost> of(Publication publication) {
        String author = publication.publisher().map(Member::user).orElse("");
        return JsonFields.of(publication.payload().bytes())
                .map(JsonFields::strings)
                .filter(it -> KIND.equals(it.get("kind")))
                .map(it -> new WallPost(author, it.getOrDefault("text", "")));
    }

    /// What it is about: its first line, or some of it.
    String about() {
        return excerpt(text);
    }

    /// The first line of a text, or some of it.
    static String excerpt(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        int length = line.codePointCount(0, line.length());
        return length <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }
}
