package dev.duplex.examples.spring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings `duplex.…`.
///
/// @param address to listen on; empty: all
/// @param port 0: the system chooses
/// @param allowedOrigins of the pages that may connect: that of the application itself, for its port is another one
/// @param shutdownTimeout how long clients have to answer the Close when the application stops; at least ten seconds less than
///     `spring.lifecycle.timeout-per-shutdown-phase`
@ConfigurationProperties("duplex")
record DuplexProperties(
        @DefaultValue("") String address,
        @DefaultValue("8081") int port,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("10s") Duration shutdownTimeout) {}
