package dev.duplex.app.ticker;

import dev.duplex.json.JsonString;

/// A price of an instrument.
///
/// @param symbol of which
/// @param price its price now
/// @param n how many prices it has had in this run of the market, this one included: who sees one leave out numbers knows what it
///     went without
/// @param t when it was made, in milliseconds of the epoch
record Tick(String symbol, double price, long n, long t) {
    /// As it is published.
    String json() {
        return "{\"symbol\":"
                + JsonString.quoted(symbol)
                + ",\"price\":"
                + price
                + ",\"n\":"
                + n
                + ",\"t\":"
                + t
                + '}';
    }
}
