package dev.duplex.app.feed;

import dev.duplex.WireTap;
import dev.duplex.app.feed.PageUsages.Way;
import dev.duplex.app.wire.Head;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts the bytes of every request for the feed, with heads, bodies and frames, on the account of the
/// page that is named in its path. What goes over a connection counts for the request whose head was
/// seen last. Nothing is judged here: the server does that.
final class UsageMeter implements WireTap {
    private static final Pattern REQUEST_LINE =
            Pattern.compile(
                    "\\S+ /_dev/feed/(?<page>"
                            + PageUsages.ID
                            + ")/(?<way>poll|events|sockjs|ws)(?:[/?]\\S*)? HTTP/1\\.[01]");

    private final PageUsages pages;

    UsageMeter(PageUsages pages) {
        this.pages = pages;
    }

    @Override
    public WireTap.Connection accepted(InetSocketAddress remote) {
        return new Connection();
    }

    /// Whose bytes they are, and what for.
    private record Account(String page, Way way) {}

    private static Optional<Account> account(String requestLine) {
        Matcher matcher = REQUEST_LINE.matcher(requestLine);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Way way =
                switch (matcher.group("way")) {
                    case "poll" -> Way.POLL;
                    case "events" -> Way.SSE;
                    case "ws" -> Way.WEB_SOCKET;
                    default -> Way.LONG_POLL;
                };
        return Optional.of(new Account(matcher.group("page"), way));
    }

    /// One connection, on its event loop.
    private final class Connection implements WireTap.Connection {
        /// What the next bytes from the peer are.
        private enum Step {
            HEAD,
            BODY,
            /// Unknown until the answer to an upgrade begins.
            UPGRADE,
            /// Frames, or a body that ends nobody knows where: all the rest is the last request's.
            REST,
            /// No HTTP that could be followed: nothing counts any more.
            LOST
        }

        private static final byte[] SWITCHED = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

        private Step step = Step.HEAD;
        private Head head = new Head();
        private long headBytes;
        private long bodyBytes;
        private int answered;
        private boolean switches;
        private Optional<Account> account = Optional.empty();

        @Override
        public void received(ByteBuffer bytes) {
            while (bytes.hasRemaining() && step != Step.LOST) {
                int before = bytes.remaining();
                switch (step) {
                    case HEAD -> readHead(bytes);
                    case BODY -> {
                        int taken = (int) Math.min(bodyBytes, before);
                        in(taken);
                        bytes.position(bytes.position() + taken);
                        bodyBytes -= taken;
                        if (bodyBytes == 0) {
                            step = Step.HEAD;
                        }
                    }
                    case UPGRADE, REST -> {
                        in(before);
                        bytes.position(bytes.limit());
                    }
                    case LOST -> {}
                }
            }
        }

        @Override
        public void sent(ByteBuffer bytes) {
            account.ifPresent(to -> pages.of(to.page()).out(to.way(), bytes.remaining()));
            for (int i = bytes.position(); step == Step.UPGRADE && i < bytes.limit(); i++) {
                switches &= bytes.get(i) == SWITCHED[answered++];
                if (answered == SWITCHED.length) {
                    step = switches ? Step.REST : Step.HEAD;
                }
            }
        }

        @Override
        public void closed() {}

        private void in(long count) {
            account.ifPresent(to -> pages.of(to.page()).in(to.way(), count));
        }

        private void readHead(ByteBuffer bytes) {
            int before = bytes.remaining();
            Head.Progress progress = head.read(bytes);
            headBytes += before - bytes.remaining();
            switch (progress) {
                case INCOMPLETE -> {}
                case COMPLETE -> headed();
                case TOO_LONG -> step = Step.LOST;
            }
        }

        private void headed() {
            account = UsageMeter.account(head.firstLine());
            account.ifPresent(to -> pages.of(to.page()).request(to.way(), headBytes));
            if (head.first("Upgrade").equalsIgnoreCase("websocket")) {
                step = Step.UPGRADE;
                answered = 0;
                switches = true;
            } else if (!head.first("Transfer-Encoding").isEmpty()) {
                step = Step.REST;
            } else {
                String length = head.first("Content-Length");
                bodyBytes = length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
                step = bodyBytes == 0 ? Step.HEAD : Step.BODY;
            }
            head = new Head();
            headBytes = 0;
        }
    }
}
