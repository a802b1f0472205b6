package io.faasrank.report;

/**
 * A row of the tables.
 *
 * @param name the label shown, unique in an evaluation
 */
public record EvaluatedPolicy(String name, PolicyRole role) {}
