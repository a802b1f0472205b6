package io.faasrank.learn;

/** The normal equations of weighted least squares: gathered, then solved with damping. */
final class Squares {

  private final double[][] curvature;
  private final double[] slope;

  Squares(int parameters) {
    curvature = new double[parameters][parameters];
    slope = new double[parameters];
  }

  /** Adds a square of one parameter by its second and first derivative. */
  void add(int parameter, double second, double first) {
    curvature[parameter][parameter] += second;
    slope[parameter] += first;
  }

  /**
   * Adds values that vary about a level of their own, which follows the parameters.
   *
   * @param slopes by parameter and value
   * @param off distance of each value from the level
   */
  void add(double[][] slopes, double[] off, double[] weights) {
    int count = slopes.length;
    double all = 0;
    double[] level = new double[count];
    for (int i = 0; i < weights.length; i++) {
      all += weights[i];
      for (int k = 0; k < count; k++) {
        level[k] += weights[i] * slopes[k][i];
      }
    }
    double[] own = new double[count];
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < count; k++) {
        own[k] = slopes[k][i] - level[k] / all;
      }
      for (int k = 0; k < count; k++) {
        double weighted = weights[i] * own[k];
        slope[k] += weighted * off[i];
        for (int m = 0; m <= k; m++) {
          curvature[k][m] += weighted * own[m];
        }
      }
    }
  }

  /**
   * The step to the least sum of squares, shorter the more it is damped: by Cholesky's
   * decomposition of the curvature, whose diagonal is the larger by the damping.
   */
  double[] step(double damping) {
    int count = slope.length;
    double[][] lower = new double[count][count];
    for (int k = 0; k < count; k++) {
      for (int m = 0; m <= k; m++) {
        double left = k == m ? curvature[k][k] * (1 + damping) : curvature[k][m];
        for (int i = 0; i < m; i++) {
          left -= lower[k][i] * lower[m][i];
        }
        lower[k][m] = k == m ? Math.sqrt(Math.max(left, 1e-12)) : left / lower[m][m];
      }
    }
    double[] step = new double[count];
    for (int k = 0; k < count; k++) {
      double left = -slope[k];
      for (int i = 0; i < k; i++) {
        left -= lower[k][i] * step[i];
      }
      step[k] = left / lower[k][k];
    }
    for (int k = count - 1; k >= 0; k--) {
      double left = step[k];
      for (int i = k + 1; i < count; i++) {
        left -= lower[i][k] * step[i];
      }
      step[k] = left / lower[k][k];
    }
    return step;
  }
}
