package dev.duplex.app.ticker;

/// Something that is traded, or not: all of them are made up.
///
/// @param symbol by which it is known; the key of its publications
/// @param name for people
/// @param sector what kind of company that would be
/// @param open its price when the market opened
record Instrument(String symbol, String name, String sector, double open) {}
