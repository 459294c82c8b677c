package dev.duplex.sockjs;

import dev.duplex.Cors;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.ServerObserver;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;
import dev.duplex.session.Admission;
import dev.duplex.session.Caching;
import dev.duplex.session.DetachedSession;
import dev.duplex.session.DetachedSessions;
import dev.duplex.session.DetachedSessions.Found;
import dev.duplex.session.EndpointObservers;
import dev.duplex.session.HttpAnswers;
import dev.duplex.session.HttpReceiver;
import dev.duplex.session.InLane;
import dev.duplex.session.Lasting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// One endpoint's SockJS: what is served at its path and below.
public final class SockJsService implements Lasting {
    private static final String ONLY_WEBSOCKET = "Can \"Upgrade\" only to \"WebSocket\".\n";

    /// How many bytes of a frame one of a message may be: an escape has six, and around it are brackets and quotes.
    private static final int FRAMED_BYTES = 10;

    /// Where a service's URLs are put.
    public interface Routes {
        /// Serves HTTP at a path.
        void http(String path, HttpHandler handler);

        /// Serves WebSocket at a path.
        ///
        /// @param observers who hears of its sessions
        void webSocket(
                String path,
                Endpoint endpoint,
                WebSocketOptions options,
                EndpointObservers observers);
    }

    private final String path;
    private final Endpoint endpoint;
    private final SockJsOptions options;
    private final Limits limits;
    private final Hub hub;
    private final Cors access;
    private final InfoAnswer info;
    private final Optional<IframePage> iframe;
    private final MessageEncoder encoder = new MessageEncoder();
    private final DetachedSessions sessions;
    private final EndpointObservers observers;

    /// @param limits the server's; the options' own replace them
    /// @param admission counts the server's detached sessions
    /// @param observer hears of its sessions
    public SockJsService(
            String path,
            Endpoint endpoint,
            SockJsOptions options,
            Limits limits,
            Hub hub,
            Admission admission,
            ServerObserver observer) {
        this.path = path.equals("/") ? "" : path;
        this.endpoint = endpoint;
        this.options = options;
        this.limits = options.limits().orElse(limits);
        this.hub = hub;
        access = new Cors(options.origins());
        info = new InfoAnswer(options);
        observers = new EndpointObservers(observer, path);
        iframe = options.clientUrl().map(url -> new IframePage(url, access));
        sessions =
                new DetachedSessions(
                        new DetachedSession.Settings(
                                endpoint,
                                this.limits,
                                options.requestBytes(),
                                DetachedSession.MAX_WAITING,
                                hub,
                                options.heartbeatInterval(),
                                options.disconnectDelay(),
                                encoder,
                                System::nanoTime),
                        admission);
    }

    /// Puts its URLs where requests are routed.
    ///
    /// @throws IllegalArgumentException if the path is malformed or taken
    public void addTo(Routes routes) {
        if (!path.isEmpty()) {
            routes.http(path, SockJsService::greet);
        }
        routes.http(path + "/", SockJsService::greet);
        routes.http(Urls.file(path), this::file);
        routes.http(Urls.anyTransport(path), this::transport);
        if (options.webSocket()) {
            routes.webSocket(path + "/websocket", endpoint, webSocketOptions(limits), observers);
            routes.webSocket(
                    Urls.session(path, "websocket"),
                    new SockJsWebSocket(
                            path,
                            endpoint,
                            limits,
                            hub,
                            encoder,
                            options.heartbeatInterval(),
                            observers),
                    webSocketOptions(framed(limits, options.requestBytes())),
                    observers);
        }
    }

    /// A frame carries several messages and their escapes; what it carries has the limits. Frames have rates too, or those without
    /// messages would come as many as one likes: as many frames as messages, for there is one in each, and as many bytes as those of
    /// messages may be at most.
    private static Limits framed(Limits limits, int requestBytes) {
        return limits.toBuilder()
                .messageBytes(requestBytes)
                .bytesPerSecond(
                        Math.min(limits.bytesPerSecond(), Long.MAX_VALUE / FRAMED_BYTES)
                                * FRAMED_BYTES)
                .build();
    }

    private WebSocketOptions webSocketOptions(Limits limits) {
        return WebSocketOptions.DEFAULT
                .withOrigins(options.origins())
                .withDeflate(options.deflate())
                .withLimits(limits);
    }

    /// The server stops: closes every session that no WebSocket carries; those end with theirs.
    @Override
    public void goAway() {
        sessions.goAway();
    }

    @Override
    public List<Runnable> departures() {
        return sessions.departures();
    }

    @Override
    public int sessions() {
        return sessions.size();
    }

    @Override
    public void cutOff() {
        sessions.cutOff();
    }

    // --- static URLs

    private static void greet(HttpExchange exchange) {
        if (HttpAnswers.isMethod(exchange, Set.of("GET", "HEAD"))) {
            exchange.header("Content-Type", "text/plain; charset=UTF-8")
                    .respond(Bytes.ascii("Welcome to SockJS!\n"));
        }
    }

    private void file(HttpExchange exchange) {
        String name = Urls.last(exchange.request());
        if (name.equals("info")) {
            answer(exchange, "GET", info::answer);
        } else if (iframe.isPresent() && IframePage.isNamed(name)) {
            if (HttpAnswers.isMethod(exchange, Set.of("GET", "HEAD"))) {
                iframe.get().answer(exchange);
            }
        } else if (name.equals("websocket") && options.webSocket()) {
            webSocketOnly(exchange);
        } else {
            HttpAnswers.notFound(exchange);
        }
    }

    private static void webSocketOnly(HttpExchange exchange) {
        if (HttpAnswers.isMethod(exchange, Set.of("GET"))) {
            HttpAnswers.refuse(exchange, 400, ONLY_WEBSOCKET);
        }
    }

    // --- session URLs

    private void transport(HttpExchange exchange) {
        if (!Urls.isValid(exchange.request())) {
            HttpAnswers.notFound(exchange);
            return;
        }
        switch (Urls.last(exchange.request())) {
            case "xhr" -> answer(exchange, "POST", it -> receive(it, new XhrPolling()));
            case "xhr_streaming" -> answer(exchange, "POST", it -> receive(it, new XhrStreaming()));
            case "eventsource" ->
                    HttpAnswers.guard(
                            exchange,
                            access,
                            observers,
                            Set.of("GET"),
                            access::allowsEventSource,
                            it -> receive(it, new EventSource()));
            case "htmlfile" -> embedded(exchange, (it, name) -> receive(it, new HtmlFile(name)));
            case "jsonp" -> embedded(exchange, (it, name) -> receive(it, new JsonpPolling(name)));
            case "xhr_send" -> answer(exchange, "POST", it -> send(it, false));
            case "jsonp_send" -> answer(exchange, "POST", it -> send(it, true));
            case "websocket" -> {
                if (options.webSocket()) {
                    webSocketOnly(exchange);
                } else {
                    HttpAnswers.notFound(exchange);
                }
            }
            default -> HttpAnswers.notFound(exchange);
        }
    }

    /// Answers a request of an allowed page, or a preflight, at a URL that has one method.
    private void answer(HttpExchange exchange, String method, HttpHandler handler) {
        HttpAnswers.guard(exchange, access, observers, Set.of(method), access::allows, handler);
    }

    /// Answers a transport that any page could embed as a script or a frame.
    private void embedded(HttpExchange exchange, BiConsumer<HttpExchange, String> handler) {
        if (!HttpAnswers.isMethod(exchange, Set.of("GET"))) {
            return;
        }
        if (!access.allowsEmbedded(exchange.request())) {
            HttpAnswers.forbid(exchange, observers);
            return;
        }
        switch (Callback.of(exchange.request())) {
            case Callback.Refused(String why) -> HttpAnswers.refuse(exchange, 500, why);
            case Callback.Named(String name) -> {
                access.tell(exchange);
                handler.accept(exchange, name);
            }
        }
    }

    private void receive(HttpExchange exchange, Receiving transport) {
        Request request = exchange.request();
        Lane lane = exchange.lane();
        switch (sessions.findOrOpen(
                Urls.key(request, path),
                lane,
                OpeningRequest.of(request, path),
                "",
                () -> observers.of(lane, transport.transport()),
                made -> receiver(exchange, transport, made))) {
            case Found.Known(DetachedSession session) -> {
                HttpReceiver receiver = receiver(exchange, transport, session);
                InLane.run(session.lane(), () -> session.attach(receiver));
            }
            case Found.Opened _ -> {}
            case Found.Refused(Admission.Verdict verdict) ->
                    HttpAnswers.full(exchange, observers, verdict);
        }
    }

    private HttpReceiver receiver(
            HttpExchange exchange, Receiving transport, DetachedSession session) {
        prepare(exchange);
        HttpReceiver receiver =
                new HttpReceiver(exchange, transport, session, options.responseBytes());
        receiver.begin();
        return receiver;
    }

    private void send(HttpExchange exchange, boolean jsonp) {
        Optional<DetachedSession> session = sessions.find(Urls.key(exchange.request(), path));
        if (session.isEmpty()) {
            HttpAnswers.notFound(exchange);
            return;
        }
        prepare(exchange);
        new SendRequest(exchange, session.get(), jsonp, options.requestBytes()).begin();
    }

    private void prepare(HttpExchange exchange) {
        Caching.never(exchange);
        // An event stream is no script, and nothing here is what a page may take it for.
        exchange.header("X-Content-Type-Options", "nosniff");
        if (options.cookies()) {
            SessionCookie.set(exchange);
        }
    }
}
