package dev.duplex.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Memory of a server: all of it, or what one connection or session adds.
///
/// @param resident bytes of its process that are in memory
/// @param classes the live objects in a JVM's heap; none for who is on none
record Memory(double resident, HeapClasses classes) {
    /// Bytes of these objects.
    double heap() {
        return classes.bytes();
    }

    /// What a table of memory has.
    static Map<String, ToDoubleFunction<Memory>> figures(boolean onJvm) {
        Map<String, ToDoubleFunction<Memory>> figures = new LinkedHashMap<>();
        figures.put("residentBytes", Memory::resident);
        if (onJvm) {
            figures.put("heapBytes", Memory::heap);
        }
        return figures;
    }

    /// What each of so many more has added since an earlier reading.
    Memory each(Memory before, int more) {
        return new Memory((resident - before.resident) / more, classes.each(before.classes, more));
    }
}
