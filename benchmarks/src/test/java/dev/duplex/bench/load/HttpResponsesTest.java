package dev.duplex.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponsesTest implements HttpResponses.Listener {
    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String EMPTY = "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n";
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\nVary: Origin\r\n\r\n";
    private static final String CHUNKED =
            """
            HTTP/1.1 404 Not Found\r
            Transfer-Encoding: chunked\r
            \r
            3\r
            hel\r
            1A;ext=1\r
            lo, and the rest of it all\r
            0\r
            Trailer: 1\r
            \r
            """;

    private final List<String> seen = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final HttpResponses responses = new HttpResponses(this);

    @Override
    public void head(int status) {
        seen.add("head " + status);
    }

    @Override
    public void body(ByteBuf piece) {
        body.append(piece.toString(StandardCharsets.US_ASCII));
    }

    @Override
    public void end() {
        seen.add("body " + body);
        body.setLength(0);
    }

    private void read(String bytes) {
        responses.read(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    /// RFC 9112 §6.3: "If a valid Content-Length header field is present without Transfer-Encoding,
    /// its decimal value defines the expected message body length in octets." And §9.3.2: "A client
    /// that supports persistent connections MAY 'pipeline' its requests".
    @Test
    void readsOneResponseAfterAnother() {
        read(SIZED + EMPTY + NO_CONTENT + SIZED);
        assertThat(seen)
                .containsExactly(
                        "head 200",
                        "body hello",
                        "head 200",
                        "body ",
                        "head 204",
                        "body ",
                        "head 200",
                        "body hello");
    }

    /// RFC 9112 §7.1: "A recipient MUST be able to parse and decode the chunked transfer coding", and
    /// §7.1.1: "A recipient MUST ignore unrecognized chunk extensions."
    @Test
    void readsChunks() {
        read(CHUNKED + SIZED);
        assertThat(seen)
                .containsExactly(
                        "head 404", "body hello, and the rest of it all", "head 200", "body hello");
    }

    @Test
    void readsTheSameHoweverTheBytesAreCut() {
        String all = SIZED + CHUNKED + EMPTY + NO_CONTENT + SIZED;
        read(all);
        List<String> whole = List.copyOf(seen);
        for (int cut = 1; cut < all.length(); cut++) {
            seen.clear();
            read(all.substring(0, cut));
            read(all.substring(cut));
            assertThat(seen).as("cut at %d", cut).isEqualTo(whole);
        }
        seen.clear();
        for (int i = 0; i < all.length(); i++) {
            read(all.substring(i, i + 1));
        }
        assertThat(seen).as("byte by byte").isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n",
                "HTTP/1.1 20 OK\r\n",
                "hello\r\n",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: f\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\n"
            })
    void refusesWhatIsNone(String bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(LoadException.class);
    }

    @Test
    void refusesALineWithoutEnd() {
        read("HTTP/1.1 200 OK\r\n" + "a".repeat(8192));
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("too long");
    }
}
