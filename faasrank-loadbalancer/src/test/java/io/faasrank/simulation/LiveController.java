package io.faasrank.simulation;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.InflightCodec;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.OtherControllers;
import io.faasrank.loadbalancer.cluster.OwnInflight;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Decision;
import io.faasrank.policy.HashingScorer;
import io.faasrank.policy.ScoringEngine;
import io.faasrank.simulation.LiveCluster.Submitted;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One controller of a {@link LiveCluster}: the book, the intake of reports, placement and ledger
 * that serve, around them OpenWhisk's slots and its own rule.
 */
final class LiveController {

  private record Sent(SimulatedActivation activation, int invoker, Submitted of) {}

  final HandClock clock = new HandClock();
  final Meters meters = new Meters(new RecordingSink());
  final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 4096, clock);
  final ReportIntake intake;
  private final OwnInflight own;
  private final OtherControllers others;
  private final DecisionLedger ledger;
  private final Placement placement;
  private final boolean hashing;
  private final LiveCluster cluster;
  private final int[] memoryMb;
  private final int[] takenMb;
  private final boolean[] usable;
  private final Map<String, Sent> open = new HashMap<>();
  private final SplittableRandom random;
  private final LiveView view;
  private final double timeoutSeconds;
  private final int shares;
  int overloaded;
  private final int[] placed;

  LiveController(
      LiveCluster cluster,
      List<String> policyAndModel,
      int controllers,
      double timeoutSeconds,
      long seed) {
    this.cluster = cluster;
    this.random = new SplittableRandom(seed);
    this.timeoutSeconds = timeoutSeconds;
    String policy = policyAndModel.get(0);
    String model = policyAndModel.get(1);
    this.hashing = policy.equals("hashing");
    this.view = new LiveView(book);
    book.controllers(controllers);
    ModelStore models =
        new ModelStore(ScoringEngine.named("java"), ShippedModel.open(model), "test");
    placement =
        new Placement(
            book,
            new ServingPolicies(policy, CandidateLimit.NONE, models::served),
            0.5,
            0.4,
            Duration.ofDays(1),
            meters,
            clock,
            seed);
    ledger = new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), policy, meters);
    intake = new ReportIntake(book, meters, ledger);
    String id = Integer.toString(cluster.controllers());
    own = new OwnInflight(id, book, ledger);
    others = new OtherControllers(id, book);
    int count = cluster.sizes().size();
    memoryMb = new int[count];
    takenMb = new int[count];
    usable = new boolean[count];
    placed = new int[count];
    for (int i = 0; i < count; i++) {
      usable[i] = true;
      memoryMb[i] = cluster.sizes().get(i).memoryMb();
    }
    this.shares = controllers;
    cluster.join(this);
  }

  static long millis(double seconds) {
    return ReportDraft.NOON + Math.round(1000 * seconds);
  }

  void usable(int invoker, boolean now) {
    usable[invoker] = now;
  }

  byte[] announcement() {
    return InflightCodec.encode(own.report(millis(cluster.now())));
  }

  void announced(byte[] announcement) {
    others.take(InflightCodec.decode(announcement));
    others.age();
  }

  /** Activations placed on each invoker since the last {@link #forgetPlaced}. */
  int[] placed() {
    return placed.clone();
  }

  void forgetPlaced() {
    Arrays.fill(placed, 0);
  }

  int[] takenMb() {
    return takenMb.clone();
  }

  int inflight() {
    return open.size();
  }

  int inflight(int invoker) {
    return (int) open.values().stream().filter(sent -> sent.invoker == invoker).count();
  }

  void place(SimulatedActivation activation, Submitted of) {
    String id = "a" + activation.id;
    var function = cluster.functions().get(activation.function);
    ActionBook action =
        book.actions().book("guest", "guest/" + function.name(), function.memoryMb());
    Slots slots = new Slots(function.memoryMb());
    Pool pool = new Pool(false, 0, usable.clone(), memoryMb);
    Request request = new Request(id, action, pool, 1, slots);
    Choice choice = hashing ? null : placement.place(request);
    int invoker = choice != null ? choice.invoker() : stock(request);
    overloaded += choice != null && choice.overloaded() ? 1 : 0;
    placed[invoker]++;
    ledger.open(id, action, invoker, 1, choice, null, null);
    Sent sent = new Sent(activation, invoker, of);
    open.put(id, sent);
    cluster.send(activation, invoker, this);
    cluster.at(cluster.now() + timeoutSeconds, () -> close(id, sent, Outcome.TIMED_OUT));
  }

  private int stock(Request request) {
    view.bind(request.pool(), request.action(), request.slots(), 1);
    int first = HashingScorer.firstWithMemory(view, request.action().action());
    if (first != Decision.NONE) {
      if (!request.slots().tryAcquire(first)) {
        throw new IllegalStateException("there was memory");
      }
      return first;
    }
    int[] all = IntStream.range(0, usable.length).filter(i -> usable[i]).toArray();
    int any = all[random.nextInt(all.length)];
    request.slots().forceAcquire(any);
    return any;
  }

  void acknowledged(SimulatedActivation done) {
    String id = "a" + done.id;
    Sent sent = open.get(id);
    if (sent != null) {
      sent.of.ended(cluster.now() - done.arrivalSeconds);
      close(id, sent, Outcome.COMPLETED);
    } else {
      ledger.close(id, Outcome.COMPLETED);
    }
  }

  private void close(String id, Sent sent, Outcome outcome) {
    if (open.remove(id, sent)) {
      ledger.close(id, outcome);
      takenMb[sent.invoker] -= cluster.functions().get(sent.activation.function).memoryMb();
      if (outcome == Outcome.TIMED_OUT) {
        sent.of.ended(cluster.now() - sent.activation.arrivalSeconds);
      }
    }
  }

  private final class Slots implements MemorySlots {

    private final int mb;

    Slots(int mb) {
      this.mb = mb;
    }

    @Override
    public int availableMb(int invoker) {
      return memoryMb[invoker] / shares - takenMb[invoker];
    }

    @Override
    public boolean tryAcquire(int invoker) {
      if (availableMb(invoker) < mb) {
        return false;
      }
      takenMb[invoker] += mb;
      return true;
    }

    @Override
    public void forceAcquire(int invoker) {
      takenMb[invoker] += mb;
    }

    @Override
    public void release(int invoker) {
      takenMb[invoker] -= mb;
    }
  }
}
