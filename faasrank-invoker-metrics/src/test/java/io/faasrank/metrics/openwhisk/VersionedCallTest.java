package io.faasrank.metrics.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Guards an invoker against an exception that a call by name would turn into another. */
class VersionedCallTest {

  private static final VersionedCall<Object> CALL = VersionedCall.of(Callable.class, "call");

  @Test
  void returnsAndThrowsWhatTheMethodDoes() {
    IOException thrown = new IOException("checked");

    assertThat(CALL.on((Callable<Object>) () -> "answer")).isEqualTo("answer");
    assertThatThrownBy(
            () ->
                CALL.on(
                    (Callable<Object>)
                        () -> {
                          throw thrown;
                        }))
        .isSameAs(thrown);
  }

  @Test
  void oneThatIsNotThereFailsAsAPlainCallWould() {
    VersionedCall<Object> none = VersionedCall.of(Callable.class, "call", String.class);

    assertThat(none.isThere()).isFalse();
    assertThatThrownBy(() -> none.on((Callable<Object>) () -> "answer"))
        .isInstanceOf(NoSuchMethodError.class)
        .hasMessage("Callable.call");
  }
}
