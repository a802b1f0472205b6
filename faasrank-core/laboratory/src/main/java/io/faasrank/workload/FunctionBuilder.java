package io.faasrank.workload;

/**
 * A function in the making. The setters are named and specified as the components of {@link
 * FunctionProfile}.
 */
public final class FunctionBuilder {

  private String name;
  private int memoryMb;
  private double warmSeconds;
  private double initSeconds;
  private double createSeconds;
  private double cores;
  private double offCpuShare;
  private double durationCv;
  private int concurrency;
  private double timeLimitSeconds;
  private String kind;

  FunctionBuilder(FunctionProfile from) {
    name = from.name();
    memoryMb = from.memoryMb();
    warmSeconds = from.warmSeconds();
    initSeconds = from.initSeconds();
    createSeconds = from.createSeconds();
    cores = from.cores();
    offCpuShare = from.offCpuShare();
    durationCv = from.durationCv();
    concurrency = from.concurrency();
    timeLimitSeconds = from.timeLimitSeconds();
    kind = from.kind();
  }

  public FunctionBuilder name(String value) {
    name = value;
    return this;
  }

  public FunctionBuilder memoryMb(int value) {
    memoryMb = value;
    return this;
  }

  public FunctionBuilder warmSeconds(double value) {
    warmSeconds = value;
    return this;
  }

  public FunctionBuilder initSeconds(double value) {
    initSeconds = value;
    return this;
  }

  public FunctionBuilder createSeconds(double value) {
    createSeconds = value;
    return this;
  }

  public FunctionBuilder cores(double value) {
    cores = value;
    return this;
  }

  public FunctionBuilder offCpuShare(double value) {
    offCpuShare = value;
    return this;
  }

  public FunctionBuilder durationCv(double value) {
    durationCv = value;
    return this;
  }

  public FunctionBuilder concurrency(int value) {
    concurrency = value;
    return this;
  }

  public FunctionBuilder timeLimitSeconds(double value) {
    timeLimitSeconds = value;
    return this;
  }

  public FunctionBuilder kind(String value) {
    kind = value;
    return this;
  }

  /**
   * The function.
   *
   * @throws IllegalArgumentException when a value is out of its range, naming the function
   */
  public FunctionProfile build() {
    return new FunctionProfile(
        name,
        memoryMb,
        warmSeconds,
        initSeconds,
        createSeconds,
        cores,
        offCpuShare,
        durationCv,
        concurrency,
        timeLimitSeconds,
        kind);
  }
}
