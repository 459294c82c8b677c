package dev.duplex.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Asks a server whether it is ready: by HTTP, which has to answer 200, Redis by a PING, and a proxy by connecting.
sealed interface Readiness {
    /// What it said.
    ///
    /// @param isThere whether anybody answered
    /// @param isReady whether it was the right answer
    /// @param text the answer, or why there was none
    record Answer(boolean isThere, boolean isReady, String text) {
        static Answer none(IOException failure) {
            return new Answer(false, false, "no answer: " + failure);
        }
    }

    /// What has to be answered, for messages.
    String wanted();

    /// Who is asked, for messages.
    String where();

    /// Waits no longer than `patience` for each step.
    Answer ask(Duration patience) throws InterruptedException;

    /// @param uri `http://…`, or `redis://HOST:PORT`
    static Readiness at(URI uri) {
        return uri.getScheme().equals("redis")
                ? new Redis(new InetSocketAddress(uri.getHost(), uri.getPort()), "")
                : new Http(uri);
    }

    /// By a GET.
    record Http(URI uri) implements Readiness {
        @Override
        public String wanted() {
            return "200";
        }

        @Override
        public String where() {
            return uri.toString();
        }

        @Override
        public Answer ask(Duration patience) throws InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(patience).build();
            try (HttpClient client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(patience)
                            .build()) {
                int status = client.send(request, BodyHandlers.discarding()).statusCode();
                return new Answer(true, status == 200, Integer.toString(status));
            } catch (IOException e) {
                return Answer.none(e);
            }
        }
    }

    /// By a PING, which Redis answers with an error until it has loaded what it has.
    ///
    /// @param password empty if it has none
    record Redis(InetSocketAddress address, String password) implements Readiness {
        @Override
        public String wanted() {
            return "PONG";
        }

        @Override
        public String where() {
            return "redis:/" + address;
        }

        @Override
        public Answer ask(Duration patience) {
            try {
                String text = RedisWords.say(address, password, "PING", patience);
                return new Answer(!text.isEmpty(), text.endsWith("+PONG"), text);
            } catch (IOException e) {
                return Answer.none(e);
            }
        }
    }

    /// By a connection to each of its ports.
    record Listening(List<InetSocketAddress> addresses) implements Readiness {
        public Listening {
            addresses = List.copyOf(addresses);
        }

        @Override
        public String wanted() {
            return "a connection";
        }

        @Override
        public String where() {
            return addresses.toString();
        }

        @Override
        public Answer ask(Duration patience) {
            int there = 0;
            String text = "a connection";
            for (InetSocketAddress address : addresses) {
                try (Socket socket = new Socket()) {
                    socket.connect(address, (int) patience.toMillis());
                    there++;
                } catch (IOException e) {
                    text = Answer.none(e).text();
                }
            }
            return new Answer(there > 0, there == addresses.size(), text);
        }
    }
}
