package dev.duplex;

import dev.duplex.websocket.deflate.DeflateOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How an endpoint speaks SockJS. Immutable; [#builder] starts from the
/// defaults, [#toBuilder] from these.
///
/// @param origins which pages may connect, by whatever transport: the one allow-list for WebSocket's
///     `Origin`, for CORS, and for who may frame the iframe page
/// @param webSocket whether the WebSocket transports are served. Without them clients fall back to
///     the others
/// @param cookies whether a `JSESSIONID` cookie is set on every session URL, for load balancers that
///     route by it; not on a host where an application's login is a cookie of that name, which it would replace
/// @param clientUrl the script that the iframe page loads, as a URL or an absolute path; without it
///     there is no iframe page, and clients of other origins do without iframe transports
/// @param responseBytes after how many bytes a streamed response ends and the client asks for the
///     next, so that what it has read can be freed
/// @param requestBytes the largest body of a request that sends messages; more gets 413. Also the most
///     of such bodies that a session holds at a time: further requests wait unread
/// @param heartbeatInterval how often a quiet client is sent a heartbeat
/// @param disconnectDelay how long a session lives on without a request that waits for its messages
/// @param deflate whether and how the WebSocket transports compress
/// @param limits replaces the server's limits for this endpoint's sessions
public record SockJsOptions(
        Origins origins,
        boolean webSocket,
        boolean cookies,
        Optional<String> clientUrl,
        int responseBytes,
        int requestBytes,
        Duration heartbeatInterval,
        Duration disconnectDelay,
        DeflateOptions deflate,
        Optional<Limits> limits) {
    /// Same origin only, WebSocket on, no cookie, no iframe page, responses of 128 KiB, requests of
    /// 8 MiB, heartbeats every 25 seconds, a delay of 5 seconds, the server's limits.
    public static final SockJsOptions DEFAULT =
            new SockJsOptions(
                    Origins.same(),
                    true,
                    false,
                    Optional.empty(),
                    128 * 1024,
                    8 << 20,
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(5),
                    DeflateOptions.DEFAULT,
                    Optional.empty());

    /// The least that `queueBytes` may be where SockJS is served: its streams begin with 2 KiB of padding, and what is said first has to fit behind that.
    public static final int LEAST_QUEUE_BYTES = 4096;

    /// What a URL is made of, but for what would end it in the page or in its policy.
    private static final Pattern URL =
            Pattern.compile("(?:/|https?://[A-Za-z0-9\\[])[A-Za-z0-9._~:/?#@!$&()*+=%\\[\\]-]*");

    /// @throws IllegalArgumentException if that is too little
    static void requireQueue(Limits limits) {
        if (limits.queueBytes() < LEAST_QUEUE_BYTES) {
            throw new IllegalArgumentException(
                    "queueBytes must be "
                            + LEAST_QUEUE_BYTES
                            + " or more where SockJS is served, whose streams begin with 2 KiB, not "
                            + limits.queueBytes());
        }
    }

    /// @throws IllegalArgumentException if a size or a time is not positive, or the client's URL is
    ///     neither an `http` or `https` URL nor an absolute path
    public SockJsOptions {
        if (clientUrl.filter(url -> !URL.matcher(url).matches()).isPresent()) {
            throw new IllegalArgumentException(
                    "clientUrl is not a URL (https://…) or an absolute path: " + clientUrl.get());
        }
        if (responseBytes <= 0 || requestBytes <= 0) {
            throw new IllegalArgumentException("responseBytes and requestBytes must be positive");
        }
        if (!heartbeatInterval.isPositive() || !disconnectDelay.isPositive()) {
            throw new IllegalArgumentException(
                    "heartbeatInterval and disconnectDelay must be positive");
        }
    }

    /// A builder that starts from the defaults.
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /// A builder that starts from these options.
    public Builder toBuilder() {
        return new Builder(this);
    }

    /// Collects options; each method is named after the component it sets. Not thread-safe.
    public static final class Builder {
        private Origins origins;
        private boolean webSocket;
        private boolean cookies;
        private Optional<String> clientUrl;
        private int responseBytes;
        private int requestBytes;
        private Duration heartbeatInterval;
        private Duration disconnectDelay;
        private DeflateOptions deflate;
        private Optional<Limits> limits;

        private Builder(SockJsOptions from) {
            origins = from.origins;
            webSocket = from.webSocket;
            cookies = from.cookies;
            clientUrl = from.clientUrl;
            responseBytes = from.responseBytes;
            requestBytes = from.requestBytes;
            heartbeatInterval = from.heartbeatInterval;
            disconnectDelay = from.disconnectDelay;
            deflate = from.deflate;
            limits = from.limits;
        }

        public Builder origins(Origins origins) {
            this.origins = origins;
            return this;
        }

        public Builder webSocket(boolean webSocket) {
            this.webSocket = webSocket;
            return this;
        }

        public Builder cookies(boolean cookies) {
            this.cookies = cookies;
            return this;
        }

        public Builder clientUrl(String clientUrl) {
            this.clientUrl = Optional.of(clientUrl);
            return this;
        }

        public Builder responseBytes(int responseBytes) {
            this.responseBytes = responseBytes;
            return this;
        }

        public Builder requestBytes(int requestBytes) {
            this.requestBytes = requestBytes;
            return this;
        }

        public Builder heartbeatInterval(Duration heartbeatInterval) {
            this.heartbeatInterval = heartbeatInterval;
            return this;
        }

        public Builder disconnectDelay(Duration disconnectDelay) {
            this.disconnectDelay = disconnectDelay;
            return this;
        }

        public Builder deflate(DeflateOptions deflate) {
            this.deflate = deflate;
            return this;
        }

        public Builder limits(Limits limits) {
            this.limits = Optional.of(limits);
            return this;
        }

        /// @throws IllegalArgumentException if one of the values makes no sense
        public SockJsOptions build() {
            return new SockJsOptions(
                    origins,
                    webSocket,
                    cookies,
                    clientUrl,
                    responseBytes,
                    requestBytes,
                    heartbeatInterval,
                    disconnectDelay,
                    deflate,
                    limits);
        }
    }
}
