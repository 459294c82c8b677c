package dev.duplex.centrifuge.filter;

import java.util.Map;

/// What is asked of a publication's tags. A tag that is not there has no value: it is equal to none, in no list and in no order.
sealed interface Condition {
    boolean matches(Map<String, String> tags);

    /// @param conditions which must all match
    @SuppressWarnings("ArrayRecordComponent") // never compared, never given away
    record All(Condition[] conditions) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (Condition condition : conditions) {
                if (!condition.matches(tags)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param conditions one of which must match
    @SuppressWarnings("ArrayRecordComponent") // never compared, never given away
    record Any(Condition[] conditions) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (Condition condition : conditions) {
                if (condition.matches(tags)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The opposite.
    record Not(Condition condition) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return !condition.matches(tags);
        }
    }

    /// The tag is there.
    record Exists(String key) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return tags.containsKey(key);
        }
    }

    /// The tag has this value.
    record Equal(String key, String value) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return value.equals(tags.get(key));
        }
    }

    /// The tag has one of these values.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never given away
    record In(String key, String[] values) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            String tag = tags.get(key);
            if (tag == null) {
                return false;
            }
            for (String value : values) {
                if (value.equals(tag)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The tag's value begins so.
    record StartsWith(String key, String value) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            String tag = tags.get(key);
            return tag != null && tag.startsWith(value);
        }
    }

    /// The tag's value ends so.
    record EndsWith(String key, String value) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            String tag = tags.get(key);
            return tag != null && tag.endsWith(value);
        }
    }

    /// The tag's value has this in it.
    record Contains(String key, String value) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            String tag = tags.get(key);
            return tag != null && tag.contains(value);
        }
    }

    /// The tag's value is a number below or above this one.
    ///
    /// @param less whether below
    /// @param equal or the same
    record Order(String key, String number, boolean less, boolean equal) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            String tag = tags.get(key);
            if (tag == null || !Decimal.isDecimal(tag)) {
                return false;
            }
            int order = Decimal.compare(tag, number);
            return order == 0 ? equal : order < 0 == less;
        }
    }
}
