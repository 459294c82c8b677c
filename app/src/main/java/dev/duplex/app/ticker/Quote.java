package dev.duplex.app.ticker;

import dev.duplex.channels.Payload;
import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A price that somebody else published: `{"symbol": …, "price": …}`.
///
/// @param symbol of what, perhaps of something that this market does not have
/// @param price above 0, and no more than [Market#MAX_PRICE]
record Quote(String symbol, double price) {
    /// The longest symbol that is kept, in UTF-16 units.
    static final int MAX_SYMBOL = 40;

    /// The quote in a publication: none if that is a tick of the market's own (with its number `n`), or says nothing of the kind.
    static Optional<Quote> of(Payload payload) {
        try {
            return JsonRules.STANDARD.read(payload.bytes(), in -> read(in.parser()));
        } catch (NotJsonException _) {
            return Optional.empty();
        }
    }

    private static Optional<Quote> read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        String symbol = "";
        double price = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("n")) {
                return Optional.empty();
            } else if (name.equals("symbol") && value == JsonToken.VALUE_STRING) {
                symbol = parser.getString();
            } else if (name.equals("price") && value.isNumeric()) {
                price = parser.getDoubleValue();
            } else {
                parser.skipChildren();
            }
        }
        boolean makesSense =
                !symbol.isEmpty()
                        && symbol.length() <= MAX_SYMBOL
                        && price > 0
                        && price <= Market.MAX_PRICE;
        return makesSense ? Optional.of(new Quote(symbol, price)) : Optional.empty();
    }
}
