package dev.duplex.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// A client that does nothing by itself: it writes the bytes it is given, right or wrong, and reads
/// response heads, frames and the end of the stream without judging them. It answers no Ping and no
/// Close.
///
/// Every read has a deadline; when it passes, or something else comes, an `AssertionError` says what
/// was expected, what came, and shows the latest of what went both ways. One thread may read while
/// another writes.
public final class RawWebSocket implements AutoCloseable {
    /// How long a read or a write may take: half a minute, or as many as the system property
    /// `duplex.testkit.deadline` says.
    public static final Duration DEADLINE =
            Duration.ofSeconds(Long.getLong("duplex.testkit.deadline", 30));

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("raw-websocket-watch").factory());

    private final Socket tcp;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    final Transcript transcript = new Transcript();

    /// Whether the socket was closed because the peer took nothing for the deadline.
    private volatile boolean abandoned;

    private Duration deadline = DEADLINE;
    private int mostAtOnce = Integer.MAX_VALUE;
    private String rule = "";

    private RawWebSocket(Socket tcp, Socket socket) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /// Connects over TCP. Nothing is sent yet.
    public static RawWebSocket connect(InetSocketAddress server) {
        return connect(server, 0);
    }

    /// Connects over TCP with a receive buffer of about this size, in bytes; 0 for the system's.
    public static RawWebSocket connect(InetSocketAddress server, int receiveBuffer) {
        try {
            Socket tcp = open(server, receiveBuffer);
            return new RawWebSocket(tcp, tcp);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    /// Connects over TCP and does the TLS handshake, trusting whatever certificate comes.
    public static RawWebSocket connectTls(InetSocketAddress server) {
        return connectTls(server, 0);
    }

    /// As [#connectTls(InetSocketAddress)], with a receive buffer as in [#connect(InetSocketAddress, int)].
    ///
    /// @param versions of TLS that are offered, such as `TLSv1.2`; none for those of the JDK
    public static RawWebSocket connectTls(
            InetSocketAddress server, int receiveBuffer, String... versions) {
        try {
            Socket tcp = open(server, receiveBuffer);
            SSLSocket tls = RawTls.over(tcp, server, versions);
            return new RawWebSocket(tcp, tls);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect over TLS to " + server, e);
        }
    }

    private static Socket open(InetSocketAddress server, int receiveBuffer) throws IOException {
        Socket tcp = new Socket();
        if (receiveBuffer > 0) {
            tcp.setReceiveBufferSize(receiveBuffer);
        }
        tcp.setTcpNoDelay(true);
        tcp.connect(server, (int) DEADLINE.toMillis());
        tcp.setSoTimeout((int) DEADLINE.toMillis());
        return tcp;
    }

    /// Sets how long a read or a write may take from now on.
    public RawWebSocket deadline(Duration duration) {
        deadline = duration;
        return this;
    }

    /// Reads at most this many bytes at a time from now on: slowly, when there are many.
    public RawWebSocket readAtOnce(int bytes) {
        mostAtOnce = bytes;
        return this;
    }

    /// Names the rule under test, for the messages of failures.
    public RawWebSocket rule(String quoted) {
        rule = quoted;
        return this;
    }

    /// The TCP or TLS socket, for what this class does not offer.
    public Socket socket() {
        return socket;
    }

    // --- writing

    /// Writes an opening handshake, in one piece.
    public RawWebSocket send(RawHandshake handshake) {
        transcript.sent(handshake);
        write(handshake.bytes(), Integer.MAX_VALUE);
        return this;
    }

    /// Writes one frame, in one piece.
    public RawWebSocket send(RawFrame frame) {
        transcript.sent(frame);
        write(frame.bytes(), Integer.MAX_VALUE);
        return this;
    }

    /// Writes frames, all in one piece.
    public RawWebSocket send(RawFrame first, RawFrame second, RawFrame... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        transcript.sent(first);
        bytes.writeBytes(first.bytes());
        transcript.sent(second);
        bytes.writeBytes(second.bytes());
        for (RawFrame frame : more) {
            transcript.sent(frame);
            bytes.writeBytes(frame.bytes());
        }
        write(bytes.toByteArray(), Integer.MAX_VALUE);
        return this;
    }

    /// Writes a frame in pieces of this many bytes, each flushed by itself.
    public RawWebSocket sendChopped(RawFrame frame, int pieceBytes) {
        transcript.sent(frame + " — in pieces of " + pieceBytes);
        write(frame.bytes(), pieceBytes);
        return this;
    }

    /// Writes bytes, in one piece.
    public RawWebSocket send(byte[] bytes) {
        transcript.sent("bytes " + Transcript.shown(bytes));
        write(bytes, Integer.MAX_VALUE);
        return this;
    }

    /// Writes bytes in pieces, each flushed by itself.
    public RawWebSocket sendChopped(byte[] bytes, int pieceBytes) {
        transcript.sent("bytes " + Transcript.shown(bytes) + " — in pieces of " + pieceBytes);
        write(bytes, pieceBytes);
        return this;
    }

    /// Writes bytes, as far as the peer takes them.
    ///
    /// @return whether it took them all
    public boolean sendUntilRefused(byte[] bytes) {
        transcript.sent("bytes " + Transcript.shown(bytes));
        try {
            write(bytes, Integer.MAX_VALUE);
            return true;
        } catch (UncheckedIOException refused) {
            transcript.sent("(refused: " + refused.getCause() + ")");
            return false;
        }
    }

    void write(byte[] bytes, int pieceBytes) {
        ScheduledFuture<?> watch =
                WATCH.schedule(this::abandon, deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(pieceBytes, bytes.length - at);
                out.write(bytes, at, count);
                out.flush();
                at += count;
            }
        } catch (IOException e) {
            // Not the watch itself: it is done a moment after the socket is closed.
            if (abandoned) {
                throw failure("the peer takes bytes", "nothing was taken for " + deadline, e);
            }
            throw new UncheckedIOException("the peer took no more bytes\n" + transcript, e);
        } finally {
            watch.cancel(false);
        }
    }

    /// Sends a byte as urgent data (`MSG_OOB`), which is no part of the stream.
    public RawWebSocket sendUrgent(int value) {
        transcript.sent("urgent byte " + value);
        try {
            tcp.sendUrgentData(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Ends the stream to the peer; reading goes on.
    public RawWebSocket endOutput() {
        transcript.sent("(end of stream)");
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Tears the connection down with a TCP reset.
    public void reset() {
        transcript.sent("(reset)");
        try {
            tcp.setSoLinger(true, 0);
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- reading

    /// Reads a response head.
    public RawHead readHead() {
        String expected = "a response head";
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = read(expected);
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        RawHead parsed = RawHead.parse(text.substring(0, text.length() - 4));
        transcript.came(parsed);
        return parsed;
    }

    /// Reads the body that belongs to a head: as long as its `Content-Length` says, else up to the
    /// end of the stream.
    public String readBody(RawHead head) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<String> length = head.first("Content-Length");
        if (length.isPresent()) {
            body.writeBytes(readBytes(Integer.parseInt(length.get()), "the response's body"));
        } else {
            int next;
            while ((next = readOrEnd("the response's body")) >= 0) {
                body.write(next);
            }
        }
        String text = body.toString(StandardCharsets.UTF_8);
        transcript.came("body: " + Transcript.shown(body.toByteArray()));
        return text;
    }

    /// Reads the next frame.
    ///
    /// @param expected what the frame should be, for the message if none comes
    public RawFrame readFrame(String expected) {
        int first = read(expected);
        int second = read(expected);
        int code = second & 0x7F;
        long length =
                switch (code) {
                    case 126 -> ByteBuffer.wrap(readBytes(2, expected)).getShort() & 0xFFFFL;
                    case 127 -> ByteBuffer.wrap(readBytes(8, expected)).getLong();
                    default -> code;
                };
        RawFrame.LengthForm form =
                switch (code) {
                    case 126 -> RawFrame.LengthForm.TWO_BYTES;
                    case 127 -> RawFrame.LengthForm.EIGHT_BYTES;
                    default -> RawFrame.LengthForm.SEVEN_BITS;
                };
        Optional<Integer> mask =
                (second & 0x80) == 0
                        ? Optional.empty()
                        : Optional.of(ByteBuffer.wrap(readBytes(4, expected)).getInt());
        if (length < 0 || length > Integer.MAX_VALUE - 8) {
            throw failure(expected, "a frame of " + Long.toUnsignedString(length) + " bytes");
        }
        byte[] payload = readBytes((int) length, expected);
        mask.ifPresent(key -> RawFrame.applyMask(payload, key));
        RawFrame frame =
                new RawFrame(
                        (first & 0x80) != 0,
                        (first >> 4) & 7,
                        first & 15,
                        mask,
                        form,
                        length,
                        payload);
        transcript.came(frame);
        return frame;
    }

    /// Waits for the peer to end its stream.
    ///
    /// @throws AssertionError if anything else comes
    public RawEnd readEnd() {
        String expected = "the end of the stream";
        try {
            int next = readRaw();
            if (next < 0) {
                transcript.came("(end of stream)");
                return RawEnd.EOF;
            }
            byte[] more = new byte[Math.min(Math.max(in.available(), 0), 64) + 1];
            more[0] = (byte) next;
            int count = in.read(more, 1, more.length - 1);
            byte[] shown = java.util.Arrays.copyOf(more, 1 + Math.max(count, 0));
            throw failure(expected, "more bytes: " + Transcript.shown(shown));
        } catch (SocketTimeoutException e) {
            throw failure(expected, "nothing for " + deadline, e);
        } catch (IOException _) {
            transcript.came("(reset)");
            return RawEnd.RESET;
        }
    }

    byte[] readBytes(int count, String expected) {
        byte[] bytes = new byte[count];
        for (int at = 0; at < count; ) {
            try {
                socket.setSoTimeout((int) deadline.toMillis());
                int got = in.read(bytes, at, Math.min(count - at, mostAtOnce));
                if (got < 0) {
                    throw failure(expected, ended(at + " of " + count + " bytes"));
                }
                at += got;
            } catch (SocketTimeoutException e) {
                throw failure(expected, at + " of " + count + " bytes in " + deadline, e);
            } catch (IOException e) {
                throw failure(expected, "a reset after " + at + " of " + count + " bytes", e);
            }
        }
        return bytes;
    }

    int read(String expected) {
        int next = readOrEnd(expected);
        if (next < 0) {
            throw failure(expected, ended("nothing else"));
        }
        return next;
    }

    int readOrEnd(String expected) {
        try {
            return readRaw();
        } catch (SocketTimeoutException e) {
            throw failure(expected, "nothing for " + deadline, e);
        } catch (IOException e) {
            throw failure(expected, "a reset of the connection (" + e.getMessage() + ")", e);
        }
    }

    private int readRaw() throws IOException {
        socket.setSoTimeout((int) deadline.toMillis());
        return in.read();
    }

    private static String ended(String after) {
        return "the end of the stream after " + after;
    }

    /// A failure that says what was expected under the rule, what came instead, and what went over
    /// the connection before.
    public AssertionError failure(String expected, String came) {
        return new AssertionError(message(expected, came));
    }

    private AssertionError failure(String expected, String came, Throwable cause) {
        return new AssertionError(message(expected, came), cause);
    }

    private String message(String expected, String came) {
        return (rule.isEmpty() ? "" : rule + "\n")
                + "expected: "
                + expected
                + "\ncame: "
                + came
                + "\nconnection (> sent, < received):\n"
                + transcript;
    }

    private void abandon() {
        abandoned = true;
        try {
            tcp.close();
        } catch (IOException e) {
            transcript.sent("(close failed: " + e + ")");
        }
    }

    /// Closes the socket, without a word to the peer.
    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
