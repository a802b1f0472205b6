package io.faasrank.model;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of model files: ECDSA or RSA over the SHA-256 of the bytes, as {@code openssl dgst
 * -sha256 -sign} makes them, in Base64. Both run on Java 11, which has no Ed25519.
 */
public final class ModelSignature {

  /** Most characters of a signature; RSA with 4096 bits takes 684. */
  public static final int MAX_CHARACTERS = 1024;

  private static final List<String> ALGORITHMS = List.of("EC", "RSA");

  private final PublicKey key;

  private ModelSignature(PublicKey key) {
    this.key = key;
  }

  /**
   * What a key has signed.
   *
   * @param publicKey a SubjectPublicKeyInfo in Base64, with or without the lines of a PEM file
   *     around it
   * @throws IllegalArgumentException when it is no public key of EC or RSA
   */
  public static ModelSignature by(String publicKey) {
    EncodedKeySpec spec = new X509EncodedKeySpec(decode(publicKey, "public"));
    for (String algorithm : ALGORITHMS) {
      PublicKey key = key(algorithm, factory -> factory.generatePublic(spec));
      if (key != null) {
        return new ModelSignature(key);
      }
    }
    throw new IllegalArgumentException("is no public key of EC or RSA");
  }

  /** Makes a key of one algorithm. */
  private interface KeyMaker<K extends Key> {
    K make(KeyFactory factory) throws InvalidKeySpecException;
  }

  /** Null where the key is another algorithm's. */
  private static <K extends Key> @Nullable K key(String algorithm, KeyMaker<K> maker) {
    try {
      return maker.make(KeyFactory.getInstance(algorithm));
    } catch (InvalidKeySpecException e) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether the signature is the key's own of these bytes. Anything else is not, garbage too. */
  public boolean isOf(byte[] model, String signature) {
    try {
      Signature verifier = Signature.getInstance(signer(key.getAlgorithm()));
      verifier.initVerify(key);
      verifier.update(model);
      return verifier.verify(Base64.getDecoder().decode(signature.strip()));
    } catch (SignatureException | IllegalArgumentException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot check a signature: " + e.getMessage(), e);
    }
  }

  /**
   * Signs a model file.
   *
   * @param privateKey a PKCS #8 in Base64, with or without the lines of a PEM file around it
   * @return the signature in Base64, one line
   * @throws IllegalArgumentException when it is no private key of EC or RSA
   */
  public static String sign(byte[] model, String privateKey) {
    PrivateKey key = privateKey(privateKey);
    try {
      Signature signer = Signature.getInstance(signer(key.getAlgorithm()));
      signer.initSign(key);
      signer.update(model);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot sign: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(String privateKey) {
    EncodedKeySpec spec = new PKCS8EncodedKeySpec(decode(privateKey, "private"));
    for (String algorithm : ALGORITHMS) {
      PrivateKey key = key(algorithm, factory -> factory.generatePrivate(spec));
      if (key != null) {
        return key;
      }
    }
    throw new IllegalArgumentException("is no private key (PKCS #8) of EC or RSA");
  }

  private static String signer(String algorithm) {
    return algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
  }

  private static byte[] decode(String text, String kind) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("-----[^-]*-----|\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no " + kind + " key in Base64 or PEM", e);
    }
  }
}
