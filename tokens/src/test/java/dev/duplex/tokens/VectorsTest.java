package dev.duplex.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import dev.duplex.channels.Problem;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Signed examples of the RFCs.
class VectorsTest {
    private static final String CLAIMS =
            ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    private static final String HS256 =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                    + CLAIMS
                    + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final byte[] SECRET =
            Base64.getUrlDecoder()
                    .decode(
                            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

    private static boolean verifies(String jwk, String token) throws Exception {
        return VerificationKey.of(JWK.parse(jwk)).orElseThrow().verifies(JWSObject.parse(token));
    }

    @Test
    @DisplayName("RFC 7515 A.1, RFC 7519 §3.1: HMAC with SHA-256")
    void hmac() throws Exception {
        assertThat(VerificationKey.secret(SECRET).verifies(JWSObject.parse(HS256))).isTrue();
    }

    @Test
    @DisplayName("RFC 7519 §3.1: its claims are read: it ended in March 2011, and names no user")
    void claims() {
        TokenVerifier.Builder builder = TokenVerifier.builder().secret(SECRET).issuer("joe");
        Answers.refused(
                Answers.atOnce(builder.build().connection(HS256)),
                Problem.EXPIRED,
                "the token has expired");
        Instant end = Instant.ofEpochSecond(1_300_819_380);
        Answers.refused(
                Answers.atOnce(builder.clock(() -> end.minusSeconds(1)).build().connection(HS256)),
                Problem.UNAUTHENTICATED,
                "(sub)");
    }

    @Test
    @DisplayName("RFC 7515 A.2: RSASSA-PKCS1-v1_5 with SHA-256")
    void rsa() throws Exception {
        assertThat(
                        verifies(
                                """
                                {"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-\
                                Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0\
                                LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9\
                                kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}\
                                """,
                                "eyJhbGciOiJSUzI1NiJ9"
                                        + CLAIMS
                                        + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
                                        + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
                                        + "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
                                        + "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"))
                .isTrue();
    }

    @Test
    @DisplayName("RFC 7515 A.3: ECDSA with P-256 and SHA-256")
    void ecdsa() throws Exception {
        assertThat(
                        verifies(
                                """
                                {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
                                "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}\
                                """,
                                "eyJhbGciOiJFUzI1NiJ9"
                                        + CLAIMS
                                        + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"))
                .isTrue();
    }

    @Test
    @DisplayName("docs/guide/tokens.md: what its example for Node.js makes")
    void node() {
        TokenVerifier verifier =
                TokenVerifier.builder()
                        .secret("0123456789abcdef0123456789abcdef")
                        .clock(() -> Instant.ofEpochSecond(2_000_000_000))
                        .build();
        assertThat(
                        Answers.granted(
                                        Answers.atOnce(
                                                verifier.connection(
                                                        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiIsImV4cCI6MjAwMDAwMDkwMH0.ZX6-HCZnmxeU5py1t764pWfgs-zIvzJujjE9Ttr3D9A")))
                                .user())
                .isEqualTo("42");
    }

    @Test
    @DisplayName("a certificate of OpenSSL's, and a token of Node's by its key")
    void certificate() {
        TokenVerifier verifier =
                TokenVerifier.builder()
                        .publicKey(
                                """
                                -----BEGIN CERTIFICATE-----
                                MIIBejCCAR+gAwIBAgIUeXbqllb+xCraK+O/jx/5fb9Jz1owCgYIKoZIzj0EAwIw
                                ETEPMA0GA1UEAwwGdG9rZW5zMCAXDTI2MTEyNzE2MzQ0OFoYDzIxMjYxMTAzMTYz
                                NDQ4WjARMQ8wDQYDVQQDDAZ0b2tlbnMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
                                AAQH0qBszMj59HB8EHrFC1csohQqKrg56OioE8os7O3rQyDX0gn77paZWjIEL/lN
                                yTNp/4Z6wNKgtbe22FDCuoVAo1MwUTAdBgNVHQ4EFgQUVqFB703xcIuhaX+FUUSv
                                Lg//51cwHwYDVR0jBBgwFoAUVqFB703xcIuhaX+FUUSvLg//51cwDwYDVR0TAQH/
                                BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAzvAfgNdyjwUxYfDF89UeHr76E78K
                                1bylOOfvmKJf/NgCIQC6yjfD+06PE5gpC04ViJywWw5P2jyQDHhg+HdTbXetwQ==
                                -----END CERTIFICATE-----
                                """)
                        .clock(() -> Instant.ofEpochSecond(2_000_000_000))
                        .build();
        assertThat(
                        Answers.granted(
                                        Answers.await(
                                                verifier.connection(
                                                        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI0MiIsImV4cCI6MjAwMDAwMDkwMH0.GxoGINmCcgEnwX0ktZ4Cpkj9_mQch7cWGfOULs58J1dZt2JLJ34s2OIOFiUWDm5pyr6jbQ1NiK9zdl9yxT3M4w")))
                                .user())
                .isEqualTo("42");
    }

    @Test
    @DisplayName("RFC 8037 A.5: Ed25519")
    void ed25519() throws Exception {
        String jwk =
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
        String token =
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assertThat(verifies(jwk, token)).isTrue();
        assertThat(verifies(jwk, token.replace("M0KAg", "M0KBg"))).isFalse();
    }
}
