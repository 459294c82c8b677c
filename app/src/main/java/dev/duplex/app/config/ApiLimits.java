package dev.duplex.app.config;

import dev.duplex.api.ApiOptions;
import java.time.Duration;
import java.util.List;

/// Limits of the HTTP API, and their settings: a part of the table.
///
/// @param bodyBytes how long a request's body may be
/// @param answerBytes how long an answer may be
/// @param batchCommands how many commands one request may have
/// @param broadcastChannels to how many channels a broadcast may go
/// @param requestsUnderWay how many requests may be under way at a time
/// @param answerTimeout how long one may wait for the engine
public record ApiLimits(
        int bodyBytes,
        int answerBytes,
        int batchCommands,
        int broadcastChannels,
        int requestsUnderWay,
        Duration answerTimeout) {
    private static final ApiOptions STANDARD = ApiOptions.builder().build();

    /// Those of the library.
    public static final ApiLimits DEFAULT =
            new ApiLimits(
                    STANDARD.bodyBytes(),
                    STANDARD.answerBytes(),
                    STANDARD.batchCommands(),
                    STANDARD.broadcastChannels(),
                    STANDARD.requestsUnderWay(),
                    STANDARD.answerTimeout());

    static final Setting<Integer> BODY_BYTES =
            Setting.of(
                    "api.body-bytes",
                    ValueType.size(1),
                    ValueType.written(DEFAULT.bodyBytes),
                    "How long a request's body may be; more gets 413.");
    static final Setting<Integer> ANSWER_BYTES =
            Setting.of(
                    "api.answer-bytes",
                    ValueType.size(1),
                    ValueType.written(DEFAULT.answerBytes),
                    "How long an answer may be; a longer one is error 106, and what"
                            + " was asked has been done.");
    static final Setting<Integer> BATCH_COMMANDS =
            Setting.of(
                    "api.batch-commands",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.batchCommands),
                    "How many commands one request may have; of more none is"
                            + " carried out: error 106.");
    static final Setting<Integer> BROADCAST_CHANNELS =
            Setting.of(
                    "api.broadcast-channels",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.broadcastChannels),
                    "To how many channels a broadcast may go; to more nothing is"
                            + " published: error 106.");
    static final Setting<Integer> REQUESTS_UNDER_WAY =
            Setting.of(
                    "api.requests-under-way",
                    ValueType.count(1, Integer.MAX_VALUE),
                    Integer.toString(DEFAULT.requestsUnderWay),
                    "How many requests may be under way at a time; further ones get" + " 503.");
    static final Setting<Duration> ANSWER_TIMEOUT =
            Setting.of(
                    "api.answer-timeout",
                    ValueType.positiveTime(),
                    ValueType.written(DEFAULT.answerTimeout),
                    "How long a request may wait for what keeps the channels; then"
                            + " it is error 100.");

    /// Every setting.
    static final List<Setting<?>> ALL =
            List.of(
                    BODY_BYTES,
                    ANSWER_BYTES,
                    BATCH_COMMANDS,
                    BROADCAST_CHANNELS,
                    REQUESTS_UNDER_WAY,
                    ANSWER_TIMEOUT);

    static ApiLimits of(Settings settings) {
        return new ApiLimits(
                settings.value(BODY_BYTES).orElse(DEFAULT.bodyBytes),
                settings.value(ANSWER_BYTES).orElse(DEFAULT.answerBytes),
                settings.value(BATCH_COMMANDS).orElse(DEFAULT.batchCommands),
                settings.value(BROADCAST_CHANNELS).orElse(DEFAULT.broadcastChannels),
                settings.value(REQUESTS_UNDER_WAY).orElse(DEFAULT.requestsUnderWay),
                settings.value(ANSWER_TIMEOUT).orElse(DEFAULT.answerTimeout));
    }

    /// Options with these limits.
    public ApiOptions.Builder options() {
        return ApiOptions.builder()
                .bodyBytes(bodyBytes)
                .answerBytes(answerBytes)
                .batchCommands(batchCommands)
                .broadcastChannels(broadcastChannels)
                .requestsUnderWay(requestsUnderWay)
                .answerTimeout(answerTimeout);
    }
}
