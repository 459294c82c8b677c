package dev.duplex.centrifuge.filter;

import dev.duplex.centrifuge.protocol.FilterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A filter that makes sense, ready to be asked of every publication of a channel. Asking allocates nothing and takes a time that is
/// bounded by the filter's size and the tags' lengths; any thread may ask.
public final class TagsFilter {
    /// Nodes of a filter: it is asked of every publication.
    public static final int MAX_NODES = 256;

    /// Values of all its comparisons by `in` and `nin`.
    public static final int MAX_VALUES = 1_024;

    /// Characters (UTF-16 units) of all its texts together: it is kept as long as the client is in the channel.
    public static final int MAX_CHARACTERS = 16_384;

    private final Condition condition;

    private TagsFilter(Condition condition) {
        this.condition = condition;
    }

    /// What a client's filter is.
    public sealed interface Checked {
        /// It makes sense.
        record Valid(TagsFilter filter) implements Checked {}

        /// It does not.
        ///
        /// @param reason why, for people; has nothing of what the client wrote
        record Invalid(String reason) implements Checked {}
    }

    public static Checked of(FilterNode root) {
        try {
            return new Checked.Valid(new TagsFilter(new Check().node(root, 1)));
        } catch (InvalidFilterException e) {
            return new Checked.Invalid(e.reason());
        }
    }

    public boolean matches(Map<String, String> tags) {
        return condition.matches(tags);
    }

    /// Makes conditions of nodes, counting.
    private static final class Check {
        private int nodes;
        private int values;
        private int characters;

        Condition node(FilterNode node, int depth) throws InvalidFilterException {
            if (depth > FilterNode.MAX_DEPTH) {
                throw new InvalidFilterException("deeper than " + FilterNode.MAX_DEPTH);
            }
            if (++nodes > MAX_NODES) {
                throw new InvalidFilterException("more than " + MAX_NODES + " nodes");
            }
            count(node.op(), node.key(), node.cmp(), node.val());
            return switch (node.op()) {
                case "" -> comparison(node);
                case "and" -> new Condition.All(children(node, depth));
                case "or" -> new Condition.Any(children(node, depth));
                case "not" -> not(node, depth);
                default -> throw new InvalidFilterException("there is no such operation");
            };
        }

        private void count(String... texts) throws InvalidFilterException {
            for (String text : texts) {
                // Before it is added: so it cannot overflow.
                if (text.length() > MAX_CHARACTERS - characters) {
                    throw new InvalidFilterException("longer than " + MAX_CHARACTERS);
                }
                characters += text.length();
            }
        }

        private Condition[] children(FilterNode node, int depth) throws InvalidFilterException {
            if (node.nodes().isEmpty()) {
                throw new InvalidFilterException("an operation joins nothing");
            }
            List<Condition> children = new ArrayList<>();
            for (FilterNode child : node.nodes()) {
                children.add(node(child, depth + 1));
            }
            return children.toArray(new Condition[0]);
        }

        private Condition not(FilterNode node, int depth) throws InvalidFilterException {
            if (node.nodes().size() != 1) {
                throw new InvalidFilterException("not is of exactly one node");
            }
            return new Condition.Not(node(node.nodes().getFirst(), depth + 1));
        }

        private Condition comparison(FilterNode node) throws InvalidFilterException {
            String key = node.key();
            String value = node.val();
            if (key.isEmpty()) {
                throw new InvalidFilterException("a comparison has no key");
            }
            return switch (node.cmp()) {
                case "eq" -> new Condition.Equal(key, value);
                case "neq" -> new Condition.Not(new Condition.Equal(key, value));
                case "in" -> new Condition.In(key, values(node));
                case "nin" -> new Condition.Not(new Condition.In(key, values(node)));
                case "ex" -> new Condition.Exists(key);
                case "nex" -> new Condition.Not(new Condition.Exists(key));
                case "sw" -> new Condition.StartsWith(key, value);
                case "ew" -> new Condition.EndsWith(key, value);
                case "ct" -> new Condition.Contains(key, value);
                case "lt" -> new Condition.Order(key, number(value), true, false);
                case "lte" -> new Condition.Order(key, number(value), true, true);
                case "gt" -> new Condition.Order(key, number(value), false, false);
                case "gte" -> new Condition.Order(key, number(value), false, true);
                default -> throw new InvalidFilterException("there is no such comparison");
            };
        }

        private String[] values(FilterNode node) throws InvalidFilterException {
            values += node.vals().size();
            if (values > MAX_VALUES) {
                throw new InvalidFilterException("more than " + MAX_VALUES + " values");
            }
            if (node.vals().isEmpty()) {
                throw new InvalidFilterException("in and nin need values");
            }
            String[] all = node.vals().toArray(new String[0]);
            count(all);
            return all;
        }

        private static String number(String value) throws InvalidFilterException {
            if (!Decimal.isDecimal(value)) {
                throw new InvalidFilterException("an order is of decimal numbers");
            }
            return value;
        }
    }
}
