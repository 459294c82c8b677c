package dev.duplex.centrifuge.protocol;

import java.util.List;

/// A filter by tags, or a part of one, as a client writes it. Whether it makes sense is for `TagsFilter` to say.
///
/// @param op `and`, `or`, `not`, or empty: a comparison
/// @param key the tag compared
/// @param cmp how: `eq`, `neq`, `in`, `nin`, `ex`, `nex`, `sw`, `ew`, `ct`, `lt`, `lte`, `gt`, `gte`
/// @param val with what
/// @param vals with what, for `in` and `nin`
/// @param nodes what `op` joins
public record FilterNode(
        String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
    /// Filters within filters, the outermost included.
    public static final int MAX_DEPTH = 32;

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }
}
