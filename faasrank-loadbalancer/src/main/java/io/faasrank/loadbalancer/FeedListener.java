package io.faasrank.loadbalancer;

import io.faasrank.loadbalancer.cluster.NewestReports;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.redis.RedisFeed;
import org.jspecify.annotations.Nullable;

/** Passes what comes from Redis to the class that handles it: reports, the mode, models. */
final class FeedListener implements RedisFeed.Listener {

  private final NewestReports reports;
  private final ModeSwitch modes;
  private final ModelStore models;
  private volatile boolean connected;

  FeedListener(NewestReports reports, ModeSwitch modes, ModelStore models) {
    this.reports = reports;
    this.modes = modes;
    this.models = models;
  }

  /** Whether reports arrive. */
  boolean isConnected() {
    return connected;
  }

  @Override
  public void stored(int invoker, byte[] document) {
    reports.stored(invoker, document);
  }

  @Override
  public void pushed(int invoker, byte[] document) {
    reports.pushed(invoker, document);
  }

  @Override
  public void pushedToAll(byte[] document) {
    reports.pushedToAll(document);
  }

  @Override
  public void tooLong() {
    reports.tooLong();
  }

  @Override
  public void mode(@Nullable String text) {
    modes.set(text);
  }

  @Override
  public void model(String version, byte[] bytes, @Nullable String signature) {
    models.offer(version, bytes, signature);
  }

  @Override
  public void modelRemoved() {
    models.withdrawn();
  }

  @Override
  public void connected() {
    connected = true;
  }

  @Override
  public void disconnected() {
    connected = false;
  }
}
