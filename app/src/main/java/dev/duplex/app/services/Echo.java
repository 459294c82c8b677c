package dev.duplex.app.services;

import dev.duplex.Message;

/// Sends back what comes.
public final class Echo extends Answering {
    @Override
    Message answer(Message message) {
        return message;
    }
}
