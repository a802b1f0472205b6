package io.faasrank.metrics.openwhisk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.openwhisk.core.containerpool.Container;
import org.jspecify.annotations.Nullable;

/** A real container as the wrapper sees it: notes each call and answers what the test has set. */
final class FakeContainer implements InvocationHandler {

  final List<Call> calls = new ArrayList<>();
  final Map<String, Object> answers = new HashMap<>();
  @Nullable RuntimeException thrown;

  final Container container =
      (Container)
          Proxy.newProxyInstance(
              Container.class.getClassLoader(), new Class<?>[] {Container.class}, this);

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    calls.add(new Call(method, arguments == null ? List.of() : List.of(arguments)));
    if (thrown != null) {
      throw thrown;
    }
    return answers.get(method.getName());
  }

  record Call(Method method, List<Object> arguments) {}
}
