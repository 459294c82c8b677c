package dev.duplex.verify.judge;

/// What a server can do wrong.
public enum Breach {
    LOST("lost", "was published, and did not come though the subscriber was connected"),
    DISHONEST(
            "dishonest recovered", "was missing after the server had said that all was recovered"),
    BEHIND("did not catch up", "was published, and had not come when the run was over"),
    NOT_RECOVERED("not recovered", "a subscriber was told that it may have missed something"),
    TWICE("twice", "came to one subscriber more than once"),
    OUT_OF_ORDER("out of order", "came after what was sent only when it was published already"),
    DIFFERENT_ORDER("different order", "came to subscribers of one channel in different orders"),
    REFUSED_BUT_SEEN(
            "refused but seen", "came though the publisher had been told that it is not published"),
    INVENTED("invented", "came though no publisher had sent it"),
    WRONG_CHANNEL("wrong channel", "came in another channel than it was published in"),
    UNANSWERED("unanswered", "a publisher got no acknowledgement after all faults had ended"),
    UNUSED(
            "nothing published",
            "a publisher got no acknowledgement at all, so that nothing is shown"),
    TOO_MUCH("too much", "a subscriber heard more than is written down");

    private final String label;
    private final String meaning;

    Breach(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /// A few words, for tables.
    public String label() {
        return label;
    }

    /// What it means, for people: of a publication, if it does not say of whom.
    public String meaning() {
        return meaning;
    }
}
