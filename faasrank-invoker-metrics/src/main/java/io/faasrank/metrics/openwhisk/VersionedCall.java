package io.faasrank.metrics.openwhisk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A method of one of OpenWhisk's traits that only some versions have. It is looked up by its name,
 * so that the class which passes it on links everywhere. The host never makes a call that its own
 * version lacks.
 *
 * @param <T> what the method returns
 */
final class VersionedCall<T> {

  private final String name;
  private final @Nullable Method method;

  private VersionedCall(String name, @Nullable Method method) {
    this.name = name;
    this.method = method;
  }

  /** Looks the method up; there is none where this OpenWhisk has it not. */
  static <T> VersionedCall<T> of(Class<?> trait, String name, Class<?>... parameters) {
    String shown = trait.getSimpleName() + '.' + name;
    try {
      return new VersionedCall<>(shown, trait.getMethod(name, parameters));
    } catch (NoSuchMethodException e) {
      return new VersionedCall<>(shown, null);
    }
  }

  /** Whether this OpenWhisk has the method. */
  boolean isThere() {
    return method != null;
  }

  /**
   * Calls the method; it throws what the method throws.
   *
   * @throws NoSuchMethodError if this OpenWhisk does not have it, as a plain call would
   */
  // the caller names the type that the trait declares
  @SuppressWarnings("unchecked")
  T on(Object real, Object... arguments) {
    if (method == null) {
      throw new NoSuchMethodError(name);
    }
    try {
      return (T) method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw VersionedCall.<RuntimeException>unchanged(Objects.requireNonNull(e.getCause()));
    } catch (IllegalAccessException e) {
      // a trait's methods are public
      throw new IllegalStateException(e);
    }
  }

  /** Scala's methods declare no exceptions, so any may come. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchanged(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
