package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.model.ModelSignature;
import io.faasrank.model.ShippedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards a signature that no controller takes, and a private key that others may read. */
class SignCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void signsWithTheKeyThatItMade(@TempDir Path folder) throws IOException {
    Path key = folder.resolve("key.pem");
    assertThat(run("sign", "--new-key", key.toString())).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String publicKey = out.toString().strip();
    assertThat(publicKey).doesNotContain("\n").isBase64();

    byte[] model = ShippedModel.bytes("extended");
    Path file = Files.write(folder.resolve("model.safetensors"), model);
    out.getBuffer().setLength(0);
    assertThat(run("sign", file.toString(), "--key", key.toString())).isZero();
    assertThat(ModelSignature.by(publicKey).isOf(model, out.toString())).isTrue();

    assertThat(run("sign", "--new-key", key.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(key + " is there already");
  }

  @Test
  void refusesWhatItCannotSignWithInOneLine(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model"), ShippedModel.bytes("extended"));
    Path text = Files.writeString(folder.resolve("text"), "no key");
    wrong("expected MODEL and --key, or --new-key", "sign");
    wrong("expected neither MODEL nor --key", "sign", file.toString(), "--new-key", "x");
    wrong("is no private key in Base64 or PEM", "sign", file + "", "--key", text + "");
    wrong("no such file", "sign", file.toString(), "--key", folder.resolve("none").toString());
    wrong("truncated: 6 bytes", "sign", text.toString(), "--key", text.toString());
  }

  private void wrong(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains(message);
  }

  private int run(String... arguments) {
    return Commands.run(List.of(), new PrintWriter(out), new PrintWriter(err, true), arguments);
  }
}
