package io.faasrank.simulation;

import io.faasrank.workload.Spacing;
import java.util.ArrayList;
import java.util.List;

/**
 * The range around a fitted point within which conclusions should hold, since Table V fixes the
 * free parameters loosely: its edges, one parameter moved at a time, and its two corners, all of
 * them towards less contention and dearer containers together or towards more. Unmeasured: about
 * the distance between points that fit about equally well.
 */
public final class CalibrationRange {

  /** Cores per 512 MB on either side. */
  private static final double CORES = 1;

  /** Contention exponent on either side. */
  private static final double EXPONENT = 0.3;

  /** Seconds of creating a container on either side, not below 0. */
  private static final double CREATION_SECONDS = 1;

  private CalibrationRange() {}

  /**
   * A point with its name in tables.
   *
   * @param name what is moved, and which way
   */
  public record Edge(String name, CalibrationPoint point) {}

  /** The edges and corners around a point. */
  public static List<Edge> around(CalibrationPoint p) {
    double fewer = Math.max(CORES / 2, p.coresPer512Mb() - CORES);
    double more = p.coresPer512Mb() + CORES;
    double fairer = Math.max(0, p.exponent() - EXPONENT);
    double worse = p.exponent() + EXPONENT;
    double cheaper = Math.max(0, p.creationSeconds() - CREATION_SECONDS);
    double dearer = p.creationSeconds() + CREATION_SECONDS;
    List<Edge> edges = new ArrayList<>();
    edges.add(edge("fewer cores", fewer, p.exponent(), p.creationSeconds(), p.spacing()));
    edges.add(edge("more cores", more, p.exponent(), p.creationSeconds(), p.spacing()));
    edges.add(edge("lower exponent", p.coresPer512Mb(), fairer, p.creationSeconds(), p.spacing()));
    edges.add(edge("higher exponent", p.coresPer512Mb(), worse, p.creationSeconds(), p.spacing()));
    edges.add(edge("cheaper creation", p.coresPer512Mb(), p.exponent(), cheaper, p.spacing()));
    edges.add(edge("dearer creation", p.coresPer512Mb(), p.exponent(), dearer, p.spacing()));
    for (Spacing spacing : Spacing.values()) {
      if (spacing != p.spacing()) {
        edges.add(edge("spacing", p.coresPer512Mb(), p.exponent(), p.creationSeconds(), spacing));
      }
    }
    edges.add(edge("all less", fewer, fairer, cheaper, p.spacing()));
    edges.add(edge("all more", more, worse, dearer, p.spacing()));
    edges.removeIf(edge -> edge.point().equals(p));
    return List.copyOf(edges);
  }

  private static Edge edge(
      String name, double cores, double exponent, double creationSeconds, Spacing spacing) {
    return new Edge(name, new CalibrationPoint(cores, exponent, creationSeconds, spacing));
  }
}
