package io.faasrank.cluster;

/**
 * A document that is not a valid report. The message is one line: the field, its value, what was
 * expected.
 */
public final class ReportRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ReportRejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why a document was refused: the label under which refusals are counted. */
  public enum Reason {
    /** More than {@link ReportBounds#DOCUMENT_BYTES}. */
    OVERSIZED,
    /** Not one JSON object, or a key twice. */
    MALFORMED,
    /** A schema number other than {@link InvokerReport#SCHEMA}. */
    UNKNOWN_SCHEMA,
    /** A field that the schema demands is not there. */
    MISSING_FIELD,
    /** A field of another type, such as text for a number. */
    WRONG_TYPE,
    /** NaN or infinity. */
    NOT_A_NUMBER,
    /** A number below 0. */
    NEGATIVE,
    /** A number above what any host can reach, or a text too long. */
    OUT_OF_BOUNDS
  }
}
