package dev.duplex.bench;

import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawWebSocket;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Whether a server that has been started does its work: asked again and again, until it does.
sealed interface StartProbe {
    /// Asks once.
    ///
    /// @return whether it did
    /// @throws AssertionError if what it did is wrong
    /// @throws UncheckedIOException if it has begun, and failed
    boolean answers(int port);

    /// It upgrades to WebSocket, and sends a message back.
    ///
    /// @param path where it does so
    record Echo(String path) implements StartProbe {
        private static final String HELLO = "hello";

        @Override
        public boolean answers(int port) {
            try (RawWebSocket client = RawWebSocket.connect(at(port))) {
                client.send(RawHandshake.of(host(port), path));
                int status = client.readHead().status();
                if (status != 101) {
                    throw new BenchException(
                            "an upgrade at " + path + " was answered with " + status);
                }
                String echo = client.send(RawFrame.text(HELLO)).readFrame("the echo").text();
                if (!echo.equals(HELLO)) {
                    throw new BenchException("it echoes \"" + echo + "\"");
                }
                return true;
            } catch (UncheckedIOException e) {
                return notYet(e);
            }
        }
    }

    /// `/ready` is answered with 200.
    record Ready() implements StartProbe {
        @Override
        public boolean answers(int port) {
            try (RawWebSocket client = RawWebSocket.connect(at(port))) {
                RawHttp http = new RawHttp(client);
                return http.exchange(RawRequest.of("GET", host(port), "/ready")).status() == 200;
            } catch (UncheckedIOException e) {
                return notYet(e);
            }
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String host(int port) {
        return "127.0.0.1:" + port;
    }

    /// @throws UncheckedIOException if it is not that nobody listens
    private static boolean notYet(UncheckedIOException failure) {
        if (failure.getCause() instanceof ConnectException) {
            return false;
        }
        throw failure;
    }
}
