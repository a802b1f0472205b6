package io.faasrank.workload;

/**
 * Input of the user that cannot be worked with. The message is one line that names the file, the
 * line and column or the key, the value found and what was expected; it is all the user sees.
 */
public final class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Longest text quoted from a file. Unmeasured: enough to recognise a value on one line. */
  private static final int LONGEST_QUOTE = 60;

  public InvalidInputException(String message) {
    super(message);
  }

  /** Text of the user as it may stand in a one-line message: quoted, printable, not too long. */
  static String quote(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= LONGEST_QUOTE
        ? '"' + printable + '"'
        : '"' + printable.substring(0, LONGEST_QUOTE) + "...\"";
  }
}
