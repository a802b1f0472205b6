package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.redis.RedisProcess;
import org.junit.jupiter.api.Test;

/** Guards against work that grows: what one report allocates at the median, 244 kB when written. */
class PublishingCostTest {

  private static final double BUDGET_BYTES = 500_000;

  @Test
  void oneReportStaysWithinItsBudget() {
    try (RedisProcess redis = RedisProcess.start()) {
      PublishingCost.Quantiles bytes =
          PublishingCost.bytesPerReport(PublishingCost.patient(redis), 600);
      assertThat(bytes.median()).isLessThan(BUDGET_BYTES);
    }
  }
}
