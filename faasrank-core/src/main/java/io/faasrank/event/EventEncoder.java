package io.faasrank.event;

import io.faasrank.cluster.Action;
import io.faasrank.event.PoolChanged.InvokerChange;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Writes events as one batch. Times are differences to the event before; a text or an action is
 * written where the batch first names it and a number from then on; the whole is deflated.
 *
 * <pre>
 * batch  = 'F' 'E' schema controller sequence lost anchorNanos anchorMillis inflatedLength deflated
 * event  = kind length body                                              after inflating
 * number = seven bits a byte, the lowest first, all but the last byte with the eighth bit set
 * </pre>
 *
 * <p>For one thread.
 */
public final class EventEncoder {

  static final int[] MAGIC = {'F', 'E'};
  static final int STARTED = 1;
  static final int COUNTED = 2;
  static final int POOL = 3;
  static final int MODEL = 4;
  static final int MODE = 5;
  static final int REPORT = 6;
  static final int TRIMMED = 7;
  static final int PLACED = 8;
  static final int ENDED = 9;

  /** Flags of {@link #PLACED}. */
  static final int BLACKBOX = 1;

  static final int SAID = 2;
  static final int OVERLOADED = 4;

  /** An id of 32 hexadecimal digits is written as 16 bytes. */
  static final int ID_DIGITS = 32;

  private final EventBytes events = new EventBytes(4096);
  private final EventBytes body = new EventBytes(512);
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Action, Integer> actions = new HashMap<>();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private long lastNanos;
  private long lastNumber;
  private int count;

  /** Adds an event to the batch. */
  public void add(LogEvent event) {
    body.clear();
    body.signed(event.nanos() - lastNanos);
    lastNanos = event.nanos();
    int kind = write(event);
    events.put(kind);
    events.number(body.size());
    events.append(body);
    count++;
  }

  /** How many events the batch holds. */
  public int count() {
    return count;
  }

  /** Bytes of the batch before it is deflated. */
  public int size() {
    return events.size();
  }

  /** The batch as it is written, without what comes after. The encoder then begins another one. */
  public byte[] finish(
      String controller, long sequence, long lost, long anchorNanos, long anchorMillis) {
    EventBytes batch = new EventBytes(256 + events.size() / 2);
    for (int letter : MAGIC) {
      batch.put(letter);
    }
    batch.put(EventBatch.SCHEMA);
    batch.text(controller);
    batch.number(sequence);
    batch.number(lost);
    batch.signed(anchorNanos);
    batch.signed(anchorMillis);
    batch.number(events.size());
    deflate(batch);
    events.clear();
    texts.clear();
    actions.clear();
    lastNanos = 0;
    lastNumber = 0;
    count = 0;
    return batch.toBytes();
  }

  private void deflate(EventBytes batch) {
    deflater.reset();
    deflater.setInput(events.toBytes());
    deflater.finish();
    byte[] piece = new byte[8192];
    while (!deflater.finished()) {
      batch.append(piece, deflater.deflate(piece));
    }
  }

  private int write(LogEvent event) {
    if (event instanceof Placed placed) {
      return placed(placed);
    } else if (event instanceof Ended ended) {
      return ended(ended);
    } else if (event instanceof ReportTaken report) {
      body.signed(report.doneNanos() - report.nanos());
      body.bytes(report.document());
      return REPORT;
    } else if (event instanceof PoolChanged pool) {
      return pool(pool);
    } else if (event instanceof ModelServed model) {
      text(model.digest());
      text(model.version());
      body.bytes(model.file());
      return MODEL;
    } else if (event instanceof ModeSet mode) {
      text(mode.mode());
      return MODE;
    } else if (event instanceof ControllersCounted controllers) {
      body.number(controllers.count());
      return COUNTED;
    } else if (event instanceof ControllerStarted started) {
      return started(started);
    } else {
      return TRIMMED;
    }
  }

  private int started(ControllerStarted started) {
    text(started.version());
    text(started.policy());
    text(started.candidates());
    body.number(started.maxActions());
    body.number(started.staleNanos());
    body.number(started.settleNanos());
    body.real(started.minFreshShare());
    body.real(started.maxLostShare());
    body.put(started.lateBinding() ? 1 : 0);
    body.real(started.patience());
    body.real(started.busyIdleShare());
    body.fixed(started.seed(), Long.BYTES);
    return STARTED;
  }

  private int pool(PoolChanged pool) {
    body.put(pool.blackbox() ? 1 : 0);
    body.number(pool.offset());
    body.number(pool.size());
    body.number(pool.changes().size());
    int last = 0;
    for (InvokerChange change : pool.changes()) {
      body.signed(change.position() - last);
      last = change.position();
      body.number((long) change.memoryMb() << 1 | (change.usable() ? 1 : 0));
    }
    return POOL;
  }

  private int placed(Placed placed) {
    PolicySaid said = placed.said();
    body.put(
        (placed.blackbox() ? BLACKBOX : 0)
            | (said != null ? SAID : 0)
            | (said != null && said.overloaded() ? OVERLOADED : 0));
    body.signed(placed.number() - lastNumber);
    lastNumber = placed.number();
    id(placed.activationId());
    action(placed.action());
    body.number(placed.maxConcurrent());
    body.number(placed.timeLimitMillis());
    body.number(placed.waitedMillis());
    body.number(placed.invoker());
    text(placed.placer());
    text(placed.mode());
    body.real(placed.placerProbability());
    text(placed.fallback());
    if (said != null) {
      body.signed(placed.nanos() - said.nanos());
      text(said.policy());
      text(said.model());
      body.number(said.invoker());
      body.number(said.candidates());
      body.real(said.propensity());
      body.real(said.scoreSpread());
      body.number(said.tookNanos());
      body.fixed(said.fingerprint(), Integer.BYTES);
    }
    return PLACED;
  }

  private int ended(Ended ended) {
    body.signed(ended.number() - lastNumber);
    body.put(ended.how().ordinal());
    body.put(ended.start().ordinal());
    body.signed(ended.waitMillis());
    body.signed(ended.initMillis());
    body.signed(ended.runMillis());
    return ENDED;
  }

  private void id(String id) {
    if (isHexadecimal(id)) {
      body.number(0);
      body.fixed(Long.parseUnsignedLong(id, 0, ID_DIGITS / 2, 16), Long.BYTES);
      body.fixed(Long.parseUnsignedLong(id, ID_DIGITS / 2, ID_DIGITS, 16), Long.BYTES);
    } else {
      body.number(1);
      body.text(id);
    }
  }

  private static boolean isHexadecimal(String id) {
    if (id.length() != ID_DIGITS) {
      return false;
    }
    for (int i = 0; i < ID_DIGITS; i++) {
      char digit = id.charAt(i);
      if (Character.digit(digit, 16) < 0 || digit > 'f' || Character.isUpperCase(digit)) {
        return false;
      }
    }
    return true;
  }

  private void text(String text) {
    Integer known = texts.putIfAbsent(text, texts.size() + 1);
    body.number(known == null ? 0 : known);
    if (known == null) {
      body.text(text);
    }
  }

  private void action(Action action) {
    Integer known = actions.putIfAbsent(action, actions.size() + 1);
    body.number(known == null ? 0 : known);
    if (known == null) {
      body.number(action.id());
      body.number(action.memoryMb());
      text(action.namespace());
      text(action.name());
    }
  }
}
