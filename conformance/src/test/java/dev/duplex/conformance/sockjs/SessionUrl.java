package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.util.List;

/// The URLs of one session, `/server/session/transport`, below a service. For one thread.
///
/// @param service whose session it is
/// @param suffix `/server/session`
record SessionUrl(Service service, String suffix) {
    /// The request by which a transport receives.
    RawRequest receiving(Transport transport, String... lines) {
        RawRequest request =
                service.request(transport.method(), suffix + transport.suffix(), lines);
        return transport.method().equals("POST") ? request.body("") : request;
    }

    /// The request by which the XHR transports send.
    RawRequest sending(String body, String... lines) {
        return service.posting(suffix + "/xhr_send", body, lines);
    }

    /// Receives with a polling transport, or reads a streamed response to its end.
    RawResponse receive(Transport transport, String... lines) {
        return service.exchange(receiving(transport, lines));
    }

    /// Begins to receive on a connection of its own.
    RawHttp begin(Transport transport, String... lines) {
        return service.begin(receiving(transport, lines));
    }

    /// Begins to receive a stream on a connection of its own, and reads its prelude.
    FrameStream stream(Transport transport, String... lines) {
        return FrameStream.of(begin(transport, lines), transport);
    }

    /// A poll is answered with exactly this frame.
    void polls(Transport transport, String frame) {
        answered(transport, receive(transport), frame);
    }

    /// A poll by XHR is answered with exactly this frame.
    void polls(String frame) {
        polls(Transport.XHR, frame);
    }

    /// The answer to a poll is exactly this frame.
    static void answered(Transport transport, RawResponse answer, String frame) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(transport.wrapped(frame));
    }

    /// Polls by XHR, and gives the messages of the array that must come.
    List<String> messages() {
        RawResponse answer = receive(Transport.XHR);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return Frames.messages(Transport.XHR.unwrapped(answer.body()));
    }

    /// Polls by XHR until a frame brings no messages, and gives that.
    String closeFrame() {
        String frame = Transport.XHR.unwrapped(receive(Transport.XHR).body());
        while (Frames.isMessages(frame)) {
            frame = Transport.XHR.unwrapped(receive(Transport.XHR).body());
        }
        return frame;
    }

    /// Opens the session by an XHR poll.
    SessionUrl open() {
        polls("o");
        return this;
    }

    /// Opens the session, sends and polls, all in one piece: however slow this client is, the session
    /// has not waited for it.
    void opensAndPolls(String body, String frame) {
        RawHttp http =
                service.connect()
                        .pipeline(
                                receiving(Transport.XHR), sending(body), receiving(Transport.XHR));
        answered(Transport.XHR, http.readResponse(), "o");
        taken(http.readResponse());
        answered(Transport.XHR, http.readResponse(), frame);
    }

    /// Another receiver, on a connection of its own, is told that there is one already. So the
    /// request that was begun before has come.
    void isReceiving() {
        answered(
                Transport.XHR,
                begin(Transport.XHR).readResponse(),
                "c[2010,\"Another connection still open\"]");
    }

    /// Sends by XHR.
    RawResponse send(String body, String... lines) {
        return service.exchange(sending(body, lines));
    }

    /// Sends by XHR what must be taken: the answer is 204 without a body.
    void sends(String body, String... lines) {
        taken(send(body, lines));
    }

    /// The answer to a send by XHR says that it was taken.
    static void taken(RawResponse answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
        assertThat(answer.first("Transfer-Encoding")).isEmpty();
    }

    /// Sends by a form as the JSONP transport does; its field is already encoded.
    RawResponse sendForm(String form, String... lines) {
        return service.exchange(
                service.request("POST", suffix + "/jsonp_send", lines)
                        .with("Content-Type: application/x-www-form-urlencoded")
                        .body(form));
    }
}
