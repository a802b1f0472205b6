package io.faasrank.event;

import io.faasrank.cluster.Action;
import io.faasrank.event.PoolChanged.InvokerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch that {@link EventEncoder} wrote. Trusts no input. An event of a kind that it does
 * not know is skipped, so that a later version may add kinds, as long as those name no text or
 * action by its number.
 */
public final class EventDecoder {

  /** Longest batch once inflated. A writer stops at a small part of it. */
  private static final int MOST_BYTES = 64 << 20;

  private final EventInput in;
  private final List<String> texts = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private long lastNanos;
  private long lastNumber;

  private EventDecoder(EventInput in) {
    this.in = in;
  }

  /**
   * Reads a batch.
   *
   * @param origin what to call the bytes in messages
   * @throws EventsRefusedException when they are not a batch of this schema; nothing else is thrown
   */
  public static EventBatch decode(byte[] batch, String origin) {
    EventInput head = new EventInput(batch, 0, batch.length, origin);
    for (int letter : EventEncoder.MAGIC) {
      if (head.get() != letter) {
        throw head.refused("does not begin as a batch of events");
      }
    }
    int schema = head.get();
    if (schema != EventBatch.SCHEMA) {
      throw head.refused("schema is " + schema + ", not " + EventBatch.SCHEMA);
    }
    String controller = head.text();
    long sequence = head.number();
    long lost = head.number();
    long anchorNanos = head.signed();
    long anchorMillis = head.signed();
    byte[] events = inflate(batch, head);
    try {
      List<LogEvent> read =
          new EventDecoder(new EventInput(events, 0, events.length, origin)).read();
      return new EventBatch(controller, sequence, lost, anchorNanos, anchorMillis, read);
    } catch (IllegalArgumentException e) {
      throw e instanceof EventsRefusedException refused
          ? refused
          : new EventsRefusedException(origin, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] inflate(byte[] batch, EventInput head) {
    byte[] events = new byte[head.below("the inflated length", MOST_BYTES)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(batch, head.position(), head.left());
      int size = 0;
      while (size < events.length) {
        int more = inflater.inflate(events, size, events.length - size);
        if (more == 0) {
          throw head.refused("holds less than it says");
        }
        size += more;
      }
      return events;
    } catch (DataFormatException e) {
      throw head.refused("cannot be inflated");
    } finally {
      inflater.end();
    }
  }

  private List<LogEvent> read() {
    List<LogEvent> events = new ArrayList<>();
    while (in.left() > 0) {
      int kind = in.get();
      EventInput body = in.part(in.below("the length of an event", in.left()));
      lastNanos += body.signed();
      LogEvent event = event(kind, lastNanos, body);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private @Nullable LogEvent event(int kind, long nanos, EventInput body) {
    return switch (kind) {
      case EventEncoder.STARTED -> started(nanos, body);
      case EventEncoder.COUNTED ->
          new ControllersCounted(nanos, body.integer("the number of controllers"));
      case EventEncoder.POOL -> pool(nanos, body);
      case EventEncoder.MODEL -> new ModelServed(nanos, text(body), text(body), body.bytes());
      case EventEncoder.MODE -> new ModeSet(nanos, text(body));
      case EventEncoder.REPORT -> new ReportTaken(nanos, nanos + body.signed(), body.bytes());
      case EventEncoder.TRIMMED -> new ActionsTrimmed(nanos);
      case EventEncoder.PLACED -> placed(nanos, body);
      case EventEncoder.ENDED -> ended(nanos, body);
      default -> null;
    };
  }

  private ControllerStarted started(long nanos, EventInput body) {
    return new ControllerStarted(
        nanos,
        text(body),
        text(body),
        text(body),
        body.integer("max-actions"),
        body.number(),
        body.number(),
        body.longReal(),
        body.longReal(),
        body.get() != 0,
        body.real(),
        body.real(),
        body.fixed(Long.BYTES));
  }

  private static PoolChanged pool(long nanos, EventInput body) {
    boolean blackbox = body.get() != 0;
    int offset = body.integer("offset");
    int size = body.integer("size");
    int count = body.below("the number of changes", body.left());
    List<InvokerChange> changes = new ArrayList<>(count);
    long position = 0;
    for (int i = 0; i < count; i++) {
      position += body.signed();
      if (position < 0 || position >= size) {
        throw body.refused("position is " + position + " in a pool of " + size);
      }
      long memory = body.number();
      changes.add(
          new InvokerChange(
              (int) position, (memory & 1) != 0, (int) Math.min(memory >>> 1, Integer.MAX_VALUE)));
    }
    return new PoolChanged(nanos, blackbox, offset, size, changes);
  }

  private Placed placed(long nanos, EventInput body) {
    int flags = body.get();
    lastNumber += body.signed();
    String id = id(body);
    Action action = action(body);
    int maxConcurrent = body.integer("the concurrency limit");
    int timeLimitMillis = body.integer("the time limit");
    int waitedMillis = body.integer("the wait");
    int invoker = body.integer("invoker");
    String placer = text(body);
    String mode = text(body);
    float placerProbability = body.real();
    String fallback = text(body);
    PolicySaid said = (flags & EventEncoder.SAID) == 0 ? null : said(nanos, flags, body);
    return new Placed(
        nanos,
        lastNumber,
        id,
        action,
        (flags & EventEncoder.BLACKBOX) != 0,
        maxConcurrent,
        timeLimitMillis,
        waitedMillis,
        invoker,
        placer,
        mode,
        placerProbability,
        said,
        fallback);
  }

  private PolicySaid said(long nanos, int flags, EventInput body) {
    return new PolicySaid(
        nanos - body.signed(),
        text(body),
        text(body),
        body.integer("invoker"),
        body.integer("candidates"),
        (flags & EventEncoder.OVERLOADED) != 0,
        body.real(),
        body.real(),
        body.number(),
        (int) body.fixed(Integer.BYTES));
  }

  private Ended ended(long nanos, EventInput body) {
    return new Ended(
        nanos,
        lastNumber + body.signed(),
        EndedHow.values()[body.below("the ending", EndedHow.values().length - 1)],
        StartKind.values()[body.below("the start", StartKind.values().length - 1)],
        (int) body.signed(),
        (int) body.signed(),
        (int) body.signed());
  }

  private static String id(EventInput body) {
    return body.number() == 0
        ? digits(body.fixed(Long.BYTES)) + digits(body.fixed(Long.BYTES))
        : body.text();
  }

  private static String digits(long half) {
    String digits = Long.toHexString(half);
    return "0".repeat(EventEncoder.ID_DIGITS / 2 - digits.length()) + digits;
  }

  private String text(EventInput body) {
    int known = body.below("the number of a text", texts.size());
    if (known > 0) {
      return texts.get(known - 1);
    }
    String text = body.text();
    texts.add(text);
    return text;
  }

  private Action action(EventInput body) {
    int known = body.below("the number of an action", actions.size());
    if (known > 0) {
      return actions.get(known - 1);
    }
    int id = body.integer("the id of an action");
    int memoryMb = body.integer("memory");
    Action action = new Action(id, text(body), text(body), memoryMb);
    actions.add(action);
    return action;
  }
}
