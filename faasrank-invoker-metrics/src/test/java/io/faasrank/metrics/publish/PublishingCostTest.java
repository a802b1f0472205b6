package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.redis.RedisProcess;
import org.junit.jupiter.api.Test;

/** Guards the budget: one sample and publication under 1 ms of CPU at the median. */
class PublishingCostTest {

  private static final double BUDGET_MICROS = 1000;

  @Test
  void oneReportStaysWithinItsBudget() {
    try (RedisProcess redis = RedisProcess.start()) {
      PublishingCost.Quantiles cost = PublishingCost.perReport(PublishingCost.patient(redis), 600);
      assertThat(cost.median()).isLessThan(BUDGET_MICROS);
    }
  }
}
