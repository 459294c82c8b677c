package dev.duplex.centrifuge.protocol;

/// Who a session belongs to.
///
/// @param user the user
/// @param client the session's id
/// @param connInfo about the connection
/// @param chanInfo about the subscription
public record ClientInfo(String user, String client, Data connInfo, Data chanInfo) {
    /// Nobody.
    public static final ClientInfo NONE = new ClientInfo("", "", Data.EMPTY, Data.EMPTY);
}
