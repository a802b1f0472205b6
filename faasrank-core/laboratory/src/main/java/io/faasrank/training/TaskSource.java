package io.faasrank.training;

import java.util.List;

/**
 * Where the tasks of a training come from. What is asked for depends on the arguments and on the
 * source's own seed alone, so that a resumed training meets the same tasks.
 */
public interface TaskSource {

  /**
   * The tasks of an update, at least one; always the same number.
   *
   * @param update from 0
   */
  List<Task> tasks(int update);

  /** The tasks whose states the scaler is learnt from; none that is trained on. */
  List<Task> scalerTasks();
}
