package dev.duplex.examples.spring;

import java.security.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a page has to know to connect.
@RestController
class RealtimeController {
    private final DuplexServer duplex;

    RealtimeController(DuplexServer duplex) {
        this.duplex = duplex;
    }

    /// @param user who is logged in, which names the personal channel
    record Realtime(String user, int port) {}

    @GetMapping("/realtime")
    Realtime realtime(Principal user) {
        return new Realtime(user.getName(), duplex.port());
    }
}
