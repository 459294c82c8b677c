package dev.duplex.bench.load;

/// What each connection has sent and has no answer to yet, and since when. Answers come in the order of what they answer. Used on
/// the load's event loop.
final class Flights {
    private final int most;
    private final long[][] since;
    private final long[] sent;
    private final long[] arrived;

    /// @param most that may be under way on a connection
    Flights(int connections, int most) {
        this.most = most;
        since = new long[connections][most];
        sent = new long[connections];
        arrived = new long[connections];
    }

    /// How many messages the connection has sent.
    long sent(int index) {
        return sent[index];
    }

    /// How many more may go on the connection before an answer comes.
    int room(int index) {
        return most - (int) (sent[index] - arrived[index]);
    }

    /// A message goes, for which there is [#room].
    void begin(int index, long time) {
        since[index][(int) (sent[index]++ % most)] = time;
    }

    /// The answer to the oldest has come.
    ///
    /// @return since when that was under way
    /// @throws LoadException if nothing was
    long end(int index) {
        if (arrived[index] == sent[index]) {
            throw new LoadException(
                    "connection " + index + " got more answers than it sent messages");
        }
        return since[index][(int) (arrived[index]++ % most)];
    }

    /// On all connections together.
    long outstanding() {
        long outstanding = 0;
        for (int i = 0; i < sent.length; i++) {
            outstanding += sent[i] - arrived[i];
        }
        return outstanding;
    }
}
