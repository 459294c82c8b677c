package dev.duplex.app;

import dev.duplex.app.config.UserError;
import java.net.URI;
import java.net.URISyntaxException;

/// Reads the addresses of servers that commands are given.
final class Addresses {
    private static final int MOST_PORT = 65_535;

    private Addresses() {}

    /// @param option what it was given by
    /// @throws UserError if it is no `http:` or `https:` address of a server
    static URI http(String option, String given) throws UserError {
        try {
            URI uri = new URI(given);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getPort() <= MOST_PORT
                    && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw UserError.usage(
                option + " must be a URL such as https://example.org/, not \"" + given + '"');
    }
}
