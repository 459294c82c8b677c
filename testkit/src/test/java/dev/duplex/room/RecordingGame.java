package dev.duplex.room;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A handler that writes down what it is told, and shows each player the number of the tick.
class RecordingGame implements RoomHandler {
    final List<String> heard = new ArrayList<>();
    final List<Tick> ticks = new ArrayList<>();
    private final List<Session> players = new ArrayList<>();

    /// `p1` is who joined first.
    private String name(Session player) {
        return "p" + (players.indexOf(player) + 1);
    }

    @Override
    public void joined(Session player) {
        players.add(player);
        heard.add("joined " + name(player));
    }

    @Override
    public void input(Session player, Message input) {
        heard.add(name(player) + ": " + input.string());
    }

    @Override
    public void left(Session player, CloseReason reason) {
        heard.add("left " + name(player) + " " + reason.code());
    }

    @Override
    public void tick(Tick tick) {
        heard.add("tick");
        ticks.add(tick);
    }

    @Override
    public Optional<Message> view(Session player, boolean whole) {
        return Optional.of(Message.text((whole ? "whole " : "part ") + ticks.getLast().number()));
    }

    @Override
    public void closed() {
        heard.add("closed");
    }

    /// What was heard since the last call.
    List<String> news() {
        List<String> news = List.copyOf(heard);
        heard.clear();
        return news;
    }
}
