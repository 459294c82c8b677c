package dev.duplex.engine.disk;

/// When what was written is made to survive the failure of the machine. The end of the process alone, however it comes,
/// loses nothing that was answered, by any of them: the operating system has it.
public enum Sync {
    /// Before a publish is answered, and before anybody sees the publication. Many publications share one sync. Nothing that
    /// was answered or seen is lost, and epochs stay.
    ALWAYS,

    /// Some time after ([DiskEngine.Builder#syncInterval]): a machine that fails loses what was published since.
    /// After any end that was not [dev.duplex.channels.engine.Engine#close], every channel has another epoch.
    INTERVAL,

    /// When the operating system finds the time, half a minute as a rule: a machine that fails loses what was published since.
    /// Epochs as for [#INTERVAL].
    NEVER;

    /// Whether an end that was not a regular one may have taken something along that had been seen.
    boolean mayLose() {
        return this != ALWAYS;
    }
}
