package dev.duplex.centrifuge.protocol;

/// Why bytes are no message of the protocol.
///
/// @param reason what is wrong, for programs
/// @param detail what is wrong, for people; has nothing of what the peer wrote
public record Malformed(Reason reason, String detail) {
    /// What can be wrong with a frame.
    public enum Reason {
        /// no message in it
        EMPTY,
        /// not a sequence of JSON objects, or not in UTF-8
        NOT_JSON,
        /// not a sequence of Protobuf messages, each behind its length
        NOT_PROTOBUF,
        /// a field's value is not of the field's type
        WRONG_TYPE,
        /// a number that its field cannot hold
        OUT_OF_RANGE,
        /// a string that is not Unicode text
        NOT_TEXT,
        /// over `JsonRules.MAX_DEPTH`, or over `FilterNode.MAX_DEPTH`
        TOO_DEEP,
        /// over `Codec.MAX_MESSAGES`, `Codec.MAX_ELEMENTS` or `Codec.MAX_REPLY_ELEMENTS`
        TOO_MANY
    }
}
