package dev.duplex.app;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.channels.Hub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// `duplex serve` in this process, on a port of its own, with the JDK's clients beside it.
public final class Served implements AutoCloseable {
    /// As good as any other, for tests to which it does not matter.
    public static final String API_KEY = "key-of-the-tests";

    private static final long PATIENCE_SECONDS = 30;

    private final Serving serving;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Served(Serving serving, URI address) {
        this.serving = serving;
        this.address = address;
    }

    /// @param options further ones of `serve`
    public static Served with(String... options) throws Exception {
        return with(Map.of(), options);
    }

    /// @param environment in which it is served; channels are in memory unless it says otherwise
    /// @param options further ones of `serve`
    public static Served with(Map<String, String> environment, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port=0", "--host=127.0.0.1"));
        arguments.addAll(List.of(options));
        Map<String, String> variables = new HashMap<>(environment);
        // Else it would keep its channels in the directory that the tests run in.
        variables.putIfAbsent("DUPLEX_ENGINE", "memory");
        // A test that is stalled between two requests of a session finds it there.
        variables.putIfAbsent("DUPLEX_SOCKJS_DISCONNECT_DELAY", "1m");
        var parsed = CommandLines.of(System.out).parseArgs(arguments.toArray(String[]::new));
        return of(
                Serving.start(
                        ServeOptions.of(CommandLines.settings(parsed.subcommand(), variables))));
    }

    /// One that somebody has started; it is closed with this.
    static Served of(Serving serving) {
        var out = new ByteArrayOutputStream();
        serving.announce(new PrintStream(out, true, StandardCharsets.UTF_8));
        String line = out.toString(StandardCharsets.UTF_8);
        return new Served(
                serving, URI.create(line.replaceFirst("(?s)^Duplex is at (\\S+).*$", "$1")));
    }

    /// The channels that it serves.
    public Hub hub() {
        return serving.hub();
    }

    public HttpClient http() {
        return http;
    }

    public URI uri(String path) {
        return address.resolve(path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    /// The metrics, as soon as these lines are among them: what somebody was told may be counted a moment later. A test's own
    /// deadline ends it.
    String metricsWith(String... lines) throws Exception {
        String metrics = get("/metrics").body();
        while (!List.of(lines).stream().allMatch(metrics::contains)) {
            metrics = get("/metrics").body();
        }
        return metrics;
    }

    /// A WebSocket of a page of this origin.
    public Peer connect(String path, String origin) throws Exception {
        Peer peer = new Peer();
        peer.socket.complete(
                http.newWebSocketBuilder()
                        .header("Origin", origin)
                        .buildAsync(webSocket(path), peer)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return peer;
    }

    public URI webSocket(String path) {
        return URI.create("ws://" + address.getAuthority() + path);
    }

    /// The origin of a page that this server serves.
    public String origin() {
        return "http://" + address.getAuthority();
    }

    /// Ends the server as the program does when it is told to end.
    public void endServing() {
        serving.close();
    }

    @Override
    public void close() {
        http.shutdownNow();
        serving.close();
    }

    /// A peer that keeps what came.
    public static final class Peer implements WebSocket.Listener {
        /// How a session ended.
        public record End(int code, String reason) {}

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        private final StringBuilder message = new StringBuilder();

        public void send(String text) throws Exception {
            socket.get().sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        public void leave() throws Exception {
            socket.get().sendClose(1000, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        /// The next message; `null` is a text that no test expects.
        public String next() throws InterruptedException {
            return String.valueOf(texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        public End end() throws Exception {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                texts.add(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            end.complete(new End(code, reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable failure) {
            end.completeExceptionally(failure);
        }
    }
}
