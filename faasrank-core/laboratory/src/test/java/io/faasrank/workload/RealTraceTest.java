package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * On a 250-function sample of the Azure 2019 trace, where one is given: guards against a recipe
 * that fits made traces and fails on heavy-tailed real ones.
 */
class RealTraceTest {

  private Trace trace = TestTraces.trace(0, List.of());

  @BeforeEach
  void read() {
    trace = TestTraces.real();
  }

  @ParameterizedTest
  @EnumSource
  void everyWorkloadIsWithinToleranceOfTableThree(Split split) {
    TraceWorkloads workloads = new TraceWorkloads(trace, split, false, Spacing.UNIFORM, 0.3, 1);
    Set<String> used = new HashSet<>();
    for (WorkloadShape shape : WorkloadShape.all()) {
      for (int repetition = 0; repetition < 10; repetition++) {
        TraceDraw draw = workloads.draw(shape, repetition);
        assertThat(draw.withinTolerance()).isTrue();
        assertThat(Math.abs(draw.counts().total() - shape.calls()))
            .isLessThanOrEqualTo((long) (WorkloadComposer.TOLERANCE * shape.calls()));
        used.addAll(draw.traceFunctions());
      }
    }
    assertThat(used.size()).isGreaterThan(trace.functions(split).size() * 3 / 4);
  }

  @Test
  void splitsHaveTheirShares() {
    int all = trace.functions().size();

    assertThat(trace.functions(Split.TRAIN).size()).isBetween(all / 2, all * 7 / 10);
    assertThat(
            trace.functions(Split.TRAIN).size()
                + trace.functions(Split.VALIDATION).size()
                + trace.functions(Split.TEST).size())
        .isEqualTo(all);
  }
}
