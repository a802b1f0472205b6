package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a feed handed on, in order; each thing once more as a line of {@link #events}. */
class RecordingListener implements RedisFeed.Listener {

  final List<String> reports = new CopyOnWriteArrayList<>();

  /** Modes, models and removals, such as {@code mode canary 0.1} and {@code model v2: abc}. */
  final List<String> events = new CopyOnWriteArrayList<>();

  final AtomicInteger tooLong = new AtomicInteger();
  final AtomicInteger connected = new AtomicInteger();
  final AtomicInteger disconnected = new AtomicInteger();

  @Override
  public void stored(int invoker, byte[] document) {
    reports.add(new String(document, UTF_8));
  }

  @Override
  public void pushed(int invoker, byte[] document) {
    reports.add(invoker + ": " + new String(document, UTF_8));
  }

  @Override
  public void pushedToAll(byte[] document) {
    reports.add(new String(document, UTF_8));
  }

  @Override
  public void tooLong() {
    tooLong.incrementAndGet();
  }

  @Override
  public void mode(@Nullable String text) {
    events.add("mode " + text);
  }

  @Override
  public void model(String version, byte[] bytes, @Nullable String signature) {
    events.add(
        "model %.200s: %s%s"
            .formatted(
                version,
                new String(bytes, 0, Math.min(bytes.length, 50), UTF_8),
                signature == null ? "" : " signed " + signature));
  }

  @Override
  public void modelRemoved() {
    events.add("no model");
  }

  @Override
  public void connected() {
    connected.incrementAndGet();
  }

  @Override
  public void disconnected() {
    disconnected.incrementAndGet();
  }

  boolean isConnected() {
    return connected.get() > disconnected.get();
  }
}
