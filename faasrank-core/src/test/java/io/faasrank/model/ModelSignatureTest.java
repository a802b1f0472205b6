package io.faasrank.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Guards against a model that nobody signed, and against a good signature that is not known. */
class ModelSignatureTest {

  /** Made by {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256}. */
  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpZxPP28BUIC8JHmYl39fNLABZvBk
      rlFYwsRrbG7tlQCB0/pO/Ln2OMEZ1WW82xY388g+2gWUkCNNmYYhKUMoIA==
      -----END PUBLIC KEY-----
      """;

  /** {@code printf model | openssl dgst -sha256 -sign key.pem | base64 -w0} by its private key. */
  private static final String BY_OPENSSL =
      "MEUCIQDi+Jl7Mq0sQJ+fjsbOE0badT+3kViC1DKuOAnSEUGAcwIgEfFiy+zSe13CaA6x1d"
          + "mlhE9eKe+RRHVKPtZ5fKHGb2I=";

  private static final byte[] MODEL = "model".getBytes(UTF_8);

  @Test
  void knowsWhatOpensslSigned() {
    ModelSignature signature = ModelSignature.by(PUBLIC);
    assertThat(signature.isOf(MODEL, BY_OPENSSL)).isTrue();
    assertThat(signature.isOf(MODEL, "  " + BY_OPENSSL + "\n")).isTrue();
    assertThat(signature.isOf("Model".getBytes(UTF_8), BY_OPENSSL)).isFalse();
  }

  @Test
  void knowsItsOwnByEitherAlgorithmAndNobodyElses() throws NoSuchAlgorithmException {
    for (String algorithm : new String[] {"EC", "RSA"}) {
      KeyPair mine = keys(algorithm);
      KeyPair other = keys(algorithm);
      String signed = ModelSignature.sign(MODEL, base64(mine.getPrivate().getEncoded()));
      assertThat(signed).hasSizeLessThan(ModelSignature.MAX_CHARACTERS).doesNotContain("\n");
      assertThat(by(mine).isOf(MODEL, signed)).isTrue();
      assertThat(by(other).isOf(MODEL, signed)).isFalse();
      assertThat(ModelSignature.by(PUBLIC).isOf(MODEL, signed)).isFalse();
    }
  }

  @Test
  void garbageIsNoSignature() {
    ModelSignature signature = ModelSignature.by(PUBLIC);
    for (String garbage : new String[] {"", "AAAA", "no base64!", BY_OPENSSL.substring(4)}) {
      assertThat(signature.isOf(MODEL, garbage)).as(garbage).isFalse();
    }
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertThatThrownBy(() -> ModelSignature.by("no key!"))
        .hasMessage("is no public key in Base64 or PEM");
    assertThatThrownBy(() -> ModelSignature.by("AAAA")).hasMessage("is no public key of EC or RSA");
    assertThatThrownBy(() -> ModelSignature.sign(MODEL, PUBLIC))
        .hasMessage("is no private key (PKCS #8) of EC or RSA");
  }

  private static ModelSignature by(KeyPair keys) {
    return ModelSignature.by(base64(keys.getPublic().getEncoded()));
  }

  private static KeyPair keys(String algorithm) throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
