package io.faasrank.testbed.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.simulation.InvokerSettings;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.wire.Acknowledgement;
import org.junit.jupiter.api.Test;

/**
 * Guards callers against waiting for what a fleet that leaves had taken, and for what a controller
 * sent before it heard of that.
 */
final class LeavingTest {

  private static final String SLOW = "{\"createMillis\":0,\"initMillis\":0,\"runMillis\":600000}";

  @Test
  void nobodyWaitsForWhatWasTakenOrComesLate() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        TestController controller = new TestController(kafka.bootstrapServers(), "");
        EmulatedInvokers fleet =
            EmulatedInvokers.start(
                FleetSettings.of(kafka.bootstrapServers(), InvokerSettings.paperCluster(1)))) {
      EmulatedInvoker invoker = fleet.invokers().get(0);
      controller.send(0, Activations.blocking("a", SLOW));
      controller.await("an activation that runs", () -> invoker.inflight() == 1);

      fleet.leave();
      controller.send(0, Activations.blocking("a", SLOW));

      assertThat(controller.awaitAcks(2))
          .allSatisfy(
              ack -> assertThat(((Acknowledgement.CombinedMessage) ack).systemError()).isTrue());
      assertThat(invoker.inflight()).isZero();
    }
  }
}
