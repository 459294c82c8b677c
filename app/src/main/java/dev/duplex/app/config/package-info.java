/// What can be configured, and the three places it comes from: the command line, the environment
/// and a file. Every setting is one row of `ServeSettings`, or of `NamespaceSettings` for what there is once for each namespace; options,
/// variables, keys, help and the reference page are made of these.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.channels`, `dev.duplex.access`, `dev.duplex.tokens`, `dev.duplex.api`, `dev.duplex.metrics`,
/// `dev.duplex.engine.disk`, `dev.duplex.engine.redis` and `dev.duplex.centrifuge` for their options, and snakeyaml-engine in `YamlFile`, `YamlReader`
/// and `Variables`.
/// Start reading at `ServeSettings`, then `Settings`, then `ServeOptions`.
@NullMarked
package dev.duplex.app.config;

import org.jspecify.annotations.NullMarked;
