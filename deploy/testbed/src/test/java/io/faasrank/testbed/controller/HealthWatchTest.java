package io.faasrank.testbed.controller;

import static io.faasrank.testbed.controller.HealthWatch.Result.SUCCESS;
import static io.faasrank.testbed.controller.HealthWatch.Result.SYSTEM_ERROR;
import static io.faasrank.testbed.controller.HealthWatch.Result.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards OpenWhisk's rules of health, so that the stand-in trusts an invoker when it would. */
final class HealthWatchTest {

  private static final long OFFLINE_AFTER = 10;
  private static final long TEST_EVERY = 60;

  private final HealthWatch watch = new HealthWatch(OFFLINE_AFTER, TEST_EVERY);

  @Test
  void startsUnhealthyAndMustAnswerATest() {
    assertThat(watch.health()).isEqualTo(InvokerHealth.OFFLINE);
    watch.pinged(true, 1000);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNHEALTHY);
    assertThat(watch.takeTest(1000)).isTrue();
    assertThat(watch.takeTest(1000)).isFalse();
    watch.pinged(true, 1001);
    assertThat(watch.takeTest(1001)).isFalse();
    watch.ended(SUCCESS);
    assertThat(watch.health()).isEqualTo(InvokerHealth.HEALTHY);
    // one more, which may take it back
    assertThat(watch.takeTest(1001)).isTrue();
  }

  @Test
  void silenceMakesOfflineAndAPingBringsBackUntrusted() {
    becomeHealthy();
    watch.look(OFFLINE_AFTER);
    assertThat(watch.health()).isEqualTo(InvokerHealth.HEALTHY);
    watch.look(OFFLINE_AFTER + 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.OFFLINE);
    watch.ended(SUCCESS);
    assertThat(watch.health()).isEqualTo(InvokerHealth.OFFLINE);
    watch.pinged(true, 20);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNHEALTHY);
  }

  @Test
  void saysItselfThatItTakesNothing() {
    becomeHealthy();
    watch.pinged(false, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.OFFLINE);
    watch.pinged(false, 2);
    assertThat(watch.health()).isEqualTo(InvokerHealth.OFFLINE);
  }

  @Test
  void moreThanThreeErrorsOfTenMakeUnhealthyUntilTheyAreOutlived() {
    becomeHealthy();
    end(SUCCESS, 9);
    end(SYSTEM_ERROR, 3);
    assertThat(watch.health()).isEqualTo(InvokerHealth.HEALTHY);
    end(SYSTEM_ERROR, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNHEALTHY);
    end(SUCCESS, 6);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNHEALTHY);
    end(SUCCESS, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.HEALTHY);
  }

  @Test
  void moreThanThreeTimeoutsOfTenMakeUnresponsive() {
    becomeHealthy();
    end(SUCCESS, 9);
    end(TIMEOUT, 3);
    assertThat(watch.health()).isEqualTo(InvokerHealth.HEALTHY);
    end(TIMEOUT, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNRESPONSIVE);
    assertThat(watch.health().usable()).isFalse();
  }

  @Test
  void firstErrorOfANewOneCountsAtOnce() {
    watch.pinged(true, 0);
    end(TIMEOUT, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNRESPONSIVE);
    end(SYSTEM_ERROR, 1);
    assertThat(watch.health()).isEqualTo(InvokerHealth.UNHEALTHY);
  }

  @Test
  void testIsRepeatedWhileItIsNotHealthy() {
    watch.pinged(true, 0);
    assertThat(watch.takeTest(0)).isTrue();
    watch.pinged(true, TEST_EVERY);
    watch.look(TEST_EVERY);
    assertThat(watch.takeTest(TEST_EVERY)).isFalse();
    watch.look(TEST_EVERY + 1);
    assertThat(watch.takeTest(TEST_EVERY + 1)).isTrue();
  }

  private void becomeHealthy() {
    watch.pinged(true, 0);
    watch.ended(SUCCESS);
    watch.takeTest(0);
  }

  private void end(HealthWatch.Result result, int times) {
    for (int i = 0; i < times; i++) {
      watch.ended(result);
    }
  }
}
