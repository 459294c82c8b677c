package dev.duplex.browser;

import dev.duplex.faults.FaultProxy;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/// Pages behind a network that breaks, and a server that ends or is ended.
@Tag("long")
abstract class NetworkSuite extends PageSuite {
    private URI direct;
    private FaultProxy network;

    /// The pages come through the network, and so does all that they do.
    @BeforeEach
    void begin() throws IOException {
        direct = served();
        network = FaultProxy.start(direct.getPort());
        throughTheNetwork();
    }

    @AfterEach
    void closeNetwork() {
        network.close();
    }

    /// What lies between the pages and the program.
    FaultProxy network() {
        return network;
    }

    /// Pages that are opened from now on have a network of their own, which does not break.
    void elsewhere() {
        reachedAt(direct);
    }

    /// Pages that are opened from now on come through the network, as they do from the beginning.
    void throughTheNetwork() {
        reachedAt(URI.create(network.url("/")));
    }

    /// Lets pages through again, to where the program is now.
    void pass() {
        network.leadTo(direct.getPort());
        network.normal();
    }

    /// Starts the program again, with the channels that it kept, and lets pages through to it.
    void comesBack() throws Exception {
        direct = startAgain();
        pass();
    }

    /// Starts a program that knows of no channels, and lets pages through to it.
    void anotherTakesOver() throws Exception {
        direct = startAnew();
        pass();
    }

    /// A browser says in the console which of its requests came to nothing.
    void theNetworkWasGone() {
        mayComplain("net::ERR_");
        mayComplain("WebSocket connection to");
        mayComplain("the server responded with a status of 404");
    }
}
