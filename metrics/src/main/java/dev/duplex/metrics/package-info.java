/// Metrics for Prometheus: observers that count what a server, its hub, the Centrifuge dialect and the HTTP API do, and a handler that tells it
/// to whoever scrapes.
///
/// May import: `dev.duplex`, `dev.duplex.http`, `dev.duplex.channels`, the Prometheus client library; `dev.duplex.centrifuge` in
/// `CentrifugeMetrics` only and `dev.duplex.api` in `ApiMetrics` only, which are left out where these are not on the class path.
/// Start reading at `Metrics`; `Family` lists what there is.
@NullMarked
package dev.duplex.metrics;

import org.jspecify.annotations.NullMarked;
