package io.faasrank.policy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a policy's name, once, on the class that makes the policy what it is: its scorer, or its
 * selector where the scorer is another policy's. Configuration, command line, tables and docs show
 * this name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PolicySpec {

  /** Lower case, words joined by hyphens; unique in the registry. */
  String name();

  /** The rule in one line, for tables and help. */
  String summary();

  /** Where the rule comes from: paper with section or equation, or system. */
  String source();

  /**
   * Whether the policy knows what no real scheduler can know, so that only the simulator runs it.
   */
  boolean simulatorOnly() default false;

  /** Whether the policy scores with a trained network. */
  boolean learned() default false;
}
