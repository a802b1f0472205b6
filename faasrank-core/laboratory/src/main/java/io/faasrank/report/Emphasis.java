package io.faasrank.report;

/**
 * How the report draws each policy: the best learned one and the best heuristic stand out, hashing
 * is grey. Names are classes of the style sheet.
 */
record Emphasis(Analysis analysis) {

  String style(int policy) {
    if (analysis.bestHeuristic().orElse(-1) == policy) {
      return "best";
    }
    return switch (role(policy)) {
      case REFERENCE -> "reference";
      case REPLAY -> "replay";
      case HEURISTIC -> "heuristic";
      case LEARNED -> analysis.bestLearned().orElse(-1) == policy ? "learned" : "learned-other";
      case ORACLE, SYSTEM -> "oracle";
    };
  }

  /** Drawn larger, with intervals, and over time. */
  boolean highlighted(int policy) {
    return switch (role(policy)) {
      case REFERENCE, LEARNED -> true;
      case HEURISTIC -> analysis.bestHeuristic().orElse(-1) == policy;
      case REPLAY, ORACLE, SYSTEM -> false;
    };
  }

  /** Named in legends; all heuristics but the best look the same. */
  boolean named(int policy) {
    return !style(policy).equals("heuristic");
  }

  private PolicyRole role(int policy) {
    return analysis.evaluation().policies().get(policy).role();
  }
}
