import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.channels.Offer;

Server server;

/// A chat room at each `/rooms/NAME`: what one says there, all who are there hear, in one order.
void main() {
    int port = Integer.getInteger("port", 8080);
    server = Server.builder().port(port).webSocket("/rooms/{name}", new Room()).start();
    IO.println("ws://127.0.0.1:" + server.port() + "/rooms/lobby");
}

class Room implements Endpoint {
    @Override
    public void onOpen(Session session) {
        session.subscribe(name(session));
    }

    @Override
    public void onMessage(Session session, Message message) {
        if (server.hub().publish(name(session), message) == Offer.FULL) {
            session.send("Too much is being said here; say it again later.");
        }
    }

    String name(Session session) {
        return session.request().pathParameters().get("name");
    }
}
