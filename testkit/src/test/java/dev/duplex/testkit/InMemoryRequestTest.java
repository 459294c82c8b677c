package dev.duplex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InMemoryRequestTest {
    @Test
    void hasWhatItIsGivenAndIsNotChanged() {
        InMemoryRequest bare = InMemoryRequest.of("/channel/a?token=t&token=u&x=");
        InMemoryRequest request =
                bare.withPathParameter("channel", "a")
                        .withHeader("Cookie", "one=1")
                        .withHeader("cookie", "two=2")
                        .withHeader("Origin", "https://example.org");

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/channel/a");
        assertThat(request.query("token")).contains("t");
        assertThat(request.queryAll("token")).containsExactly("t", "u");
        assertThat(request.query("x")).contains("");
        assertThat(request.query("y")).isEmpty();
        assertThat(request.pathParameters()).containsEntry("channel", "a");
        assertThat(request.headers().first("COOKIE")).contains("one=1");
        assertThat(request.headers().all("Cookie")).containsExactly("one=1", "two=2");
        assertThat(request.headers().names()).containsExactlyInAnyOrder("cookie", "origin");
        assertThat(bare.pathParameters()).isEmpty();
        assertThat(bare.headers().names()).isEmpty();
    }
}
