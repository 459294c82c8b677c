package dev.duplex.access;

/// Which clients may do something in a channel.
public enum Who {
    /// None that ask for it, whatever token they show. Programs on the server still may, and channels that a connection token names
    /// are entered: by the wish of who made it.
    NOBODY,

    /// Who shows a subscription token for this channel. To subscribe only.
    TOKEN,

    /// Who is in the channel. For anything but to subscribe.
    SUBSCRIBERS,

    /// Users that the channel's name names after the last [Rules#NAMES], separated by commas: 42 and 43 in `dialog:#42,43`.
    NAMED,

    /// Any user who is known.
    USERS,

    /// Any client, anonymous ones too.
    ANYONE
}
