package dev.duplex.app.line;

import dev.duplex.Origins;
import dev.duplex.app.services.CentrifugeClients;
import dev.duplex.app.services.Routes;
import dev.duplex.app.wire.OwnPages;
import dev.duplex.http.HttpExchange;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines as they are served below `/_dev/line/{line}`, where `{line}` is a random name that a page chooses:
///
/// | request | what |
/// |---|---|
/// | `connection/…`, `emulation` | clients of the Centrifuge protocol, by each of its transports, on that line |
/// | `GET` | what the line lets through, and has let through: `{"bytesPerSecond": …, "bytes": …}` |
/// | `POST ?bytesPerSecond=N` | lets N bytes a second through from now on; 0: whatever the network takes |
///
/// For pages of this host only.
public final class SlowLines {
    private static final String PATH = "/_dev/line/{line}";
    private static final int MAX_DIGITS = 9;

    private final Lines lines = new Lines();

    /// Adds them to a server to be.
    ///
    /// @param clients who is served on them
    public void mount(Routes routes, CentrifugeClients clients) {
        clients.mount(
                routes, PATH, Origins.same(), it -> new LineEndpoint(it, lines, System::nanoTime));
        routes.http(PATH, OwnPages.only(this::answer, "GET", "POST"));
    }

    private void answer(HttpExchange exchange) {
        String name = exchange.request().pathParameters().getOrDefault("line", "");
        Optional<Line> line = Lines.isName(name) ? lines.find(name) : Optional.empty();
        if (line.isEmpty()) {
            exchange.status(Lines.isName(name) ? 503 : 404).respond(new byte[0]);
            return;
        }
        if (exchange.request().method().equals("POST")) {
            Optional<Integer> speed = speed(exchange);
            if (speed.isEmpty()) {
                exchange.status(400).respond(new byte[0]);
                return;
            }
            line.get().limit(speed.get());
        }
        String json =
                new JsonObject()
                        .put("bytesPerSecond", line.get().bytesPerSecond())
                        .put("bytes", line.get().bytes())
                        .toString();
        exchange.header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .respond(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Integer> speed(HttpExchange exchange) {
        return exchange.request()
                .query("bytesPerSecond")
                .filter(it -> it.matches("\\d{1," + MAX_DIGITS + "}"))
                .map(Integer::valueOf)
                .filter(Line::isSpeed);
    }
}
