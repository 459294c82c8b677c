package dev.duplex.api;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What an answer is written in.
final class Envelope {
    static final Field<Long> ID =
            Field.of("id", Type.whole(0, 0xFFFF_FFFFL), "Which is given back with the reply.");

    /// A reply of the single endpoint.
    ///
    /// @param id of its command, 0 if it has none
    record Reply(long id, Optional<Method> method, Answer answer) {}

    private Envelope() {}

    static byte[] answer(Method method, boolean bare, Answer answer, int limit) {
        return JsonOutput.write(
                limit,
                out -> {
                    if (bare && answer instanceof Answer.Done(Values result)) {
                        method.result().write(result, out);
                        return;
                    }
                    out.writeStartObject();
                    member(Optional.of(method), answer, out);
                    out.writeEndObject();
                });
    }

    /// `{"error": …}`.
    static byte[] error(Answer.Failed failed) {
        return JsonOutput.write(
                Integer.MAX_VALUE,
                out -> {
                    out.writeStartObject();
                    member(Optional.empty(), failed, out);
                    out.writeEndObject();
                });
    }

    /// The error alone, where the HTTP status says that it is one.
    static byte[] bareError(Answer.Failed failed) {
        return JsonOutput.write(
                Integer.MAX_VALUE, out -> Fields.ERRORS.write(Fields.error(failed), out));
    }

    /// One reply a line.
    static byte[] lines(List<Reply> replies, int limit) {
        return JsonOutput.write(
                limit,
                out -> {
                    for (Reply reply : replies) {
                        out.writeStartObject();
                        if (reply.id() != 0) {
                            out.writeNumberProperty(ID.name(), reply.id());
                        }
                        member(reply.method(), reply.answer(), out);
                        out.writeEndObject();
                    }
                });
    }

    private static void member(Optional<Method> method, Answer answer, JsonGenerator out) {
        switch (answer) {
            case Answer.Done(Values result) -> {
                out.writeName("result");
                method.orElseThrow().result().write(result, out);
            }
            case Answer.Failed failed -> {
                out.writeName(Fields.ERROR.name());
                Fields.ERRORS.write(Fields.error(failed), out);
            }
        }
    }
}
