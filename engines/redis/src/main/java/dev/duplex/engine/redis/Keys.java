package dev.duplex.engine.redis;

/// What is where in Redis. All keys of a channel have its name between braces, so that a cluster keeps them together; behind a letter, for
/// braces around nothing would not count.
final class Keys {
    private final String prefix;

    /// @param prefix of all keys, without braces
    Keys(String prefix) {
        this.prefix = prefix;
    }

    /// Position, history, answers by idempotency key, the order of these keys.
    String[] stream(String channel) {
        return new String[] {
            of(channel, "position"),
            of(channel, "history"),
            of(channel, "answers"),
            of(channel, "keys")
        };
    }

    /// Members, until when, users.
    String[] presence(String channel) {
        return new String[] {of(channel, "members"), of(channel, "times"), of(channel, "users")};
    }

    /// What goes to who is subscribed to a channel.
    String topic(String channel) {
        return of(channel, "topic");
    }

    /// What each node last said, until when that counts.
    String[] nodes() {
        return new String[] {prefix + ":{nodes}:statuses", prefix + ":{nodes}:times"};
    }

    /// What goes to all nodes.
    String commands() {
        return prefix + ":{nodes}:commands";
    }

    /// What goes to one node.
    String relays(String node) {
        return prefix + ":{nodes}:relays:" + node;
    }

    /// What tells all nodes of one that has joined.
    String arrivals() {
        return prefix + ":{nodes}:arrivals";
    }

    private String of(String channel, String what) {
        return prefix + ":{c:" + channel + "}:" + what;
    }
}
