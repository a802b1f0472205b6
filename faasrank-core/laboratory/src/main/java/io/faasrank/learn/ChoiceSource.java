package io.faasrank.learn;

import io.faasrank.model.Model;
import java.util.List;

/**
 * Says of each decision of a log how probable it is under another model. That needs the state that
 * the decision saw, rebuilt by the classes that served.
 */
@FunctionalInterface
public interface ChoiceSource {

  /**
   * The decisions, with the model as the other policy.
   *
   * @param fromMillis the wall clock at the first decision to look at, in milliseconds since 1970
   */
  List<LoggedChoice> choices(Model candidate, long fromMillis);
}
