package dev.duplex.app.services;

import dev.duplex.Message;
import java.util.List;
import java.util.stream.IntStream;

/// Answers a number n from 1 to 18 with 2ⁿ letters x, and anything else as it does 1: for tests of
/// large messages.
final class Amplify extends Answering {
    private static final int MOST = 18;

    /// By n - 1. Made once, so that any number of answers that wait hold no memory of their own.
    private final List<Message> answers =
            IntStream.rangeClosed(1, MOST).mapToObj(n -> Message.text("x".repeat(1 << n))).toList();

    @Override
    Message answer(Message message) {
        String text = message.string();
        return answers.get(text.matches("[1-9]|1[0-8]") ? Integer.parseInt(text) - 1 : 0);
    }
}
