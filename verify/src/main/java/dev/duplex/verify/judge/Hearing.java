package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one subscriber heard, cut into stretches. In what it heard nothing comes twice.
final class Hearing {
    private final Publications publications;
    private final Findings findings;
    private final Run run;
    private final List<Published> heard = new ArrayList<>();
    private final Set<Published> known = new HashSet<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private long latestSent = Long.MIN_VALUE;

    /// Whether it stayed away of its own will, and has not been back since.
    private boolean slept;

    /// @param run what is demanded of it
    Hearing(SubscriberLog subscriber, Publications publications, Findings findings, Run run) {
        this.publications = publications;
        this.findings = findings;
        this.run = run;
        for (Event event : subscriber.events()) {
            switch (event) {
                case Event.Began began -> began(began);
                case Event.Received received -> received(subscriber, received);
                case Event.Ended _ -> ended();
                case Event.Woke _ -> slept = true;
            }
        }
        if (!stretches.isEmpty()) {
            stretches.getLast().close(heard.size());
        }
    }

    /// Who cannot be told what it misses hears of nothing from here on.
    private void ended() {
        if (!stretches.isEmpty() && stretches.getLast().isUntold()) {
            stretches.getLast().end(heard.size());
        }
    }

    private void began(Event.Began began) {
        boolean isDemanded = run.recoveryDemanded() && (!slept || mustBeThere(began.at()));
        slept = false;
        boolean goesOn = began.how() == Resumption.RECOVERED && !stretches.isEmpty();
        if (goesOn) {
            stretches.getLast().seam(heard.size());
            return;
        }
        boolean mayHaveMissed =
                switch (began.how()) {
                    case NOT_RECOVERED, SKIPPED -> true;
                    // It came back, and there is nothing to come back to.
                    case NEW -> !stretches.isEmpty();
                    case RECOVERED, UNTOLD -> false;
                };
        if (mayHaveMissed && isDemanded) {
            findings.add(
                    Breach.NOT_RECOVERED,
                    () -> Times.seconds(began.at()) + ", having heard " + heard.size());
        }
        if (!stretches.isEmpty()) {
            stretches.getLast().close(heard.size());
        }
        stretches.add(new Stretch(heard.size(), began.at(), began.how() == Resumption.UNTOLD));
    }

    /// Whether the history was long enough for all that a sleeper may have missed; no if there is any doubt.
    private boolean mustBeThere(long at) {
        if (run.kept().isEmpty() || publications.hasForeign() || stretches.isEmpty()) {
            return false;
        }
        // Nothing that it has not got is older than the last that it got was when that was sent.
        long since = heard.isEmpty() ? stretches.getFirst().beganAt() : heard.getLast().sentAt();
        return run.kept().get().covers(publications.atMostUntil(at, known), at - since);
    }

    private void received(SubscriberLog subscriber, Event.Received received) {
        String name = received.publisher() + " #" + received.sequence();
        if (!received.channel().equals(subscriber.channel())) {
            findings.add(Breach.WRONG_CHANNEL, () -> name + " of " + received.channel());
            return;
        }
        Published published = publications.find(received).orElse(null);
        if (published == null) {
            findings.add(Breach.INVENTED, () -> name + ", " + Times.seconds(received.at()));
            return;
        }
        if (published.outcome() == Outcome.REFUSED) {
            findings.add(Breach.REFUSED_BUT_SEEN, () -> name + ", " + Times.seconds(received.at()));
        }
        if (!known.add(published)) {
            findings.add(Breach.TWICE, () -> name + ", again " + Times.seconds(received.at()));
            return;
        }
        if (published.knownAt() < latestSent) {
            findings.add(
                    Breach.OUT_OF_ORDER,
                    () ->
                            name
                                    + " came after what was sent later, "
                                    + Times.seconds(received.at()));
        }
        latestSent = Math.max(latestSent, published.sentAt());
        heard.add(published);
    }

    /// What it heard, in its order, each once.
    List<Published> heard() {
        return heard;
    }

    boolean has(Published published) {
        return known.contains(published);
    }

    List<Stretch> stretches() {
        return stretches;
    }
}
