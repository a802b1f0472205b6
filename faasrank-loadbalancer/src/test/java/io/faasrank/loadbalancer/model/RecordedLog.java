package io.faasrank.loadbalancer.model;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that keeps its lines, each behind its level. */
public final class RecordedLog {

  private final List<String> lines = new ArrayList<>();

  /** A logger for the code under test. */
  public Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] parameters =
                  arguments.length == 2 && arguments[1] instanceof Object[] many
                      ? many
                      : Arrays.copyOfRange(arguments, 1, arguments.length);
              String text =
                  MessageFormatter.arrayFormat((String) arguments[0], parameters).getMessage();
              synchronized (lines) {
                lines.add(method.getName() + " " + text);
              }
              return null;
            });
  }

  /** The lines since the last call. */
  public List<String> take() {
    synchronized (lines) {
      List<String> taken = List.copyOf(lines);
      lines.clear();
      return taken;
    }
  }
}
