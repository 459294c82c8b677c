import dev.duplex.Endpoint;
import dev.duplex.Server;

/// Sends every message back, at `/echo`.
void main() {
    Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
    int port = Integer.getInteger("port", 8080);
    Server server =
            Server.builder().port(port).webSocket("/echo", echo).sockJs("/echo", echo).start();
    IO.println("ws://127.0.0.1:" + server.port() + "/echo");
}
