package dev.duplex.channels.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import java.util.concurrent.CompletionStage;

/// The publications of all channels: their order, their positions, their history.
///
/// Methods may be called from any thread and never block. A stage that fails does so with an
/// [EngineException]; a publish that failed may have happened.
///
/// **Order.** A channel's publications have rising offsets, each naming the one before. Their listener hears of
/// them in that order, and of none before it is committed: as lasting as the engine says that it makes
/// things. What one publisher publishes after an earlier publish was answered comes after it.
///
/// **Epochs.** An engine that may have lost a publication that somebody has seen (a restart of one that
/// forgets, the failover of a broker) gives the channel another epoch before it takes the next: no two
/// publications ever have one position.
public interface Streams extends AutoCloseable {
    /// Whom to tell. Called once, before any other method.
    void start(StreamListener listener);

    /// Publishes. Done when the publication is committed, which is before the listener hears of it or
    /// history shows it.
    ///
    /// With an idempotency key that was seen in this channel within the engine's window, nothing is
    /// published, and the answer is the first one's.
    ///
    /// A draft that skips history is given to the listener, in order, as a publication without an epoch, and moves no position; its
    /// answer is [Position#NONE].
    ///
    /// @param draft owns its bytes
    CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options);

    /// Tells everyone who is subscribed, on whatever node, and keeps nothing. In order with what the same
    /// caller publishes.
    CompletionStage<Void> signal(String channel, Signal signal);

    /// Reads history: after a position, or from one end; and the channel's position. What has expired
    /// is not shown. A query with another epoch than the channel's gets the position and no publications: what it
    /// asks for has never been.
    ///
    /// Shows every publication whose publish was answered before this call.
    CompletionStage<HistoryPage> read(String channel, HistoryQuery query, StreamOptions options);

    /// Removes all publications that there are, whatever their epoch. The channel's position stays.
    CompletionStage<Void> clear(String channel);

    /// Removes the publications up to and with this position. The channel's own stays.
    ///
    /// @param upTo where whoever needs them no more has read to: in another epoch its offset belongs to publications that nobody has read
    /// @return `false` if the channel has no position, or one of another epoch, by now: nothing was removed
    CompletionStage<Boolean> trim(String channel, Position upTo);

    /// Replaces the publications up to and with `upTo` by one that stands for all of them, at the
    /// position of the last of them: for streams that are a log, of a document say. Nothing is published by
    /// it, and no reader sees the log without either.
    ///
    /// @param upTo where whoever made the snapshot had read to: in another epoch its offset belongs to publications that are not in the snapshot
    /// @param snapshot owns its bytes
    /// @return `false` if there was nothing to replace: the channel has another epoch, or the history does not reach so far, by now
    CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot);

    /// From when the stage is done the listener hears of every publication and signal of the channel that
    /// comes after, until [#unsubscribe]. Calls for one channel come one at a time: the next when the one before
    /// is done.
    CompletionStage<Void> subscribe(String channel);

    /// The opposite of [#subscribe].
    CompletionStage<Void> unsubscribe(String channel);

    /// Of the channel, the position by which to see that nothing was missed. As [#read] with
    /// [HistoryQuery#POSITION].
    default CompletionStage<Position> position(String channel, StreamOptions options) {
        return read(channel, HistoryQuery.POSITION, options).thenApply(HistoryPage::position);
    }

    /// Ends, with what it has open. Stages that are not done fail.
    @Override
    void close();
}
