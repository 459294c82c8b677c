package dev.duplex.access;

import dev.duplex.channels.Namespaces;
import java.util.List;

/// Who may do what in the channels of one namespace. Whoever shows a valid subscription token for a channel may subscribe to it too,
/// unless nobody may.
public record Rules(Who subscribe, Who publish, Who history, Who presence) {
    /// In a channel's name it begins the users for whom the channel is ([Who#NAMED]).
    public static final char NAMES = '#';

    /// Nobody may do anything: what is so where nothing is said.
    public static final Rules CLOSED = new Rules(Who.NOBODY, Who.NOBODY, Who.NOBODY, Who.NOBODY);

    /// Anyone may do anything.
    public static final Rules OPEN = new Rules(Who.ANYONE, Who.ANYONE, Who.ANYONE, Who.ANYONE);

    /// @throws IllegalArgumentException if subscribing is for subscribers, or something else asks for a subscription token
    public Rules {
        if (subscribe == Who.SUBSCRIBERS) {
            throw new IllegalArgumentException(
                    "subscribe must not be SUBSCRIBERS: nobody could become one");
        }
        for (Who who : List.of(publish, history, presence)) {
            if (who == Who.TOKEN) {
                throw new IllegalArgumentException(
                        "TOKEN is for subscribe only: tokens come with subscriptions. SUBSCRIBERS lets those do it who subscribed by one");
            }
        }
    }

    public Rules withSubscribe(Who who) {
        return new Rules(who, publish, history, presence);
    }

    public Rules withPublish(Who who) {
        return new Rules(subscribe, who, history, presence);
    }

    public Rules withHistory(Who who) {
        return new Rules(subscribe, publish, who, presence);
    }

    public Rules withPresence(Who who) {
        return new Rules(subscribe, publish, history, who);
    }

    /// Who may do that.
    public Who who(Action action) {
        return switch (action) {
            case SUBSCRIBE -> subscribe;
            case PUBLISH -> publish;
            case HISTORY -> history;
            case PRESENCE -> presence;
        };
    }

    /// Whether a client may do what it wants, without a token.
    boolean permit(Intent intent) {
        return switch (who(intent.action())) {
            case NOBODY, TOKEN -> false;
            case SUBSCRIBERS -> intent.subscribed();
            case NAMED -> names(intent.channel(), intent.identity());
            case USERS -> !intent.identity().isAnonymous();
            case ANYONE -> true;
        };
    }

    private static boolean names(String channel, Identity identity) {
        int from = channel.lastIndexOf(NAMES);
        // One before the separator belongs to the namespace's name.
        return from > channel.indexOf(Namespaces.SEPARATOR)
                && !identity.isAnonymous()
                && List.of(channel.substring(from + 1).split(",", -1)).contains(identity.user());
    }
}
