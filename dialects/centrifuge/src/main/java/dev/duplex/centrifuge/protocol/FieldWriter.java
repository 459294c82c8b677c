package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the fields of a message, whatever its encoding. What is empty, false or 0 is left out, but by the methods
/// that say `always`: JSON clients count on these fields, and Protobuf leaves them out all the same.
interface FieldWriter {
    /// Writes the fields of one message.
    interface Body<T> {
        void write(T message, FieldWriter out);
    }

    void string(int number, String name, String value);

    void stringAlways(int number, String name, String value);

    void bool(int number, String name, boolean value);

    void uint32(int number, String name, long value);

    void uint32Always(int number, String name, long value);

    void uint64(int number, String name, long value);

    void uint64Always(int number, String name, long value);

    void int32(int number, String name, int value);

    void int64(int number, String name, long value);

    void sint64(int number, String name, long value);

    void data(int number, String name, Data value);

    /// @param value a frame of other messages, in JSON a text in UTF-8
    void frame(int number, String name, Data value);

    /// Writes the message even if it has no fields.
    <T> void message(int number, String name, T message, Body<? super T> body);

    default <T> void optional(int number, String name, Optional<T> message, Body<? super T> body) {
        if (message.isPresent()) {
            message(number, name, message.get(), body);
        }
    }

    <T> void list(int number, String name, List<T> list, Body<? super T> element);

    <T> void listAlways(int number, String name, List<T> list, Body<? super T> element);

    void strings(int number, String name, List<String> list);

    <T> void map(int number, String name, Map<String, T> map, Body<? super T> value);

    <T> void mapAlways(int number, String name, Map<String, T> map, Body<? super T> value);

    void stringMap(int number, String name, Map<String, String> map);
}
