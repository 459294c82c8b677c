package dev.duplex.streamed;

import dev.duplex.Cors;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.ServerObserver;
import dev.duplex.StreamForm;
import dev.duplex.StreamedOptions;
import dev.duplex.StreamedProtocol;
import dev.duplex.StreamedSessions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Payload;
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
import dev.duplex.session.Lasting;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// One protocol by plain HTTP on one server: its routes, and its sessions by their names.
public final class StreamedService implements Lasting {
    private static final int NAME_BYTES = 16;
    static final String NO_SESSION = "There is no such session.\n";

    /// A protocol shows by itself that it is there.
    private static final Duration HEARTBEAT = Duration.ofDays(1);

    /// A session has one response, and ends with it: nobody comes back to one that has ended.
    private static final Duration DELAY = Duration.ofMillis(1);

    private final SecureRandom random = new SecureRandom();
    private final StreamedProtocol protocol;
    private final Cors access;
    private final ServerObserver observer;
    private final DetachedSessions sessions;
    private final Hub hub;
    private final Forwarding forwarding;
    private final Arriving arriving;

    /// @param limits the server's; the protocol's own replace them
    /// @param admission counts the server's detached sessions
    /// @param observer hears of its sessions
    public StreamedService(
            StreamedProtocol protocol,
            Limits limits,
            Hub hub,
            Admission admission,
            ServerObserver observer) {
        this.protocol = protocol;
        this.observer = observer;
        this.hub = hub;
        StreamedOptions options = protocol.options();
        access = new Cors(options.origins());
        sessions =
                new DetachedSessions(
                        new DetachedSession.Settings(
                                protocol.endpoint(),
                                options.limits().orElse(limits),
                                options.requestBytes(),
                                StreamedOptions.WAITING_REQUESTS,
                                hub,
                                HEARTBEAT,
                                DELAY,
                                new AsItIs(),
                                System::nanoTime),
                        admission);
        forwarding = new Forwarding(hub.relays());
        arriving = new Arriving(sessions);
    }

    /// Messages wait as they are; how they stand in a response is that response's affair.
    private static final class AsItIs implements DetachedSession.Encoding {
        @Override
        public byte[] own(Message message) {
            return message.bytes();
        }

        @Override
        public byte[] shared(Payload payload, Lane lane) {
            return payload.bytes();
        }
    }

    /// Puts the protocol's resources where requests are routed.
    ///
    /// @param routes takes a path and what is there
    /// @throws IllegalArgumentException if a path is malformed or taken
    public void addTo(BiConsumer<String, HttpHandler> routes) {
        protocol.resources()
                .forEach((path, resource) -> routes.accept(path, handler(path, resource)));
    }

    /// From now on its sessions get what has come to other nodes, until [#cutOff].
    public void join() {
        hub.relays().add(arriving);
    }

    private HttpHandler handler(String path, StreamedProtocol.Resource resource) {
        EndpointObservers observers = new EndpointObservers(observer, path);
        StreamedSessions here = new Here(observers);
        return exchange ->
                HttpAnswers.guard(
                        exchange,
                        access,
                        observers,
                        resource.methods(),
                        allowed(exchange.request()),
                        it -> resource.handler().handle(it, here));
    }

    /// What is got with GET any page may have made a browser ask for, without an `Origin`.
    private Predicate<Request> allowed(Request request) {
        return request.method().equals("GET") ? access::allowsEventSource : access::allows;
    }

    /// The sessions as one resource has them: those that it opens are counted as its own.
    private final class Here implements StreamedSessions {
        private final EndpointObservers observers;

        Here(EndpointObservers observers) {
            this.observers = observers;
        }

        @Override
        public void open(
                HttpExchange exchange, String subprotocol, StreamForm form, Message first) {
            byte[] bytes = new byte[NAME_BYTES];
            random.nextBytes(bytes);
            String name = HexFormat.of().formatHex(bytes);
            Lane lane = exchange.lane();
            switch (sessions.findOrOpen(
                    name,
                    lane,
                    exchange.request(),
                    subprotocol,
                    () -> observers.of(lane, form.transport()),
                    made -> receiver(exchange, form, made, name))) {
                case Found.Opened(DetachedSession session) ->
                        session.send(new UnansweredMessage(session, first));
                case Found.Known _ ->
                        throw new IllegalStateException("two sessions were given the same name");
                case Found.Refused(Admission.Verdict verdict) ->
                        HttpAnswers.full(exchange, observers, verdict);
            }
        }

        @Override
        public void receive(HttpExchange exchange, String name, Message message) {
            Optional<DetachedSession> session = sessions.find(name);
            if (session.isEmpty()) {
                HttpAnswers.refuse(exchange, 404, NO_SESSION);
                return;
            }
            Caching.never(exchange);
            new MessageRequest(exchange, session.get(), message.copy()).begin();
        }

        @Override
        public void relay(HttpExchange exchange, String node, String name, Message message) {
            if (name.length() != NAME_BYTES * 2) {
                HttpAnswers.refuse(exchange, 404, NO_SESSION);
            } else {
                forwarding.relay(exchange, node, name, message);
            }
        }
    }

    private static HttpReceiver receiver(
            HttpExchange exchange, StreamForm form, DetachedSession session, String name) {
        session.session().attribute(StreamedSessions.NAME, name);
        Caching.never(exchange);
        exchange.header("X-Content-Type-Options", "nosniff");
        HttpReceiver receiver =
                new HttpReceiver(exchange, new StreamedFraming(form), session, Long.MAX_VALUE);
        receiver.begin();
        return receiver;
    }

    /// The server stops: closes every session.
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
        hub.relays().remove(arriving);
        sessions.cutOff();
    }
}
