package dev.duplex.conformance.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.StreamedOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tests of the protocol over HTTP, of a server whose two loops share the requests. In the namespaces `chat` and `drop` anything is
/// allowed; they differ in what a slow reader gets.
abstract class StreamSuite extends ServerSuite {
    static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private static final Pattern CONNECTED =
            Pattern.compile(
                    "\\{\"id\":1,\"connect\":\\{\"client\":\"[^\"]+\",.*\"session\":\"([0-9a-f]{32})\",\"node\":\"([^\"]+)\".*}}\\s*");

    final Hub hub = closedLast(channels().build());

    static Hub.Builder channels() {
        return Hub.builder()
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "chat",
                                        ChannelOptions.TRANSIENT,
                                        "drop",
                                        ChannelOptions.builder().delivery(Delivery.DROP).build())));
    }

    /// No ping comes between what a test reads, however long that takes.
    static CentrifugeOptions.Builder options() {
        return CentrifugeOptions.builder(
                        RulesAccess.anonymous(Map.of("chat", Rules.OPEN, "drop", Rules.OPEN)))
                .ping(Duration.ofHours(1), Duration.ofMinutes(1));
    }

    final Server serve() {
        return serve(StreamedOptions.DEFAULT, Limits.DEFAULT, options());
    }

    final Server serve(
            StreamedOptions streamed, Limits limits, CentrifugeOptions.Builder centrifuge) {
        return serve(hub, streamed, limits, centrifuge);
    }

    final Server serve(
            Hub hub,
            StreamedOptions streamed,
            Limits limits,
            CentrifugeOptions.Builder centrifuge) {
        return start(
                builder()
                        .eventLoops(2)
                        .hub(hub)
                        .limits(limits)
                        .streamed(new Centrifuge(hub, centrifuge.build()).overHttp("", streamed)));
    }

    final RawHttp http(Server server) {
        return new RawHttp(connect(server));
    }

    static RawRequest request(Server server, String method, String target) {
        return RawRequest.of(method, "localhost:" + server.port(), target);
    }

    static RawRequest stream(Server server, String frame) {
        return request(server, "POST", "/connection/http_stream")
                .with("Content-Type: application/json")
                .body(frame);
    }

    static RawRequest events(Server server, String frame) {
        return request(
                server,
                "GET",
                "/connection/sse?cf_connect=" + URLEncoder.encode(frame, StandardCharsets.UTF_8));
    }

    /// A client that is connected by HTTP streaming.
    ///
    /// @param stream what is left of its response
    /// @param session the name of its session
    /// @param node where that is
    record Connected(Server server, RawHttp stream, String session, String node) {
        /// What a client sends beside its stream.
        RawRequest says(String frame) {
            return emulation(server, session, node, frame);
        }

        void expect(String line) {
            assertThat(stream.readChunk(line)).hasValue(line + "\n");
        }

        /// The last line, and the end.
        void expectDisconnect(int code, String reason) {
            expect(disconnect(code, reason));
            assertThat(stream.readChunk("the last chunk")).isEmpty();
        }
    }

    static String disconnect(int code, String reason) {
        return "{\"push\":{\"disconnect\":{\"code\":%d,\"reason\":\"%s\"}}}"
                .formatted(code, reason);
    }

    static RawRequest emulation(Server server, String session, String node, String frame) {
        String data = frame.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return request(server, "POST", "/emulation")
                .with("Content-Type: application/json")
                .body(
                        "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                                .formatted(session, node, data));
    }

    final Connected connected(Server server) {
        return connected(server, http(server));
    }

    final Connected connected(Server server, RawHttp http) {
        RawHead head = http.send(stream(server, CONNECT)).readHead();
        assertThat(head.status()).isEqualTo(200);
        return connected(server, http, http.readChunk("the reply to connect").orElseThrow());
    }

    static Connected connected(Server server, RawHttp http, String reply) {
        Matcher matcher = CONNECTED.matcher(reply);
        assertThat(reply).matches(CONNECTED);
        assertThat(matcher.matches()).isTrue();
        return new Connected(server, http, matcher.group(1), matcher.group(2));
    }

    /// Sends what a client sends beside its stream.
    final RawResponse say(Connected client, String frame) {
        return http(client.server()).exchange(client.says(frame));
    }

    /// A connection that takes little before it is read.
    final RawHttp narrow(Server server) {
        return new RawHttp(keep(RawWebSocket.connect(address(server), 4096), "a narrow one"));
    }
}
