package dev.duplex.verify.client;

import dev.duplex.verify.log.SubscriberRecorder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is in each payload: by it a publication is known again, whatever the server says of it.
///
/// @param run which run it is of: others may publish in the same channels
public record Mark(String run, String channel, String publisher, long sequence) {
    /// In JSON.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run);
        json.put("channel", channel);
        json.put("publisher", publisher);
        json.put("sequence", sequence);
        return json;
    }

    /// Writes down what came; what is of no run, or of another, is only counted.
    ///
    /// @param payload a value of [Json]
    static void note(@Nullable Object payload, String run, SubscriberRecorder recorder) {
        if (payload instanceof Map<?, ?> map
                && run.equals(map.get("run"))
                && map.get("channel") instanceof String channel
                && map.get("publisher") instanceof String publisher
                && map.get("sequence") instanceof Long sequence) {
            recorder.received(channel, publisher, sequence);
        } else {
            recorder.foreign();
        }
    }
}
