package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the letters of the protocol's frames stand for ("Framing accepted by the client").
final class Frames {
    private static final Pattern CLOSE =
            Pattern.compile("c\\[([0-9]{4}),(\".*\")]", Pattern.DOTALL);

    private Frames() {}

    /// The messages of an array frame.
    static List<String> messages(String frame) {
        assertThat(frame).startsWith("a");
        List<String> messages = Json.strings(frame.substring(1));
        assertThat(messages).as("an array frame has messages").isNotEmpty();
        return messages;
    }

    static boolean isMessages(String frame) {
        return frame.startsWith("a");
    }

    /// The code of a close frame.
    static int closeCode(String frame) {
        return Integer.parseInt(close(frame).group(1));
    }

    /// The reason of a close frame.
    static String closeReason(String frame) {
        return Json.string(close(frame).group(2));
    }

    private static Matcher close(String frame) {
        Matcher matcher = CLOSE.matcher(frame);
        assertThat(matcher.matches()).as("a close frame, not " + frame).isTrue();
        return matcher;
    }
}
