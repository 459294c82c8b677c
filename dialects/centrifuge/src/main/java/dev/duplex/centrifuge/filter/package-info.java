/// Filters by tags: which publications of a channel a subscriber wants.
///
/// May import: the JDK and `dev.duplex.centrifuge.protocol`. Start reading at `TagsFilter`.
@NullMarked
package dev.duplex.centrifuge.filter;

import org.jspecify.annotations.NullMarked;
