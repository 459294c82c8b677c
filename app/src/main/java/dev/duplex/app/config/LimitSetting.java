package dev.duplex.app.config;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A setting that is one component of a record of limits.
///
/// @param setting its row in the table
/// @param set puts a value into the limits
/// @param <B> the builder of the record
/// @param <T> the component's type
record LimitSetting<B, T>(Setting<T> setting, BiFunction<B, T, B> set) {
    /// Makes the settings of one record.
    ///
    /// @param section what their keys begin with
    /// @param standard the record with its defaults
    /// @param <R> the record
    /// @param <B> its builder
    record Of<R, B>(String section, R standard) {
        LimitSetting<B, Integer> count(
                String name,
                int least,
                Function<R, Integer> component,
                BiFunction<B, Integer, B> set,
                String description) {
            String value = component.apply(standard).toString();
            return of(name, ValueType.count(least, Integer.MAX_VALUE), value, set, description);
        }

        LimitSetting<B, Integer> size(
                String name,
                Function<R, Integer> component,
                BiFunction<B, Integer, B> set,
                String description) {
            return size(name, 1, component, set, description);
        }

        LimitSetting<B, Integer> size(
                String name,
                int least,
                Function<R, Integer> component,
                BiFunction<B, Integer, B> set,
                String description) {
            String value = ValueType.written(component.apply(standard));
            return of(name, ValueType.size(least), value, set, description);
        }

        LimitSetting<B, Long> longSize(
                String name,
                long least,
                Function<R, Long> component,
                BiFunction<B, Long, B> set,
                String description) {
            String value = ValueType.written(component.apply(standard));
            return of(name, ValueType.longSize(least), value, set, description);
        }

        LimitSetting<B, Duration> time(
                String name,
                Function<R, Duration> component,
                BiFunction<B, Duration, B> set,
                String description) {
            String value = ValueType.written(component.apply(standard));
            return of(name, ValueType.time(), value, set, description);
        }

        LimitSetting<B, Duration> positiveTime(
                String name,
                Function<R, Duration> component,
                BiFunction<B, Duration, B> set,
                String description) {
            String value = ValueType.written(component.apply(standard));
            return of(name, ValueType.positiveTime(), value, set, description);
        }

        private <T> LimitSetting<B, T> of(
                String name,
                ValueType<T> type,
                String value,
                BiFunction<B, T, B> set,
                String description) {
            return new LimitSetting<>(
                    Setting.of(section + "." + name, type, value, description), set);
        }
    }

    /// Puts the values that were given into the limits.
    static <B> B apply(List<LimitSetting<B, ?>> limits, Settings settings, B builder) {
        B result = builder;
        for (LimitSetting<B, ?> limit : limits) {
            result = limit.apply(settings, result);
        }
        return result;
    }

    private B apply(Settings settings, B limits) {
        return settings.value(setting).map(value -> set.apply(limits, value)).orElse(limits);
    }
}
