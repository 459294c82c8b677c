package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;

/// Reads the fields of a message, whatever its encoding.
///
/// A message is read by `next` until that returns 0; each time, exactly one of the other methods takes the field's value. A
/// field that comes again replaces what was there, but for lists and maps, which grow.
interface FieldReader {
    /// Reads the fields of one message.
    interface Body<T> {
        T read(FieldReader in) throws MalformedException;
    }

    /// Skips what is not among `fields`, and in JSON what is null.
    ///
    /// @return the next field's number, or 0 at the message's end
    int next(Fields fields) throws MalformedException;

    String string() throws MalformedException;

    /// A frame of other messages: bytes, in JSON a string with their text.
    Data frame() throws MalformedException;

    boolean bool() throws MalformedException;

    /// @return 0 to 2³² − 1
    long uint32() throws MalformedException;

    /// @return 64 bits without a sign
    long uint64() throws MalformedException;

    int int32() throws MalformedException;

    long int64() throws MalformedException;

    /// Like `int64`; Protobuf writes it in another way.
    long sint64() throws MalformedException;

    Data data() throws MalformedException;

    <T> T message(Body<T> body) throws MalformedException;

    /// @return `list`, or a new one if that is empty, with what the field adds to it
    <T> List<T> list(List<T> list, Body<T> element) throws MalformedException;

    List<String> strings(List<String> list) throws MalformedException;

    /// @return `map`, or a new one if that is empty, with what the field adds to it
    <T> Map<String, T> map(Map<String, T> map, Body<T> value) throws MalformedException;

    Map<String, String> stringMap(Map<String, String> map) throws MalformedException;

    /// Counts one more filter around what follows.
    void enterFilter() throws MalformedException;

    void leaveFilter();
}
