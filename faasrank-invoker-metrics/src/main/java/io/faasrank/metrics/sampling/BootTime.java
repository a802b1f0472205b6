package io.faasrank.metrics.sampling;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import oshi.util.FileUtil;
import oshi.util.ParseUtil;

/** When the host was started, as the kernel tells it: line {@code btime} of /proc/stat. */
public final class BootTime {

  private static final String LINE = "btime ";

  private BootTime() {}

  /**
   * Milliseconds since 1970, in whole seconds; null where it cannot be read.
   *
   * @param procRoot the host's /proc
   */
  public static @Nullable Long millis(Path procRoot) {
    for (String line : FileUtil.readFile(procRoot.resolve("stat").toString(), false)) {
      if (line.startsWith(LINE)) {
        long seconds = ParseUtil.parseLongOrDefault(line.substring(LINE.length()).strip(), 0);
        return seconds <= 0 ? null : TimeUnit.SECONDS.toMillis(seconds);
      }
    }
    return null;
  }
}
