package dev.duplex.app.config;

import dev.duplex.Limits;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A setting that is one component of `Limits`.
///
/// @param setting its row in the table
/// @param set puts a value into the limits
/// @param <T> the component's type
record LimitSetting<T>(Setting<T> setting, BiFunction<Limits.Builder, T, Limits.Builder> set) {

    static LimitSetting<Integer> count(
            String name,
            int least,
            Function<Limits, Integer> component,
            BiFunction<Limits.Builder, Integer, Limits.Builder> set,
            String description) {
        String standard = component.apply(Limits.DEFAULT).toString();
        return of(name, ValueType.count(least, Integer.MAX_VALUE), standard, set, description);
    }

    static LimitSetting<Integer> size(
            String name,
            Function<Limits, Integer> component,
            BiFunction<Limits.Builder, Integer, Limits.Builder> set,
            String description) {
        String standard = ValueType.written(component.apply(Limits.DEFAULT));
        return of(name, ValueType.size(1), standard, set, description);
    }

    static LimitSetting<Long> longSize(
            String name,
            Function<Limits, Long> component,
            BiFunction<Limits.Builder, Long, Limits.Builder> set,
            String description) {
        String standard = ValueType.written(component.apply(Limits.DEFAULT));
        return of(name, ValueType.longSize(0), standard, set, description);
    }

    static LimitSetting<Duration> time(
            String name,
            Function<Limits, Duration> component,
            BiFunction<Limits.Builder, Duration, Limits.Builder> set,
            String description) {
        String standard = ValueType.written(component.apply(Limits.DEFAULT));
        return of(name, ValueType.time(), standard, set, description);
    }

    private static <T> LimitSetting<T> of(
            String name,
            ValueType<T> type,
            String standard,
            BiFunction<Limits.Builder, T, Limits.Builder> set,
            String description) {
        return new LimitSetting<>(Setting.of("limits." + name, type, standard, description), set);
    }

    /// Puts the value into the limits if one was given.
    Limits.Builder apply(Settings settings, Limits.Builder limits) throws UserError {
        return settings.value(setting).map(value -> set.apply(limits, value)).orElse(limits);
    }
}
