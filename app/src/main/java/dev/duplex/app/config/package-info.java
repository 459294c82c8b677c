/// What can be configured, and the three places it comes from: the command line, the environment
/// and a file. Every setting is one row of `ServeSettings`; options, variables, keys, help and the
/// reference page are made of it.
///
/// May import: the JDK, `dev.duplex`, and snakeyaml-engine in `YamlFile`.
/// Start reading at `ServeSettings`, then `Settings`.
@NullMarked
package dev.duplex.app.config;

import org.jspecify.annotations.NullMarked;
