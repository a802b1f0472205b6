package io.faasrank.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each exit code of every command says; docs/commands.md repeats it. */
final class ExitCodes {

  private ExitCodes() {}

  static Map<String, String> byCode() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "Done.");
    codes.put("1", "Failed: interrupted, diverged, out of memory or of disk, or a fault.");
    codes.put("2", "Input that has to be corrected; the line names it.");
    codes.put("3", "Done, and a comparison crosses its threshold.");
    codes.put("4", "Done, but the figures cannot be relied on; the line says why.");
    return codes;
  }
}
