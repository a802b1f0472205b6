package io.faasrank.testbed.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.testbed.wire.ActivationOutcome;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.FunctionProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards what an activation does: from its name, from its parameters, and when both are wrong. */
final class EmulatedWorkTest {

  @Test
  void actionOfTableTwoCostsWhatTheTableSays() {
    FunctionProfile dh = BenchmarkFunctions.find("DH").orElseThrow();
    EmulatedWork work = work("DH", "{\"factor\":1.5}");

    assertThat(work.profile().memoryMb()).isEqualTo(512);
    assertThat(work.profile().initSeconds()).isEqualTo(dh.initSeconds());
    assertThat(work.profile().createSeconds()).isEqualTo(dh.createSeconds());
    assertThat(work.runSeconds()).isEqualTo(2.34 * 1.5);
    assertThat(work.outcome()).isEqualTo(ActivationOutcome.SUCCESS);
    assertThat(work("dh", "{}").profile().memoryMb()).isEqualTo(512);
  }

  @Test
  void anyOtherActionCostsTheDefault() {
    assertThat(work("hello", "{}").profile()).isEqualTo(EmulatedWork.DEFAULT);
    assertThat(EmulatedWork.of(Activations.healthTest()).profile())
        .isEqualTo(EmulatedWork.HEALTH_TEST);
  }

  @Test
  void parametersReplaceTheCosts() {
    EmulatedWork work =
        work("hello", "{\"runMillis\":30,\"initMillis\":20,\"createMillis\":0,\"memoryMb\":128}");

    assertThat(work.runSeconds()).isEqualTo(0.03);
    assertThat(work.profile().initSeconds()).isEqualTo(0.02);
    assertThat(work.profile().createSeconds()).isBetween(0.0, 1e-9);
    assertThat(work.profile().memoryMb()).isEqualTo(128);
  }

  @Test
  void timeLimitEndsTheRun() {
    EmulatedWork work = work("hello", "{\"runMillis\":500,\"timeLimitMillis\":200}");

    assertThat(work.runSeconds()).isEqualTo(0.2);
    assertThat(work.timedOut()).isTrue();
    assertThat(work.outcome()).isEqualTo(ActivationOutcome.DEVELOPER_ERROR);
    assertThat(work("DH", "{\"factor\":30}").timedOut()).isTrue();
    assertThat(work("DH", "{\"factor\":20}").timedOut()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"application_error,APPLICATION_ERROR", "system_error,SYSTEM_ERROR"})
  void outcomeIsAsAsked(String name, ActivationOutcome outcome) {
    EmulatedWork work = work("hello", "{\"outcome\":\"" + name + "\"}");
    assertThat(work.outcome()).isEqualTo(outcome);
    assertThat(work.result().has("error")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                         | parameter emulate is not an object
          {"factor":"fast"}         | parameter emulate.factor is not a number from 0 to 1000
          {"runMillis":-1}          | parameter emulate.runMillis is not a number from 0 to 86400000
          {"outcome":"maybe"}       | parameter emulate.outcome is not a known outcome
          """)
  void wrongParameterIsNamed(String emulate, String message) {
    assertThatThrownBy(() -> work("hello", emulate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static EmulatedWork work(String action, String emulate) {
    return EmulatedWork.of(Activations.of(action, true, 0, emulate));
  }
}
