package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report that a test fills; empty and idle, of 8 cores and 2,048 MB, unless told otherwise. */
public final class ReportDraft {

  /** Noon of 1 January 2026, in milliseconds since 1970. */
  public static final long NOON = 1_767_268_800_000L;

  private final int invoker;
  private final long sampledAtMillis;
  private final List<ActionReport> actions = new ArrayList<>();
  private final double[] values = new double[ResourceMetric.COUNT];
  private String uniqueName;
  private @Nullable Long startedAtMillis;
  private int cores = 8;
  private int reservedMb;
  private int idleMb;
  private int inflight;
  private @Nullable Integer queued;

  public ReportDraft(int invoker, long sampledAtMillis) {
    this.invoker = invoker;
    this.sampledAtMillis = sampledAtMillis;
    this.uniqueName = "host-" + invoker;
    Arrays.fill(values, 10);
  }

  public ReportDraft by(String name) {
    uniqueName = name;
    return this;
  }

  /** Of a process that started then, in milliseconds since 1970. */
  public ReportDraft started(long atMillis) {
    startedAtMillis = atMillis;
    return this;
  }

  public ReportDraft cores(int count) {
    cores = count;
    return this;
  }

  public ReportDraft resource(ResourceMetric metric, double value) {
    values[metric.ordinal()] = value;
    return this;
  }

  public ReportDraft working(int activations, int memoryMb) {
    inflight = activations;
    reservedMb = memoryMb;
    return this;
  }

  public ReportDraft queued(int activations) {
    queued = activations;
    return this;
  }

  /** Memory of idle containers of no action in particular. */
  public ReportDraft idleMb(int memoryMb) {
    idleMb += memoryMb;
    return this;
  }

  public ReportDraft idle(ActionBook action, int containers) {
    idleMb += containers * action.action().memoryMb();
    return measured(action, containers, 0, 0, 0, 0);
  }

  /** Activations of the action that run, with as many idle containers beside. */
  public ReportDraft running(ActionBook action, int count, int idle) {
    idleMb += idle * action.action().memoryMb();
    return action(action, idle, count, 0, 0, 0, 0);
  }

  public ReportDraft measured(
      ActionBook action, int idle, long inits, double initMillis, long runs, double runMillis) {
    return action(action, idle, null, inits, initMillis, runs, runMillis);
  }

  private ReportDraft action(
      ActionBook action,
      int idle,
      @Nullable Integer running,
      long inits,
      double initMillis,
      long runs,
      double runMillis) {
    actions.add(
        new ActionReport(
            action.action().namespace(),
            action.action().name(),
            action.action().memoryMb(),
            idle,
            running,
            inits,
            initMillis,
            runs,
            runMillis));
    return this;
  }

  public InvokerReport report() {
    return new InvokerReport(
        invoker,
        uniqueName,
        startedAtMillis,
        sampledAtMillis,
        resources(),
        new ContainerReport(2048, reservedMb, idleMb, inflight, queued, 0, 0, 0, actions));
  }

  /** The document as it comes from Redis. */
  public byte[] json() {
    return ReportCodec.encode(report());
  }

  /** The document of a stand-alone agent, which sees no containers. */
  public byte[] agentJson() {
    return ReportCodec.encode(
        new InvokerReport(
            invoker, uniqueName, startedAtMillis, sampledAtMillis, resources(), null));
  }

  private ResourceReport resources() {
    return new ResourceReport(sampledAtMillis, 500, cores, values);
  }
}
