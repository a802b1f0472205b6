package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank sign}: signs a model for controllers that take signed ones alone, or makes a pair
 * of keys for it. Keys and signatures are those of openssl.
 */
@Command(
    name = "sign",
    description =
        "Signs a model for controllers with faasrank.model-key, or makes the keys for that.")
final class SignCommand implements Callable<Integer> {

  /** P-256: short signatures, and in every Java. */
  private static final int BITS = 256;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The model file; its signature is printed, for the field signature.")
  private @Nullable Path model;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Private key to sign with, EC or RSA, PKCS #8, PEM.")
  private @Nullable Path key;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description =
          "Makes a pair of keys: the private one goes into this new file, the public one is printed,"
              + " for faasrank.model-key.")
  private @Nullable Path newKey;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Commands.line(spec).getOut();
    if (newKey != null) {
      Options.require(model == null && key == null, "--new-key: expected neither MODEL nor --key");
      out.println(makeKeys(newKey));
      return Commands.OK;
    }
    if (model == null || key == null) {
      throw new IllegalArgumentException("expected MODEL and --key, or --new-key");
    }
    byte[] bytes = ModelFile.bytes(model);
    // what no controller would take is not worth a signature
    Model unused = ModelFile.read(bytes, model.toString());
    String privateKey = text(key);
    out.println(Options.read("--key " + key, () -> ModelSignature.sign(bytes, privateKey)));
    return Commands.OK;
  }

  private static String makeKeys(Path file) {
    KeyPair keys;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(BITS);
      keys = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has EC", e);
    }
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    try {
      // for its owner alone from the first byte on
      Path made =
          Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made, pem);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("--new-key: " + file + " is there already", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("--new-key: " + file + " cannot be written: " + e, e);
    }
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--key: " + file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("--key: " + file + " cannot be read: " + e, e);
    }
  }
}
