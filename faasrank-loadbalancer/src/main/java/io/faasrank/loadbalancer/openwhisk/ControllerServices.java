package io.faasrank.loadbalancer.openwhisk;

import com.typesafe.config.Config;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.ModeSetting;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Serving;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;

/** What one controller runs beside OpenWhisk's own code. */
record ControllerServices(
    Meters meters, ModeSwitch modes, ClusterBook book, Placement placement, DecisionLedger ledger)
    implements AutoCloseable {

  static ControllerServices of(Config whole, MetricSink sink) {
    Config config = whole.getConfig("faasrank");
    Meters meters = new Meters(sink);
    ModeSwitch modes =
        new ModeSwitch(
            ModeSetting.parse(config.getString("mode"), config.getDouble("canary-share")), meters);
    FreshnessSettings freshness =
        new FreshnessSettings(
            config.getDuration("freshness.stale-after"),
            config.getDuration("freshness.settle"),
            config.getDouble("freshness.min-fresh-share"));
    ClusterBook book = new ClusterBook(freshness, config.getInt("max-actions"), System::nanoTime);
    String policy = config.getString("policy");
    Serving serving = new Serving(policy(policy), policy(policy), null);
    Placement placement =
        new Placement(
            book,
            () -> serving,
            freshness.minFreshShare(),
            config.getDuration("decision-budget"),
            meters,
            System::nanoTime,
            System.nanoTime());
    return new ControllerServices(
        meters, modes, book, placement, new DecisionLedger(book, modes, policy, meters));
  }

  private static Policy policy(String name) {
    return Policies.create(name, ControllerServices::noNetwork);
  }

  private static Scorer noNetwork() {
    throw new IllegalArgumentException("faasrank.policy: learned policies are not served");
  }

  @Override
  public void close() {}
}
