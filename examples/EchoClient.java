import dev.duplex.Client;
import dev.duplex.Endpoint;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/// Says three words to an echo and prints what comes back; the address is the argument.
void main(String[] arguments) throws Exception {
    String address = arguments.length > 0 ? arguments[0] : "ws://127.0.0.1:8080/echo";
    CountDownLatch said = new CountDownLatch(1);
    Endpoint talk =
            Endpoint.blocking(
                    session -> {
                        try {
                            for (String word : new String[] {"Hello,", "Duplex", "!"}) {
                                session.send(word);
                                IO.println(session.receive().orElseThrow().string());
                            }
                        } finally {
                            said.countDown();
                        }
                    });
    try (Client client = Client.create()) {
        client.connect(URI.create(address), talk).get();
        said.await();
    }
}
