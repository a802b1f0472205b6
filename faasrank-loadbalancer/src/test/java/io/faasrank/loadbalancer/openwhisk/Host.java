package io.faasrank.loadbalancer.openwhisk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.openwhisk.common.InvokerHealth;
import org.apache.openwhisk.common.InvokerState;
import org.apache.openwhisk.common.NestedSemaphore;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.entity.ActionLimits;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.ExecMetaData;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import org.apache.openwhisk.core.entity.Identity;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.Namespace;
import org.apache.openwhisk.core.entity.ParameterValue;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancerState;
import org.jspecify.annotations.Nullable;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;
import spray.json.JsString;
import spray.json.JsValue;

/** Values of OpenWhisk's types, whose signatures alone have no bodies. */
final class Host {

  static final int ACTION_MB = 256;

  private Host() {}

  static <T> IndexedSeq<T> sequence(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toIndexedSeq();
  }

  static InvokerHealth invoker(int number, boolean usable, int memoryMb) {
    InvokerInstanceId id =
        new InvokerInstanceId() {
          @Override
          public int toInt() {
            return number;
          }

          @Override
          public ByteSize userMemory() {
            return megabytes(memoryMb);
          }

          @Override
          public String toString() {
            return "invoker" + number;
          }
        };
    InvokerState state = state(usable);
    return new InvokerHealth(id, state) {
      @Override
      public InvokerInstanceId id() {
        return id;
      }

      @Override
      public InvokerState status() {
        return state;
      }
    };
  }

  private static InvokerState state(boolean usable) {
    return new InvokerState() {
      @Override
      public String asString() {
        return usable ? "up" : "down";
      }

      @Override
      public boolean isUsable() {
        return usable;
      }
    };
  }

  private static ByteSize megabytes(int megabytes) {
    return new ByteSize() {
      @Override
      public long toMB() {
        return megabytes;
      }
    };
  }

  /** An action of 256 MB in namespace guest; the annotation, if any, is {@code faasrank}'s. */
  static ExecutableWhiskActionMetaData action(
      String name, boolean blackbox, @Nullable String annotation) {
    ActionLimits limits = new Limits();
    ExecMetaData exec = new Exec(blackbox);
    Map<Object, ParameterValue> none = Map$.MODULE$.empty();
    Map<Object, ParameterValue> annotations =
        annotation == null ? none : none.updated("faasrank", value(annotation));
    return new ExecutableWhiskActionMetaData(name) {
      @Override
      public ExecMetaData exec() {
        return exec;
      }

      @Override
      public ActionLimits limits() {
        return limits;
      }

      @Override
      public Map<Object, ParameterValue> annotations() {
        return annotations;
      }

      @Override
      public FullyQualifiedEntityName fullyQualifiedName(boolean withVersion) {
        return new Name("guest/" + name + (withVersion ? "@0.0.1" : ""));
      }
    };
  }

  private static ParameterValue value(String text) {
    return new ParameterValue() {
      @Override
      public JsValue value() {
        return new JsString(text);
      }
    };
  }

  static ActivationMessage message(String activationId) {
    return new ActivationMessage() {
      @Override
      public String activationId() {
        return activationId;
      }

      @Override
      public Identity user() {
        return new Guest();
      }

      @Override
      public String serialize() {
        return "{}";
      }
    };
  }

  /** A message whose user cannot be read. */
  static ActivationMessage brokenMessage(String activationId) {
    return new ActivationMessage() {
      @Override
      public String activationId() {
        return activationId;
      }
    };
  }

  private static final class Guest extends Identity {
    @Override
    public Namespace namespace() {
      return new Namespace() {
        @Override
        public String name() {
          return "guest";
        }

        @Override
        public String uuid() {
          return "guest-uuid";
        }
      };
    }
  }

  private static final class Limits extends ActionLimits {
    @Override
    public FiniteDuration timeout() {
      return Duration.create(1, TimeUnit.MINUTES);
    }

    @Override
    public int memory() {
      return ACTION_MB;
    }

    @Override
    public int concurrency() {
      return 1;
    }
  }

  private static final class Exec extends ExecMetaData {
    private final boolean blackbox;

    Exec(boolean blackbox) {
      this.blackbox = blackbox;
    }

    @Override
    public boolean pull() {
      return blackbox;
    }
  }

  private static final class Name extends FullyQualifiedEntityName {
    private final String name;

    Name(String name) {
      this.name = name;
    }

    @Override
    public String asString() {
      return name;
    }
  }

  /** A semaphore as OpenWhisk's for actions without concurrency. */
  static final class Permits extends NestedSemaphore<FullyQualifiedEntityName> {
    private final AtomicInteger permits;

    Permits(int memoryMb) {
      super(memoryMb);
      permits = new AtomicInteger(memoryMb);
    }

    @Override
    public int availablePermits() {
      return permits.get();
    }

    @Override
    public boolean tryAcquireConcurrent(
        FullyQualifiedEntityName action, int maxConcurrent, int memoryMb) {
      int left = permits.get();
      while (left >= memoryMb) {
        if (permits.compareAndSet(left, left - memoryMb)) {
          return true;
        }
        left = permits.get();
      }
      return false;
    }

    @Override
    public void forceAcquireConcurrent(
        FullyQualifiedEntityName action, int maxConcurrent, int memoryMb) {
      permits.addAndGet(-memoryMb);
    }

    @Override
    public void releaseConcurrent(
        FullyQualifiedEntityName action, int maxConcurrent, int memoryMb) {
      permits.addAndGet(memoryMb);
    }
  }

  /** Invokers of equal memory; the last one is blackbox, all are managed. */
  static final class Cluster extends ShardingContainerPoolBalancerState {
    private volatile IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> permits;
    private volatile IndexedSeq<InvokerHealth> invokers;

    Cluster(int invokers, int memoryMb) {
      this.invokers = healthy(invokers, memoryMb);
      this.permits = permits(invokers, memoryMb);
    }

    /** Another number of invokers, whose slots follow a moment later, as OpenWhisk's. */
    void resize(int count, int memoryMb) {
      invokers = healthy(count, memoryMb);
      permits = permits(count, memoryMb);
    }

    private static IndexedSeq<InvokerHealth> healthy(int count, int memoryMb) {
      return sequence(IntStream.range(0, count).mapToObj(i -> invoker(i, true, memoryMb)).toList());
    }

    private static IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> permits(
        int count, int memoryMb) {
      List<NestedSemaphore<FullyQualifiedEntityName>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(new Permits(memoryMb));
      }
      return sequence(all);
    }

    void replace(InvokerHealth... all) {
      invokers = sequence(List.of(all));
    }

    int available(int invoker) {
      return permits.apply(invoker).availablePermits();
    }

    @Override
    public IndexedSeq<InvokerHealth> invokers() {
      return invokers;
    }

    @Override
    public IndexedSeq<InvokerHealth> managedInvokers() {
      return invokers;
    }

    @Override
    public IndexedSeq<InvokerHealth> blackboxInvokers() {
      return sequence(List.of(invokers.apply(invokers.length() - 1)));
    }

    @Override
    public IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> invokerSlots() {
      return permits;
    }

    @Override
    public int clusterSize() {
      return 1;
    }
  }
}
