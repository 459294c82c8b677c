package dev.duplex.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/// Ed25519 (RFC 8037 §3.1) by the JDK, which the JOSE library leaves to another library. Threads may share it.
final class Ed25519 {
    /// Its name of RFC 8037, and the one of RFC 9864.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private static final String NAME = NamedParameterSpec.ED25519.getName();
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    static boolean isKey(PublicKey key) {
        return key instanceof EdECPublicKey it && it.getParams().getName().equals(NAME);
    }

    static boolean isKey(PrivateKey key) {
        return key instanceof EdECPrivateKey it && it.getParams().getName().equals(NAME);
    }

    static final class Verifier extends BaseJWSProvider implements JWSVerifier {
        private final PublicKey key;

        Verifier(PublicKey key) {
            super(ALGORITHMS);
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signed, Base64URL signature)
                throws JOSEException {
            byte[] bytes = signature.decode();
            if (bytes.length != SIGNATURE_BYTES) {
                return false;
            }
            try {
                Signature check = Signature.getInstance(NAME);
                check.initVerify(key);
                check.update(signed);
                return check.verify(bytes);
            } catch (SignatureException _) {
                // How the JDK says that the bytes cannot be a signature: a point that is not on the
                // curve, a number too large.
                return false;
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }
    }

    static final class Signer extends BaseJWSProvider implements JWSSigner {
        private final PrivateKey key;

        Signer(PrivateKey key) {
            super(ALGORITHMS);
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] bytes) throws JOSEException {
            try {
                Signature signature = Signature.getInstance(NAME);
                signature.initSign(key);
                signature.update(bytes);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }
    }
}
