package dev.duplex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static final int LARGE = 5_000_000;

    @TempDir Path temporary;

    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectories(temporary.resolve("root"));
        Files.writeString(temporary.resolve("secret.txt"), "secret");
        Files.writeString(root.resolve("index.html"), "<p>index");
        Files.writeString(root.resolve("page.html"), "0123456789");
        Files.writeString(root.resolve("empty.txt"), "");
        Files.writeString(root.resolve("with space.txt"), "spacious");
        Files.writeString(root.resolve(".hidden"), "hidden");
        Files.createDirectories(root.resolve(".git"));
        Files.writeString(root.resolve(".git/config"), "hidden");
        Files.createDirectories(root.resolve("assets"));
        Files.writeString(root.resolve("assets/app-1a2b3c.js"), "let a;");
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("docs/index.html"), "<p>docs");
        Files.writeString(root.resolve("404.html"), "<p>not here");
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Files.createSymbolicLink(root.resolve("outside.txt"), temporary.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("outside"), temporary);
        Files.createSymbolicLink(root.resolve("inside.html"), root.resolve("page.html"));
        server =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .http("/*", StaticFiles.directory(root).withImmutable("assets"))
                        .http("/below/*", StaticFiles.directory(root))
                        .http("/page.html", StaticFiles.directory(root))
                        .http("/said/*", StaticFiles.directory(root).withMissing("/404.html"))
                        .http("/unsaid/*", StaticFiles.directory(root).withMissing("none.html"))
                        .http(
                                "/resources/*",
                                StaticFiles.resources(
                                        StaticFilesTest.class.getClassLoader(), "static-test"))
                        .http("/jar/*", StaticFiles.resources(jar(), "/web/"))
                        .start();
    }

    private URLClassLoader jar() throws IOException {
        Path jar = temporary.resolve("web.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name :
                    new String[] {"web/", "web/index.html", "web/sub/", "web/sub/a.css"}) {
                out.putNextEntry(new JarEntry(name));
                if (!name.endsWith("/")) {
                    out.write(name.getBytes(StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return request("GET", path, headers);
    }

    private HttpResponse<String> request(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void aFileComesWithItsTypeTagAndTime() throws Exception {
        HttpResponse<String> page = get("/page.html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("0123456789");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Length")).isEqualTo("10");
        assertThat(header(page, "ETag")).matches("\"[0-9a-f-]+\"");
        assertThat(header(page, "Last-Modified")).matches("..., \\d\\d ... \\d{4} .* GMT");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void aRouteServesThePathBelowIt() throws Exception {
        assertThat(get("/below/page.html").body()).isEqualTo("0123456789");
        assertThat(get("/below/with%20space.txt").body()).isEqualTo("spacious");
        assertThat(get("/inside.html").body()).as("a link that stays").isEqualTo("0123456789");
        HttpResponse<String> empty = get("/empty.txt");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
    }

    @Test
    void aDirectoryIsItsIndexPageOrNothing() throws Exception {
        assertThat(get("/").body()).isEqualTo("<p>index");
        assertThat(get("/docs/").body()).isEqualTo("<p>docs");
        assertThat(get("/assets/").statusCode()).isEqualTo(404);
        assertThat(get("/assets").statusCode()).isEqualTo(404);
        HttpResponse<String> moved = get("/docs?x=1");
        assertThat(moved.statusCode()).isEqualTo(301);
        assertThat(header(moved, "Location")).isEqualTo("./docs/?x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/docs/..%2f..%2fsecret.txt",
                "/docs%2findex.html",
                "/..%5csecret.txt",
                "/outside.txt",
                "/outside/secret.txt",
                "/.hidden",
                "/.git/config",
                "/page.html%00",
                "/page.html/",
                "/page.html/x",
                "/docs//index.html",
                "/nothing.html",
                "/resources/../secret.txt",
                "/resources/dev/duplex/nothing",
                "/jar/sub",
                "/jar/sub/",
                "/jar/../x"
            })
    void whatIsNotToBeServedIsNotFound(String path) throws Exception {
        HttpResponse<String> refused = get(path);

        assertThat(refused.statusCode()).isIn(400, 404);
        assertThat(refused.body()).doesNotContain("secret").doesNotContain("hidden");
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        HttpResponse<String> first = get("/page.html");
        String etag = header(first, "ETag");
        String modified = header(first, "Last-Modified");

        for (String tags : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
            HttpResponse<String> again = get("/page.html", "If-None-Match", tags);
            assertThat(again.statusCode()).as(tags).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "ETag")).isEqualTo(etag);
        }
        assertThat(get("/page.html", "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(get("/page.html", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(
                        get(
                                        "/page.html",
                                        "If-None-Match",
                                        "\"other\"",
                                        "If-Modified-Since",
                                        modified)
                                .statusCode())
                .as("the tag decides")
                .isEqualTo(200);
        assertThat(
                        get("/page.html", "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")
                                .statusCode())
                .isEqualTo(200);
        assertThat(get("/page.html", "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
    }

    /// RFC 9110 §5.6.7: "A recipient that parses a timestamp value in an HTTP field MUST accept all three HTTP-date formats."
    @Test
    void datesOfOldClientsAreUnderstood() throws Exception {
        Files.setLastModifiedTime(
                temporary.resolve("root/page.html"),
                FileTime.from(Instant.parse("2024-11-06T08:49:37Z")));
        for (String date :
                new String[] {
                    "Wed, 06 Nov 2024 08:49:37 GMT",
                    "Wednesday, 06-Nov-24 08:49:37 GMT",
                    "Wed Nov  6 08:49:37 2024"
                }) {
            assertThat(get("/page.html", "If-Modified-Since", date).statusCode())
                    .as(date)
                    .isEqualTo(304);
        }
        for (String before :
                new String[] {
                    "Wednesday, 06-Nov-24 08:49:36 GMT",
                    "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Wed Nov  6 08:49:36 2024",
                    "Wed Nov 06 08:49:37 2024 GMT"
                }) {
            assertThat(get("/page.html", "If-Modified-Since", before).statusCode())
                    .as(before)
                    .isEqualTo(200);
        }
    }

    /// RFC 9110 §13.1.1: "An origin server that evaluates an If-Match condition MUST NOT perform the requested method if the condition evaluates to false."
    /// Who goes on with a download says by it of which file.
    @Test
    void aPartOfAnotherFileThanIsWantedIsNotSent() throws Exception {
        HttpResponse<String> page = get("/page.html");
        String etag = header(page, "ETag");
        String modified = header(page, "Last-Modified");
        String earlier = "Mon, 01 Jan 2001 00:00:00 GMT";

        for (String tags : new String[] {"\"old\"", "W/" + etag, "\"old\", \"older\""}) {
            HttpResponse<String> other = get("/page.html", "If-Match", tags, "Range", "bytes=2-4");
            assertThat(other.statusCode()).as(tags).isEqualTo(412);
            assertThat(other.body()).isEmpty();
        }
        assertThat(
                        get("/page.html", "If-Unmodified-Since", earlier, "Range", "bytes=2-4")
                                .statusCode())
                .isEqualTo(412);
        assertThat(request("HEAD", "/page.html", "If-Match", "\"old\"").statusCode())
                .isEqualTo(412);
        assertThat(get("/page.html", "If-Match", "\"old\"", "If-None-Match", etag).statusCode())
                .as("the first condition decides")
                .isEqualTo(412);

        for (String tags : new String[] {etag, "\"old\", " + etag, "*"}) {
            assertThat(get("/page.html", "If-Match", tags, "Range", "bytes=2-4").body())
                    .as(tags)
                    .isEqualTo("234");
        }
        assertThat(get("/page.html", "If-Unmodified-Since", modified).statusCode()).isEqualTo(200);
        assertThat(get("/page.html", "If-Unmodified-Since", "never").statusCode()).isEqualTo(200);
        assertThat(get("/page.html", "If-Match", etag, "If-Unmodified-Since", earlier).statusCode())
                .as("the tag decides")
                .isEqualTo(200);
        assertThat(get("/nothing.html", "If-Match", "*").statusCode()).isEqualTo(404);
    }

    @Test
    void aChangedFileHasAnotherTag() throws Exception {
        String before = header(get("/page.html"), "ETag");
        Files.writeString(temporary.resolve("root/page.html"), "changed, and longer");

        assertThat(get("/page.html", "If-None-Match", before).body())
                .isEqualTo("changed, and longer");
    }

    @Test
    void oneRangeIsServed() throws Exception {
        HttpResponse<String> part = get("/page.html", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(get("/page.html", "Range", "bytes=-3").body()).isEqualTo("789");

        HttpResponse<String> beyond = get("/page.html", "Range", "bytes=10-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");
        assertThat(get("/page.html", "Range", "bytes=0-1,3-4").statusCode()).isEqualTo(200);
    }

    @Test
    void aRangeOfWhatHasChangedIsTheWhole() throws Exception {
        String etag = header(get("/page.html"), "ETag");

        assertThat(get("/page.html", "Range", "bytes=0-1", "If-Range", etag).body())
                .isEqualTo("01");
        assertThat(get("/page.html", "Range", "bytes=0-1", "If-Range", "\"old\"").body())
                .isEqualTo("0123456789");
    }

    /// RFC 9110 §13.1.5: "If the HTTP-date validator provided is not a strong validator in the sense defined by Section 8.8.2.2, the condition is false." A date
    /// is none here: nobody knows whether a file changed twice in its second.
    @Test
    void aRangeByADateIsTheWhole() throws Exception {
        Path page = temporary.resolve("root/page.html");
        Files.setLastModifiedTime(page, FileTime.from(Instant.parse("2024-11-06T08:49:37.1Z")));
        String date = header(get("/page.html"), "Last-Modified");
        Files.writeString(page, "abcdefghij");
        Files.setLastModifiedTime(page, FileTime.from(Instant.parse("2024-11-06T08:49:37.6Z")));

        HttpResponse<String> rest = get("/page.html", "Range", "bytes=5-", "If-Range", date);
        assertThat(header(rest, "Last-Modified")).isEqualTo(date);
        assertThat(rest.statusCode()).isEqualTo(200);
        assertThat(rest.body()).isEqualTo("abcdefghij");
    }

    /// RFC 9110 §8.8.2.1: "An origin server with a clock MUST NOT generate a Last-Modified date that is later than the server's time of message origination".
    @Test
    void aFileOfTheFutureWasChangedNow() throws Exception {
        Files.setLastModifiedTime(
                temporary.resolve("root/page.html"),
                FileTime.from(Instant.now().plus(Duration.ofDays(400))));

        HttpResponse<String> page = get("/page.html");
        assertThat(HttpDate.parse(header(page, "Last-Modified")).orElseThrow())
                .isBeforeOrEqualTo(HttpDate.parse(header(page, "Date")).orElseThrow());
    }

    @Test
    void hashedAssetsMayBeCachedForEver() throws Exception {
        HttpResponse<String> asset = get("/assets/app-1a2b3c.js");
        assertThat(header(asset, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(asset, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        String etag = header(asset, "ETag");
        for (HttpResponse<String> fresh :
                List.of(
                        get("/assets/app-1a2b3c.js", "Range", "bytes=0-1"),
                        get("/assets/app-1a2b3c.js", "If-None-Match", etag),
                        request("HEAD", "/assets/app-1a2b3c.js"))) {
            assertThat(header(fresh, "Cache-Control"))
                    .as("%s", fresh)
                    .isEqualTo("public, max-age=31536000, immutable");
        }
        assertThatThrownBy(() -> StaticFiles.directory(temporary).withImmutable("/"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRefusalIsCachedForEver() throws Exception {
        HttpResponse<String> other = get("/assets/app-1a2b3c.js", "If-Match", "\"no\"");
        assertThat(other.statusCode()).isEqualTo(412);
        assertThat(header(other, "Cache-Control")).isEmpty();
        HttpResponse<String> beyond = get("/assets/app-1a2b3c.js", "Range", "bytes=9999-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Cache-Control")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.html", "docs/none/", "assets", ".hidden", "docs%2Findex.html"})
    void whatIsMissingIsAnsweredWithAPageThatSaysSo(String path) throws Exception {
        HttpResponse<String> missing =
                get("/said/" + path, "Range", "bytes=0-1", "If-None-Match", "*");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("<p>not here");
        assertThat(header(missing, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(missing, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(missing, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(missing.headers().map()).doesNotContainKeys("ETag", "Content-Range");
        assertThat(request("HEAD", "/said/" + path).body()).isEmpty();
    }

    @Test
    void whatIsThereIsServedBesideAPageForWhatIsNot() throws Exception {
        assertThat(get("/said/docs/").body()).isEqualTo("<p>docs");
        assertThat(get("/said/docs").body()).isEqualTo("");
        assertThat(get("/said/docs").statusCode()).isEqualTo(301);
        HttpResponse<String> line = get("/unsaid/nothing");
        assertThat(line.statusCode()).isEqualTo(404);
        assertThat(line.body()).isEqualTo("Not Found\n");
        StaticFiles files = StaticFiles.directory(temporary);
        assertThatThrownBy(() -> files.withMissing("/"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headSaysWhatGetWould() throws Exception {
        HttpResponse<String> head = request("HEAD", "/page.html", "Range", "bytes=0-1");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpResponse<String> refused = request(method, "/page.html");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aLargeFileArrivesWhole() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.port() + "/large.bin"))
                        .build();
        byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();

        assertThat(body).isEqualTo(Files.readAllBytes(temporary.resolve("root/large.bin")));
    }

    @Test
    void aPeerThatReadsSlowlyOrLeavesStopsNobody() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.getOutputStream()
                    .write(
                            "GET /large.bin HTTP/1.1\r\nHost: here\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertThat(in.readNBytes(1_000)).hasSize(1_000);
            assertThat(get("/page.html").statusCode()).isEqualTo(200);
            assertThat(in.readNBytes(LARGE - 1_000)).hasSize(LARGE - 1_000);
        }
        assertThat(get("/page.html").statusCode()).isEqualTo(200);
    }

    @Test
    void resourcesAreServedFromDirectoriesAndArchives() throws Exception {
        assertThat(get("/resources/plain.txt").body()).isEqualTo("a resource\n");
        assertThat(get("/resources/").body()).contains("Index");
        HttpResponse<String> css = get("/jar/sub/a.css");
        assertThat(css.body()).isEqualTo("web/sub/a.css");
        assertThat(header(css, "Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(get("/jar/").body()).isEqualTo("web/index.html");
        assertThat(get("/jar/sub/a.css", "If-None-Match", header(css, "ETag")).statusCode())
                .isEqualTo(304);
        assertThat(get("/jar/sub/a.css", "Range", "bytes=4-6").body()).isEqualTo("sub");
    }
}
