package dev.duplex.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate chain and its key, out of PEM files (RFC 7468).
record PemFiles(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /// @throws IOException if one of them cannot be used; names the file and says why
    static PemFiles parse(Path chainFile, byte[] chainPem, Path keyFile, byte[] keyPem)
            throws IOException {
        List<X509Certificate> chain = chain(chainFile, chainPem);
        PrivateKey key = key(keyFile, keyPem);
        if (!belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new IOException(
                    "the private key in "
                            + keyFile
                            + " is not that of the certificate in "
                            + chainFile);
        }
        return new PemFiles(chain, key);
    }

    private static List<X509Certificate> chain(Path file, byte[] pem) throws IOException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new IOException(file + " has no certificate");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " has a certificate that cannot be read", e);
        }
    }

    private static PrivateKey key(Path file, byte[] pem) throws IOException {
        Matcher found = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new IOException(
                    file
                            + " has no private key in PKCS#8 without a password"
                            + " (-----BEGIN PRIVATE KEY-----)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
            for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
                Optional<PrivateKey> key = key(algorithm, new PKCS8EncodedKeySpec(encoded));
                if (key.isPresent()) {
                    return key.get();
                }
            }
            throw new IOException(file + " has a private key that is not EC, RSA or EdDSA");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " has a private key that cannot be read", e);
        }
    }

    /// @return empty if it is a key of another algorithm
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded)
            throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException _) {
            return Optional.empty();
        }
    }

    /// Whether what one signs the other verifies.
    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] text = "duplex".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
