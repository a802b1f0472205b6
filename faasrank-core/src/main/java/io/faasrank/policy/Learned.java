package io.faasrank.policy;

/**
 * Declares the learned policies. Both score with the same network, which the caller brings; they
 * differ in the selector, which other policies use too, so neither class could carry the name.
 */
final class Learned {

  private Learned() {}

  /** Serving: the candidate the network scores highest. */
  @PolicySpec(
      name = "faasrank",
      summary = "the score network's first choice",
      source = "FaaSRank, Section IV-B (Score-Rank-Select)",
      learned = true)
  static final class Best {
    private Best() {}
  }

  /** Training, and serving as the paper writes it: a draw from the softmax of the scores. */
  @PolicySpec(
      name = "faasrank-sampled",
      summary = "a draw from the softmax of the score network's scores",
      source = "FaaSRank, Section IV-B, Eq. 4",
      learned = true)
  static final class Sampled {
    private Sampled() {}
  }
}
