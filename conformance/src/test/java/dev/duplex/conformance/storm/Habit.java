package dev.duplex.conformance.storm;

/// What strangers do. Each says what TCP and RFC 6455 promise those who do it, and fails if it is not kept.
enum Habit {
    RESETS_ANYWHERE(Leaving::resetsAnywhere),
    COMES_AND_GOES(Leaving::comesAndGoes),
    ENDS_IN_A_FRAME(Leaving::endsInAFrame),
    ENDS_WHILE_WRITTEN_TO(Leaving::endsWhileWrittenTo),
    LEAVES_WHILE_WRITTEN_TO(Leaving::leavesWhileWrittenTo),
    CLOSES_WHILE_WRITTEN_TO(Leaving::closesWhileWrittenTo),
    ENDS_THEN_RESETS(Leaving::endsThenResets),
    BYTE_BY_BYTE(Sending::byteByByte),
    ALL_IN_ONE_SEGMENT(Sending::allInOneSegment),
    URGENT(Sending::urgent),
    TALKS_AFTER_CLOSE(Sending::talksAfterClose),
    BREAKS_THE_RULES(Sending::breaksTheRules),
    SAYS_NOTHING(Dawdling::saysNothing),
    PAUSES(Dawdling::pauses),
    PAUSES_IN_A_FRAME(Dawdling::pausesInAFrame),
    READS_LATE(Dawdling::readsLate),
    READS_NOTHING(Dawdling::readsNothing);

    /// What is done over a connection that was just made.
    interface Practice {
        void by(Stranger stranger) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // methods without state
    private final Practice practice;

    Habit(Practice practice) {
        this.practice = practice;
    }

    void practise(Stranger stranger) throws Exception {
        practice.by(stranger);
    }
}
