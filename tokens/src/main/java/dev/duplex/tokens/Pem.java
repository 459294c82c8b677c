package dev.duplex.tokens;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys as text (RFC 7468).
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private Pem() {}

    /// Whether a text is such a key.
    static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }

    /// A public key, or that of a certificate.
    ///
    /// @throws IllegalArgumentException if it is something else
    static PublicKey publicKey(String text) {
        Matcher block = block(text);
        String label = block.group(1);
        byte[] der = der(block);
        return switch (label) {
            case "PUBLIC KEY" ->
                    first(label, factory -> factory.generatePublic(new X509EncodedKeySpec(der)));
            case "CERTIFICATE" -> certified(der);
            default ->
                    throw new IllegalArgumentException(
                            label.endsWith("PRIVATE KEY")
                                    ? "this is a private key, which belongs to whoever makes tokens; tokens are verified by the public one (openssl pkey -pubout)"
                                    : "a public key begins with -----BEGIN PUBLIC KEY-----, this is a "
                                            + label);
        };
    }

    /// A private key, not encrypted.
    ///
    /// @throws IllegalArgumentException if it is something else
    static PrivateKey privateKey(String text) {
        Matcher block = block(text);
        String label = block.group(1);
        if (!label.equals("PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "a private key begins with -----BEGIN PRIVATE KEY-----, this is a "
                            + label
                            + (label.endsWith(" PRIVATE KEY")
                                    ? " (openssl pkcs8 -topk8 -nocrypt changes it)"
                                    : ""));
        }
        byte[] der = der(block);
        return first(label, factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    private static Matcher block(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("this is no key in PEM: there is no whole block");
        }
        return block;
    }

    private static byte[] der(Matcher block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the " + block.group(1) + " in PEM is not in Base64", e);
        }
    }

    private static PublicKey certified(byte[] der) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the CERTIFICATE in PEM cannot be read", e);
        }
    }

    private interface Generate<K> {
        K by(KeyFactory factory) throws InvalidKeySpecException;
    }

    /// What the first factory makes of it that can: the DER says which one that is.
    private static <K> K first(String label, Generate<K> generate) {
        for (String kind : KINDS) {
            try {
                return generate.by(KeyFactory.getInstance(kind));
            } catch (InvalidKeySpecException _) {
                // Of another kind, or broken: then of no kind.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no keys of kind " + kind, e);
            }
        }
        throw new IllegalArgumentException(
                "the " + label + " in PEM is none of " + String.join(", ", KINDS));
    }

    /// A secret's bytes.
    static byte[] utf8(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
