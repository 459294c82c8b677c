package dev.duplex.bench;

/// Memory of a server: all of it, or what one connection or session adds.
///
/// @param resident bytes of its process that are in memory
/// @param heap bytes of the live objects in a JVM's heap; 0 for who is on none
record Memory(double resident, double heap) {
    /// What each of so many more has added since an earlier reading.
    Memory each(Memory before, int more) {
        return new Memory((resident - before.resident) / more, (heap - before.heap) / more);
    }
}
