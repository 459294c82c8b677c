package dev.duplex.channels;

import java.util.List;

/// What one node gives another alone, by [dev.duplex.channels.engine.Cluster#relay].
public sealed interface Relayed {
    /// A message of a client that has come to another node than the one that has the client's session.
    ///
    /// @param from the id of the node that it has come to, which is told what became of it
    /// @param number that by which that node knows it again
    /// @param session the name of the session; who knows it speaks for the client, so that no log may have it
    /// @param message owns its bytes
    record Request(String from, long number, String session, Payload message) implements Relayed {
        /// Without the session's name.
        @Override
        public String toString() {
            return "a relayed message of " + message.size() + " bytes";
        }
    }

    /// What became of messages that the node has handed on, in any order.
    record Receipts(List<Receipt> receipts) implements Relayed {
        public Receipts {
            receipts = List.copyOf(receipts);
        }
    }

    /// What became of one.
    ///
    /// @param number the request's
    /// @param outcome one that [RelayOutcome#isSaid]
    record Receipt(long number, RelayOutcome outcome) {
        /// @throws IllegalArgumentException if it is an outcome that only who asks can know
        public Receipt {
            if (!outcome.isSaid()) {
                throw new IllegalArgumentException("no node says " + outcome);
            }
        }
    }
}
