package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.access.Who;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Delta;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys of a namespace's section, and what is made of them.
final class NamespaceSettings {
    /// Namespaces whose names begin so are the program's own.
    static final String RESERVED = "duplex.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private static final ChannelOptions STANDARD = ChannelOptions.TRANSIENT;
    private static final Duration HISTORY_TIME = Duration.ofMinutes(5);
    private static final Duration POSITION_TIME = Duration.ofDays(30);

    static final Setting<Integer> HISTORY_SIZE =
            Setting.withoutOption(
                    "history-size",
                    ValueType.count(0, Integer.MAX_VALUE),
                    Integer.toString(STANDARD.stream().historySize()),
                    "How many of a channel's last publications are kept. 0: none.");
    static final Setting<Duration> HISTORY_TTL =
            Setting.withoutOption(
                    "history-ttl",
                    ValueType.positiveTime(),
                    ValueType.written(HISTORY_TIME),
                    "For how long each of them is kept.");
    static final Setting<Duration> POSITION_TTL =
            Setting.withoutOption(
                    "position-ttl",
                    ValueType.positiveTime(),
                    ValueType.written(POSITION_TIME),
                    "For how long after its last publication a channel's position is remembered,"
                            + " so that who comes back learns whether it missed something. Not"
                            + " shorter than history-ttl.");
    static final Setting<Recovery> RECOVERY =
            Setting.withoutOption(
                    "recovery",
                    ValueType.choice(Recovery.class),
                    ValueType.written(STANDARD.recovery()),
                    "What a client that comes back is given: stream, all that it missed; cache,"
                            + " the latest publication. Needs history-size.");
    static final Setting<Boolean> PRESENCE =
            Setting.withoutOption(
                    "presence",
                    ValueType.flag(),
                    Boolean.toString(STANDARD.presence()),
                    "Whether it is known who is in a channel.");
    static final Setting<Boolean> JOIN_LEAVE =
            Setting.withoutOption(
                    "join-leave",
                    ValueType.flag(),
                    Boolean.toString(STANDARD.joinLeave()),
                    "Whether those in a channel who may ask who is there are told who comes and goes. Needs allow.presence.");
    static final Setting<Delivery> DELIVERY =
            Setting.withoutOption(
                    "delivery",
                    ValueType.choice(Delivery.class),
                    ValueType.written(STANDARD.delivery()),
                    "What becomes of a publication that a slow client has no room for:"
                            + " disconnect ends its connection (3008 by the Centrifuge protocol, 1013"
                            + " at a channel's URL; an event stream ends) and it comes back for what it"
                            + " missed, drop skips the publication and counts it, latest keeps the"
                            + " latest of each key. Of a Java Subscriber disconnect ends only the"
                            + " subscription.");
    static final Setting<Duration> LATEST_INTERVAL =
            Setting.withoutOption(
                    "latest-interval",
                    ValueType.time(),
                    ValueType.written(STANDARD.latestInterval()),
                    "How often a client is given publications of one key at most. 0: as fast as it"
                            + " can. For delivery latest only.");
    static final Setting<Set<Payload.Kind>> KINDS =
            Setting.withoutOption(
                    "kinds",
                    ValueType.choices(Payload.Kind.class),
                    "json, text, binary",
                    "Which kinds of payload may be published.");
    static final Setting<Set<Delta>> DELTA =
            Setting.withoutOption(
                    "delta",
                    ValueType.choicesOrNone(Delta.class),
                    "none",
                    "Which deltas clients may ask for in place of whole payloads. Making them costs"
                            + " time for each publication.");
    static final Setting<Boolean> TAG_FILTERS =
            Setting.withoutOption(
                    "tag-filters",
                    ValueType.flag(),
                    Boolean.toString(STANDARD.tagFilters()),
                    "Whether clients may leave publications out by their tags.");
    static final Setting<Who> ALLOW_SUBSCRIBE =
            allow(
                    "subscribe",
                    Who.SUBSCRIBERS,
                    "Who may subscribe. A subscription token lets anyone, unless this is nobody.");
    static final Setting<Who> ALLOW_PUBLISH = allow("publish", Who.TOKEN, "Who may publish.");
    static final Setting<Who> ALLOW_HISTORY =
            allow(
                    "history",
                    Who.TOKEN,
                    "Who may ask for the history. Needs history-size. Who may subscribe recovers what it missed, up to all that is kept, whatever is said here.");
    static final Setting<Who> ALLOW_PRESENCE =
            allow(
                    "presence",
                    Who.TOKEN,
                    "Who may ask who is there, and, with join-leave, be told who comes and goes. Needs presence or join-leave.");

    /// Every key.
    static final List<Setting<?>> ALL =
            List.of(
                    HISTORY_SIZE,
                    HISTORY_TTL,
                    POSITION_TTL,
                    RECOVERY,
                    PRESENCE,
                    JOIN_LEAVE,
                    DELIVERY,
                    LATEST_INTERVAL,
                    KINDS,
                    DELTA,
                    TAG_FILTERS,
                    ALLOW_SUBSCRIBE,
                    ALLOW_PUBLISH,
                    ALLOW_HISTORY,
                    ALLOW_PRESENCE);

    private final Section section;

    private NamespaceSettings(Section section) {
        this.section = section;
    }

    private static Setting<Who> allow(String what, Who senseless, String description) {
        List<Who> choices = Arrays.stream(Who.values()).filter(who -> who != senseless).toList();
        return Setting.withoutOption(
                "allow." + what,
                ValueType.choice(choices),
                ValueType.written(Who.NOBODY),
                description);
    }

    /// What is wrong with a namespace's name, if anything is.
    static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of(
                    "channels without a namespace have their options in the section "
                            + Settings.WITHOUT_NAMESPACE);
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "a namespace's name is letters, digits, _, - and ., not \"" + name + "\"");
        }
        return name.startsWith(RESERVED)
                ? Optional.of("names of namespaces that begin with " + RESERVED + " are reserved")
                : Optional.empty();
    }

    /// What a section says; what contradicts itself in it is a problem, and then nothing comes of it.
    static Optional<Namespace> namespace(Section section) {
        return new NamespaceSettings(section).namespace();
    }

    private Optional<Namespace> namespace() {
        int before = section.problems().count();
        ChannelOptions.Builder options = ChannelOptions.builder();
        int historySize = section.value(HISTORY_SIZE).orElse(0);
        Duration historyTtl = section.value(HISTORY_TTL).orElse(HISTORY_TIME);
        Optional<Duration> positionTtl = section.value(POSITION_TTL);
        Recovery recovery = section.value(RECOVERY).orElse(STANDARD.recovery());
        boolean presence = section.value(PRESENCE).orElse(STANDARD.presence());
        boolean joinLeave = section.value(JOIN_LEAVE).orElse(STANDARD.joinLeave());
        Delivery delivery = section.value(DELIVERY).orElse(STANDARD.delivery());
        Duration interval = section.value(LATEST_INTERVAL).orElse(STANDARD.latestInterval());
        options.history(historySize, historyTtl)
                .positionTtl(positionTtl.orElse(longer(historyTtl, POSITION_TIME)))
                .recovery(recovery)
                .presence(presence)
                .joinLeave(joinLeave)
                .delivery(delivery)
                .latestInterval(interval)
                .kinds(section.value(KINDS).orElse(STANDARD.kinds()))
                .delta(section.value(DELTA).orElse(STANDARD.delta()))
                .tagFilters(section.value(TAG_FILTERS).orElse(STANDARD.tagFilters()));
        Rules rules =
                new Rules(
                        who(ALLOW_SUBSCRIBE),
                        who(ALLOW_PUBLISH),
                        who(ALLOW_HISTORY),
                        who(ALLOW_PRESENCE));
        if (section.problems().count() > before) {
            return Optional.empty();
        }
        refuse(
                recovery != Recovery.OFF && historySize == 0,
                RECOVERY,
                "needs a history: set " + section.name(HISTORY_SIZE.key()) + " above 0");
        refuse(
                historySize > 0
                        && positionTtl.filter(it -> it.compareTo(historyTtl) < 0).isPresent(),
                POSITION_TTL,
                "must not be shorter than "
                        + section.name(HISTORY_TTL.key())
                        + ", which is "
                        + ValueType.written(historyTtl));
        refuse(
                interval.isPositive() && delivery != Delivery.LATEST,
                LATEST_INTERVAL,
                "is for " + section.name(DELIVERY.key()) + " latest only");
        refuse(
                rules.history() != Who.NOBODY && historySize == 0,
                ALLOW_HISTORY,
                "needs a history: set " + section.name(HISTORY_SIZE.key()) + " above 0");
        refuse(
                rules.presence() != Who.NOBODY && !presence && !joinLeave,
                ALLOW_PRESENCE,
                "needs "
                        + section.name(PRESENCE.key())
                        + " or "
                        + section.name(JOIN_LEAVE.key())
                        + " to be true");
        refuse(
                joinLeave && rules.presence() == Who.NOBODY,
                JOIN_LEAVE,
                "needs somebody to be told: set " + section.name(ALLOW_PRESENCE.key()));
        return section.problems().count() > before
                ? Optional.empty()
                : Optional.of(new Namespace(options.build(), rules));
    }

    private void refuse(boolean contradicts, Setting<?> setting, String sentence) {
        if (contradicts) {
            section.problems().add(section.place(setting) + " " + sentence);
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private Who who(Setting<Who> setting) {
        return section.value(setting).orElse(Who.NOBODY);
    }
}
