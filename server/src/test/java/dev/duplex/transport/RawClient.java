package dev.duplex.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends exactly the bytes a test wants, and reads what comes.
final class RawClient implements AutoCloseable {
    /// One response; field names in lower case.
    record Response(String statusLine, Map<String, String> fields, String body) {
        int status() {
            return Integer.parseInt(statusLine.split(" ", -1)[1]);
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        this.in = socket.getInputStream();
    }

    static RawClient connect(int port) throws IOException {
        return connect(port, 0);
    }

    /// @param receiveBytes the size of the kernel's receive buffer; 0 leaves it
    static RawClient connect(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    Socket socket() {
        return socket;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads the head of a response; its body is left.
    Response head() throws IOException {
        String status = line();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Response(status, fields, "");
    }

    /// Reads a whole response, framed as its head says.
    Response response() throws IOException {
        Response head = head();
        String body;
        if (head.fields().containsKey("transfer-encoding")) {
            body = chunks();
        } else if (head.fields().containsKey("content-length")) {
            body = text(Integer.parseInt(head.fields().get("content-length")));
        } else if (head.status() == 204 || head.status() == 304 || head.status() < 200) {
            body = "";
        } else {
            body = untilEnd();
        }
        return new Response(head.statusLine(), head.fields(), body);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.append(text(size));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the stream ended in: " + line);
            }
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            }
            line.write(b);
        }
    }

    String text(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("the stream ended after " + read.length + " of " + bytes);
        }
        return new String(read, StandardCharsets.ISO_8859_1);
    }

    String untilEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Reads what is left of a chunked body, however far it has been read.
    ///
    /// @return how many bytes that was
    int untilEndOfChunks() throws IOException {
        byte[] piece = new byte[1 << 16];
        String last = "";
        int count = 0;
        while (!last.endsWith("\r\n0\r\n\r\n")) {
            int read = in.read(piece);
            if (read < 0) {
                throw new EOFException("the stream ended after " + count + " bytes, in: " + last);
            }
            count += read;
            int kept = Math.min(read, 16);
            String end = new String(piece, read - kept, kept, StandardCharsets.ISO_8859_1);
            last = last.substring(Math.max(0, last.length() - 16)) + end;
        }
        return count;
    }

    /// Waits for the peer to end the connection.
    ///
    /// @return whether nothing more came before that
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
