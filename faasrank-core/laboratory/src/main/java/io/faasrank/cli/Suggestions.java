package io.faasrank.cli;

import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Names the option or command that was probably meant. */
final class Suggestions {

  /** Most names; they come nearest first. */
  private static final int MOST = 1;

  private Suggestions() {}

  /**
   * The exception, or one that ends in a suggestion where there is one. A required option that is
   * missing may be misspelt.
   *
   * @param arguments of the command line
   */
  static ParameterException added(ParameterException e, String... arguments) {
    if (e instanceof MissingParameterException) {
      for (String argument : arguments) {
        String name = argument.replaceFirst("=.*", "");
        if (name.startsWith("--") && e.getCommandLine().getCommandSpec().findOption(name) == null) {
          ParameterException unknown =
              new UnmatchedArgumentException(e.getCommandLine(), List.of(name));
          return added(unknown);
        }
      }
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> names = unmatched.getSuggestions().stream().limit(MOST).toList();
      if (!names.isEmpty()) {
        return new ParameterException(
            e.getCommandLine(),
            e.getMessage() + "; did you mean " + String.join(" or ", names) + "?");
      }
    }
    return e;
  }
}
