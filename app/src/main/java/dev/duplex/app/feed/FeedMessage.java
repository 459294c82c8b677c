package dev.duplex.app.feed;

/// One message of the feed.
///
/// @param n its number, one more than that of the message before it
/// @param t when it was made, in milliseconds of the epoch by the server's clock
/// @param text for people; of characters that JSON takes as they are
record FeedMessage(long n, long t, String text) {
    String json() {
        return "{\"n\":" + n + ",\"t\":" + t + ",\"text\":\"" + text + "\"}";
    }
}
