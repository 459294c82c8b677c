package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// A client over WebSocket, with SockJS's frames or without.
final class SocketClient extends CarriedClient implements IncomingFrames.Listener {
    private static final int LONGEST_HEAD = 8192;

    private final boolean sockJs;
    private final byte[] upgrade;
    private final IncomingFrames frames = new IncomingFrames(this, 0, 1);
    private final StringBuilder response = new StringBuilder();
    private boolean upgraded;

    SocketClient(
            int index, Owner owner, Channel channel, Carrier carrier, BrowserRequests requests) {
        super(index, owner, channel);
        sockJs = carrier == Carrier.SOCKJS_WEBSOCKET;
        upgrade = requests.upgrade(carrier);
    }

    @Override
    void begin() {
        request(upgrade);
    }

    @Override
    void read(ByteBuf in) {
        while (!upgraded && in.isReadable()) {
            head((char) in.readUnsignedByte());
        }
        frames.read(in);
    }

    private void head(char next) {
        response.append(next);
        if (next == '\n' && response.indexOf("\r\n\r\n") >= 0) {
            if (response.indexOf("HTTP/1.1 101 ") != 0
                    || response.indexOf(BrowserRequests.ACCEPT) < 0) {
                throw new LoadException(
                        "the server did not upgrade: "
                                + response.toString().lines().findFirst().orElse(""));
            }
            response.setLength(0);
            response.trimToSize();
            upgraded = true;
            if (!sockJs) {
                opened();
            }
        } else if (response.length() == LONGEST_HEAD) {
            throw new LoadException("the server's answer to an upgrade is too long");
        }
    }

    @Override
    public void content(long number, byte[] content) {
        if (sockJs) {
            SockJsFrames.read(content, this::opened, this::arrived);
        } else {
            arrived(content);
        }
    }

    @Override
    public void ping(byte[] payload) {
        send(OutgoingFrames.pong(payload));
    }
}
