package dev.duplex.sockjs;

import dev.duplex.SessionTransport;

/// `htmlfile`: a page in an iframe that never ends, a script element for each frame (`HtmlFile`).
///
/// @param callback the name of the object that gets them, a [Callback]
record HtmlFile(String callback) implements Receiving {
    /// Browsers run the first scripts of a page only when they have this much of it.
    private static final int PRELUDE_BYTES = 1024;

    private static final String HEAD = Pages.read("htmlfile.html");
    private static final byte[] BEFORE = Bytes.ascii("<script>\np(");
    private static final byte[] BEHIND = Bytes.ascii(");\n</script>\r\n");

    @Override
    public SessionTransport transport() {
        return SessionTransport.HTML_FILE;
    }

    @Override
    public String contentType() {
        return "text/html; charset=UTF-8";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public byte[] prelude() {
        String head = HEAD.replace("{{callback}}", callback);
        String padding = " ".repeat(Math.max(0, PRELUDE_BYTES + 1 - head.length()));
        return Bytes.ascii(head + padding + "\r\n\r\n");
    }

    @Override
    public byte[] wrap(byte[] frame) {
        return Bytes.concat(BEFORE, JsonString.quoteForScript(frame), BEHIND);
    }
}
