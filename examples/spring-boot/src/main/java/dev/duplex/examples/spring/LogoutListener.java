package dev.duplex.examples.spring;

import dev.duplex.centrifuge.DisconnectCode;
import dev.duplex.channels.Command;
import dev.duplex.channels.Hub;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.stereotype.Component;

/// Ends the connections of who logs out. All of the user's connections have to come back, and are looked up anew: those of a
/// session that is no more are refused then, those of another browser go on.
@Component
class LogoutListener {
    private final Hub hub;

    LogoutListener(Hub hub) {
        this.hub = hub;
    }

    @EventListener
    void loggedOut(LogoutSuccessEvent event) {
        Command.Target user = Command.Target.user(event.getAuthentication().getName());
        hub.connections()
                .command(
                        new Command.Disconnect(
                                user, DisconnectCode.FORCE_RECONNECT.code(), "logged out"));
    }
}
