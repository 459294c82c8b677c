package dev.duplex.centrifuge.protocol;

/// The fields of what a client sends beside its stream.
final class EmulationFields {
    private static final Fields EMULATION =
            new Fields().sized(1, "node").sized(2, "session").sized(3, "data");

    private EmulationFields() {}

    static Emulation emulation(FieldReader in) throws MalformedException {
        String node = "";
        String session = "";
        Data frame = Data.EMPTY;
        for (int field = in.next(EMULATION); field != 0; field = in.next(EMULATION)) {
            switch (field) {
                case 1 -> node = in.string();
                case 2 -> session = in.string();
                case 3 -> frame = in.frame();
                default -> throw new AssertionError(field);
            }
        }
        return new Emulation(node, session, frame);
    }

    static void write(Emulation message, FieldWriter out) {
        out.string(1, "node", message.node());
        out.string(2, "session", message.session());
        out.frame(3, "data", message.frame());
    }
}
