package dev.duplex.tokens;

import dev.duplex.access.Grant;
import dev.duplex.channels.Payload;
import dev.duplex.json.JsonPayload;
import dev.duplex.json.JsonRules;
import dev.duplex.json.JsonSource;
import dev.duplex.json.NotJsonException;
import dev.duplex.json.Utf8;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads claims: one JSON object. A name that comes twice is refused (RFC 7519 §4). Values that others will see are kept as they stand.
final class ClaimsReader {
    static final int MAX_DEPTH = 64;

    /// The end of the year 9999: what comes later is a mistake, such as milliseconds.
    private static final double MAX_SECONDS = 253_402_300_799.0;

    private static final JsonRules RULES = JsonRules.withoutDuplicates(MAX_DEPTH);

    private final JsonSource source;
    private final JsonParser parser;
    private final Claims claims = new Claims();

    private ClaimsReader(JsonSource source) {
        this.source = source;
        parser = source.parser();
    }

    /// @throws MalformedClaimsException if it is no JSON object, or a known claim has not its type
    static Claims read(byte[] bytes) throws MalformedClaimsException {
        try {
            return RULES.read(bytes, in -> new ClaimsReader(in).read());
        } catch (NotJsonException e) {
            throw new MalformedClaimsException(
                    switch (e.why()) {
                        case NOT_JSON ->
                                "the claims are not JSON, or say something twice: " + e.detail();
                        case NOT_UTF8, TOO_DEEP, OVER_LIMIT -> "the claims are " + e.detail();
                    });
        }
    }

    private Claims read() throws MalformedClaimsException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedClaimsException("the claims are no JSON object");
        }
        Optional<Payload> binaryInfo = Optional.empty();
        Optional<Payload> binaryData = Optional.empty();
        while (present()) {
            String name = parser.currentName();
            switch (name) {
                case "sub" -> claims.subject = Optional.of(string());
                case "iss" -> claims.issuer = Optional.of(string());
                case "aud" -> audience();
                case "exp" -> claims.expires = Optional.of(time());
                case "nbf" -> claims.notBefore = Optional.of(time());
                case "iat" -> claims.issuedAt = Optional.of(time());
                case "expire_at" -> claims.expireAt = Optional.of(time());
                case "info" -> claims.info = json();
                case "b64info" -> binaryInfo = binary();
                case "data" -> claims.data = json();
                case "b64data" -> binaryData = binary();
                case "channel" -> claims.channel = Optional.of(string());
                case "client" -> claims.client = Optional.of(string());
                case "channels" -> channels();
                case "subs" -> subscriptions();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedClaimsException("something follows the claims");
        }
        claims.info = binaryInfo.orElse(claims.info);
        claims.data = binaryData.orElse(claims.data);
        return claims;
    }

    /// Goes to the next value of an object that is not null.
    private boolean present() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                return true;
            }
        }
        return false;
    }

    private String string() throws MalformedClaimsException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, "a string");
        return whole(parser.getString());
    }

    /// Two texts with half of a surrogate pair would be the same in UTF-8.
    private static String whole(String text) throws MalformedClaimsException {
        if (!Utf8.isWhole(text)) {
            throw new MalformedClaimsException("a string has half of a surrogate pair");
        }
        return text;
    }

    private Instant time() throws MalformedClaimsException {
        JsonToken token = parser.currentToken();
        require(
                token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT,
                "a number of seconds");
        double seconds = parser.getDoubleValue();
        require(seconds >= 0 && seconds <= MAX_SECONDS, "a time in seconds since 1970");
        return Instant.ofEpochSecond((long) seconds);
    }

    private void audience() throws MalformedClaimsException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            claims.audience.add(string());
            return;
        }
        require(parser.currentToken() == JsonToken.START_ARRAY, "a string or an array of them");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            claims.audience.add(string());
        }
    }

    private void channels() throws MalformedClaimsException {
        require(parser.currentToken() == JsonToken.START_ARRAY, "an array of channels");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            claims.channels.putIfAbsent(string(), Grant.PLAIN);
        }
    }

    private void subscriptions() throws MalformedClaimsException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "an object of channels");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String channel = whole(parser.currentName());
            claims.channels.put(
                    channel,
                    parser.nextToken() == JsonToken.VALUE_NULL ? Grant.PLAIN : subscription());
        }
    }

    private Grant subscription() throws MalformedClaimsException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "an object");
        Payload info = Payload.none();
        Payload data = Payload.none();
        Optional<Payload> binaryInfo = Optional.empty();
        Optional<Payload> binaryData = Optional.empty();
        while (present()) {
            switch (parser.currentName()) {
                case "info" -> info = json();
                case "b64info" -> binaryInfo = binary();
                case "data" -> data = json();
                case "b64data" -> binaryData = binary();
                default -> parser.skipChildren();
            }
        }
        return new Grant(binaryInfo.orElse(info), binaryData.orElse(data), Optional.empty());
    }

    private Payload json() {
        return JsonPayload.of(source);
    }

    /// Empty if there are no bytes: then what stands in the other claim counts.
    private Optional<Payload> binary() throws MalformedClaimsException {
        String text = string();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Payload.of(Payload.Kind.BINARY, Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException _) {
            throw new MalformedClaimsException(parser.currentName() + " is not in Base64");
        }
    }

    private void require(boolean holds, String what) throws MalformedClaimsException {
        if (!holds) {
            throw new MalformedClaimsException("claim " + parser.currentName() + " is not " + what);
        }
    }
}
