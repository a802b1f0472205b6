package io.faasrank.training;

import io.faasrank.simulation.Simulator;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One workload an update: workloads take turns, and with every round of them so do clusters.
 *
 * @param clusters one named twice gets twice as many updates
 * @param sameArrivals whether each workload repeats the same arrivals, as the paper trained
 */
public record TurningTasks(
    List<Simulator> clusters, List<String> workloads, WorkloadSource source, boolean sameArrivals)
    implements TaskSource {

  /** A draw that no update reaches. */
  static final int SCALER_DRAW = 1_000_000;

  public TurningTasks {
    clusters = List.copyOf(clusters);
    workloads = List.copyOf(workloads);
  }

  @Override
  public List<Task> tasks(int update) {
    String name = workloads.get(update % workloads.size());
    int round = update / workloads.size();
    return List.of(task(clusters.get(round % clusters.size()), name, sameArrivals ? 0 : round));
  }

  @Override
  public List<Task> scalerTasks() {
    List<Task> tasks = new ArrayList<>();
    for (Simulator cluster : clusters) {
      for (String name : workloads) {
        tasks.add(task(cluster, name, SCALER_DRAW));
      }
    }
    return tasks;
  }

  private Task task(Simulator cluster, String name, int draw) {
    return new Task(name, cluster, source.workload(name, draw, 0));
  }
}
