package io.faasrank.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against controllers that read another trial than was written. */
class CanaryFormatTest {

  private static final Trial TRIAL =
      Trial.begin(
          "0123456789ab",
          "a \"name\"",
          Trial.Control.HASHING,
          1_767_268_800_123L,
          CanarySettings.DEFAULTS.withBlocks(600, 45).withMargin(0.03));

  @Test
  void aTrialIsReadAsItWasWritten() {
    assertThat(CanaryFormat.trial(CanaryFormat.write(TRIAL))).isEqualTo(TRIAL);
    assertThat(TRIAL.id()).isEqualTo("1767268800123-0123456789ab");
  }

  @Test
  void whatARulingDoesNotKnowIsNull() {
    JsonNode json = CanaryFormat.read(CanaryFormat.waiting(TRIAL));
    assertThat(json.path("ratio").isNull()).isTrue();
    assertThat(json.path("ratio_below").isNull()).isTrue();
    assertThat(json.path("candidate_arm").path("slowdown_p99").isNull()).isTrue();
    assertThat(CanaryFormat.verdict(CanaryFormat.waiting(TRIAL))).isEqualTo(TrialVerdict.RUNNING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"schema":1,          | not JSON
          []                    | schema is not 1
          {"schema":2}          | schema is not 1
          {"schema":1}          | block_s is no number
          """)
  void whatIsNoTrialIsNamed(String text, String message) {
    assertThatThrownBy(() -> CanaryFormat.trial(text.strip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.strip());
  }
}
