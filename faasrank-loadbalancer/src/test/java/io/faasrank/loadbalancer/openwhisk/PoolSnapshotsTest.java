package io.faasrank.loadbalancer.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.cluster.Pool;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.openwhisk.common.InvokerHealth;
import org.junit.jupiter.api.Test;
import scala.collection.IndexedSeq;

/** Guards against a snapshot per activation, and against one that outlives a change of health. */
class PoolSnapshotsTest {

  @Test
  void aSnapshotLivesUntilTheInvokersAreReplaced() {
    AtomicReference<IndexedSeq<InvokerHealth>> now =
        new AtomicReference<>(
            Host.sequence(List.of(Host.invoker(7, true, 2048), Host.invoker(8, false, 1024))));
    PoolSnapshots snapshots = new PoolSnapshots(true, now::get);
    Pool pool = snapshots.current();
    assertThat(snapshots.current()).isSameAs(pool);
    assertThat(pool.blackbox()).isTrue();
    assertThat(pool.size()).isEqualTo(2);
    assertThat(pool.invoker(1)).isEqualTo(8);
    assertThat(pool.usable(0)).isTrue();
    assertThat(pool.usable(1)).isFalse();
    assertThat(pool.memoryMb(1)).isEqualTo(1024);

    now.set(Host.sequence(List.of(Host.invoker(7, true, 2048), Host.invoker(8, true, 1024))));
    assertThat(snapshots.current().usable(1)).isTrue();
    now.set(Host.sequence(List.of()));
    assertThat(snapshots.current().size()).isZero();
  }
}
