/// What `./bench` found, as data ([Results][dev.duplex.bench.result.Results]): written as JSON to
/// `benchmarks/results/`, shown as Markdown and drawn as charts.
///
/// May import: the JDK, Jackson. Start reading at `Results`, then `Kind`.
@NullMarked
package dev.duplex.bench.result;

import org.jspecify.annotations.NullMarked;
