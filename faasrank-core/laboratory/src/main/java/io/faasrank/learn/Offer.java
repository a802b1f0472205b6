package io.faasrank.learn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What a round of learning comes to: a candidate with its evidence, and whether it is offered.
 *
 * @param candidate the model
 * @param digest of its file: the first twelve hex digits of the SHA-256, as controllers have it
 * @param startedFrom what training began from
 * @param updates of the training; 0 where it was no gain, and the candidate is what it began from
 * @param twin trained on
 * @param fit how well that twin repeats the time it was estimated from
 * @param judgement on later arrivals
 * @param offered whether the candidate may be tried on the cluster
 * @param verdict why, or why not, in words
 */
public record Offer(
    Model candidate,
    String digest,
    String startedFrom,
    int updates,
    Twin twin,
    TwinFit fit,
    Judgement judgement,
    boolean offered,
    String verdict) {

  /** The model, in the folder of an offer. */
  public static final String MODEL = "candidate.safetensors";

  /** All else, in JSON. */
  public static final String EVIDENCE = "offer.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The candidate as a file. */
  public byte[] file() {
    return ModelFile.toBytes(candidate);
  }

  /** All but the model, in JSON. */
  public String evidence() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("offered", offered);
    root.put("verdict", verdict);
    root.put("digest", digest);
    root.put("startedFrom", startedFrom);
    root.put("updates", updates);
    root.set("judgement", MAPPER.valueToTree(judgement));
    root.set("fit", MAPPER.valueToTree(fit));
    root.set("twin", MAPPER.valueToTree(twin));
    unknown(root);
    try {
      return MAPPER.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an offer must have a form in JSON", e);
    }
  }

  /** What is no number is null. */
  private static void unknown(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getValue().isDouble() && Double.isNaN(field.getValue().doubleValue())) {
          field.setValue(NullNode.getInstance());
        } else {
          unknown(field.getValue());
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Offer::unknown);
    }
  }

  /**
   * Writes it to a new folder, whole or not at all: beside it first, then renamed.
   *
   * @throws IllegalArgumentException when the folder exists or cannot be written, naming it
   */
  public void write(Path folder) {
    Path temporary =
        folder.resolveSibling("." + folder.getFileName() + "." + ProcessHandle.current().pid());
    try {
      if (Files.exists(folder)) {
        throw new FileAlreadyExistsException(folder.toString());
      }
      Files.createDirectories(temporary);
      ModelFile.write(temporary.resolve(MODEL), file());
      ModelFile.write(temporary.resolve(EVIDENCE), evidence().getBytes(StandardCharsets.UTF_8));
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(folder + ": exists already, expected a new folder", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
