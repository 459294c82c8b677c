package dev.duplex.app.feed;

import dev.duplex.json.JsonObject;

/// One message of the feed.
///
/// @param n its number, one more than that of the message before it
/// @param t when it was made, in milliseconds of the epoch by the server's clock
/// @param text for people
record FeedMessage(long n, long t, String text) {
    String json() {
        return new JsonObject().put("n", n).put("t", t).put("text", text).toString();
    }
}
