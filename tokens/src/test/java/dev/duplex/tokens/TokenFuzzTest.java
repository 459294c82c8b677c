package dev.duplex.tokens;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.channels.Problem;
import java.nio.charset.StandardCharsets;

/// Any text as a token: nobody signed it, so it is refused, and nothing is thrown.
class TokenFuzzTest {
    private static final TokenVerifier VERIFIER =
            TokenVerifier.builder()
                    .secret("a secret that the inputs are not signed by")
                    .publicKey(Keys.RSA.publicPem())
                    .publicKey(Keys.ED25519.publicPem())
                    .build();

    @FuzzTest
    void tokens(byte[] token) {
        Answers.refused(
                Answers.await(VERIFIER.connection(new String(token, StandardCharsets.UTF_8))),
                Problem.UNAUTHENTICATED,
                "");
    }
}
