package io.faasrank.cli;

import java.util.concurrent.Callable;

/** A command of another module that explains decisions, under {@code faasrank explain}. */
public interface ExplainSubcommand extends Callable<Integer> {}
