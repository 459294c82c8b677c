package dev.duplex.app.feed;

import dev.duplex.Origins;
import dev.duplex.WireTap;
import dev.duplex.app.services.Later;
import dev.duplex.app.services.Routes;
import dev.duplex.app.wire.OwnPages;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The feed as it is served below `/_dev/feed/{page}`, where `{page}` is a random id that the page
/// chooses, so that what it uses the wire for is counted for it alone:
///
/// | path | what |
/// |---|---|
/// | `poll?after=N` | a JSON array of the messages after number N; without `after` of the newest |
/// | `events` | Server-Sent Events, a message each |
/// | `sockjs`, `ws` | SockJS and WebSocket, a message each |
/// | `usage` | Server-Sent Events, each second the totals of requests and bytes by way |
///
/// For pages of this host only.
public final class LiveFeed implements AutoCloseable {
    private static final String PATH = "/_dev/feed/{page}";
    private static final Duration USAGE_INTERVAL = Duration.ofSeconds(1);

    private final Feed feed = new Feed();
    private final PageUsages usages = new PageUsages();
    private final EventStreams streams = new EventStreams();

    /// Adds it to a server to be.
    public void mount(Routes routes) {
        FeedEndpoint endpoint = new FeedEndpoint(feed);
        routes.http(PATH + "/poll", forItsPage(this::poll));
        routes.http(PATH + "/events", forItsPage(this::events));
        routes.http(PATH + "/usage", forItsPage(this::usage));
        routes.sockJs(PATH + "/sockjs", endpoint, options -> options.origins(Origins.same()));
        routes.webSocket(PATH + "/ws", endpoint, Origins.same());
    }

    /// What counts the bytes: to be a tap of the server's.
    public WireTap meter() {
        return new UsageMeter(usages);
    }

    /// Ends the streams, so that they keep no server from closing. To be called when that begins.
    @Override
    public void close() {
        streams.close();
    }

    private static HttpHandler forItsPage(HttpHandler handler) {
        return OwnPages.only(
                exchange -> {
                    if (PageUsages.isPage(exchange.request().pathParameters().get("page"))) {
                        handler.handle(exchange);
                    } else {
                        exchange.status(404).respond(new byte[0]);
                    }
                },
                "GET");
    }

    private void poll(HttpExchange exchange) {
        Optional<String> after = exchange.request().query("after");
        if (after.isPresent() && !after.get().matches("\\d{1,18}")) {
            exchange.status(400).respond(new byte[0]);
            return;
        }
        List<FeedMessage> messages =
                after.map(n -> feed.after(Long.parseLong(n))).orElseGet(feed::newest);
        String json =
                messages.stream().map(FeedMessage::json).collect(Collectors.joining(",", "[", "]"));
        exchange.header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .respond(json.getBytes(StandardCharsets.UTF_8));
    }

    private void events(HttpExchange exchange) {
        Consumer<FeedMessage> listener = message -> EventStreams.send(exchange, message.json());
        if (streams.open(exchange)) {
            if (feed.listen(listener)) {
                exchange.onClosed(() -> feed.leave(listener));
            } else {
                exchange.end();
            }
        }
    }

    private void usage(HttpExchange exchange) {
        String page = Objects.requireNonNull(exchange.request().pathParameters().get("page"));
        if (streams.open(exchange)) {
            tellUsage(exchange, page);
        }
    }

    private void tellUsage(HttpExchange exchange, String page) {
        if (streams.isOpen(exchange)) {
            EventStreams.send(exchange, usages.of(page).json());
            Later.run(exchange.lane(), () -> tellUsage(exchange, page), USAGE_INTERVAL);
        }
    }
}
