package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.channels.ChannelOptions;

/// What is configured of a namespace.
///
/// @param options what its channels have
/// @param rules who may do what in them
public record Namespace(ChannelOptions options, Rules rules) {}
