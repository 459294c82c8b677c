package dev.duplex.centrifuge;

import dev.duplex.AttributeKey;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Origins;
import dev.duplex.Session;
import dev.duplex.StreamedOptions;
import dev.duplex.StreamedProtocol;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.channels.Hub;

/// The Centrifuge client protocol, version 2, as an endpoint, for WebSocket, SockJS and HTTP streaming alike. JSON, or Protobuf if the client asks for it:
/// by the subprotocol [#PROTOBUF], or by the query parameter `cf_protocol=protobuf`.
public final class Centrifuge implements Endpoint {
    /// The subprotocol that selects Protobuf: to be named in the WebSocket route's options.
    public static final String PROTOBUF = "centrifuge-protobuf";

    /// The subprotocol that selects JSON, which is also what there is without any.
    public static final String JSON = "centrifuge-json";

    private final AttributeKey<Client> client = AttributeKey.of("centrifuge");
    private final Hub hub;
    private final CentrifugeOptions options;

    /// The largest payload whose push is remembered for other clients, in bytes.
    private static final int SHARED_BYTES = 64 << 10;

    private final Deltas deltas;
    private final Pushes pushes = new Pushes(SHARED_BYTES);

    /// @param hub whose channels clients reach
    public Centrifuge(Hub hub, CentrifugeOptions options) {
        this.hub = hub;
        this.options = options;
        deltas = new Deltas(options.deltaBytes());
    }

    /// The same for clients that have neither WebSocket nor SockJS: HTTP streaming at `/connection/http_stream`, server-sent events at
    /// `/connection/sse`, and what these clients send at `/emulation`. To be given to `Server.Builder.streamed`.
    ///
    /// @param origins which pages may connect
    public StreamedProtocol overHttp(Origins origins) {
        return overHttp("", StreamedOptions.DEFAULT.withOrigins(origins));
    }

    /// The same below `path`, with other options.
    ///
    /// @param path `""`, or begins with a slash and does not end with one
    public StreamedProtocol overHttp(String path, StreamedOptions options) {
        return new OverHttp(this, hub, path, options);
    }

    @Override
    public void onOpen(Session session) {
        Client opened = new Client(session, hub, options, codec(session), deltas, pushes);
        session.attribute(client, opened);
        opened.open();
    }

    @Override
    public void onMessage(Session session, Message message) {
        of(session).frame(message.bytes());
    }

    @Override
    public void onDrained(Session session) {
        of(session).drained();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        of(session).closed(reason);
    }

    /// The protocol's own code, so that clients see that the server has ended, not that the connection was lost.
    @Override
    public CloseReason goingAway() {
        return DisconnectCode.SHUTDOWN.closeReason();
    }

    private Client of(Session session) {
        return session.attribute(client).orElseThrow();
    }

    private static Codec codec(Session session) {
        if (!session.subprotocol().isEmpty()) {
            return session.subprotocol().equals(PROTOBUF) ? Codec.protobuf() : Codec.json();
        }
        boolean protobuf =
                session.request().query("cf_protocol").filter("protobuf"::equals).isPresent();
        return protobuf ? Codec.protobuf() : Codec.json();
    }
}
