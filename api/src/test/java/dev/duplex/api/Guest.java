package dev.duplex.api;

import dev.duplex.channels.Command;
import dev.duplex.channels.Connection;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Member;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.testkit.ManualLane;
import java.util.ArrayList;
import java.util.List;

/// Somebody's connection, that is in a channel, and writes down what it gets and what it is told to do.
final class Guest implements Connection, Subscriber {
    private final ManualLane lane = new ManualLane();
    private final String client;
    private final String user;
    private final List<Publication> got = new ArrayList<>();
    private final List<Command> told = new ArrayList<>();

    private Guest(String client, String user) {
        this.client = client;
        this.user = user;
    }

    static Guest connect(Hub hub, String client, String user) {
        Guest guest = new Guest(client, user);
        hub.connections().add(guest);
        return guest;
    }

    Guest enter(Hub hub, String channel) {
        var _ = hub.subscribe(channel, this, Entry.PLAIN.withMember(Member.of(client, user)));
        lane.runAll();
        return this;
    }

    List<Publication> got() {
        lane.runAll();
        return got;
    }

    List<Command> told() {
        lane.runAll();
        return told;
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void obey(Command command) {
        told.add(command);
    }

    @Override
    public Offer offer(Publication publication) {
        got.add(publication);
        return Offer.ACCEPTED;
    }
}
