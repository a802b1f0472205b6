package io.faasrank.workload;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random generators that depend on nothing but what names them: the same parts give the same
 * stream, whatever else has run and in whatever order, and streams of different parts are
 * independent. The generator is L64X128MixRandom, Java's default splittable one.
 */
public final class Seeds {

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /** Weyl increment of SplittableRandom: 2^64 divided by the golden ratio, made odd. */
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Seeds() {}

  /** A generator named by these parts, in this order. */
  public static RandomGenerator generator(long... parts) {
    return FACTORY.create(mix(parts));
  }

  /** One seed of several parts, order included; every bit of it depends on every part. */
  public static long mix(long... parts) {
    long seed = parts.length;
    for (long part : parts) {
      seed = finish((seed ^ part) + GOLDEN_GAMMA);
    }
    return seed;
  }

  /** A name as a part: FNV-1a of its characters. */
  public static long key(String name) {
    long key = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      key = (key ^ name.charAt(i)) * FNV_PRIME;
    }
    return key;
  }

  /** Stafford's variant 13 of the MurmurHash3 finaliser, as in SplittableRandom. */
  private static long finish(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
