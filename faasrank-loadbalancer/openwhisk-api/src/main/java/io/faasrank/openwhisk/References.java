package io.faasrank.openwhisk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Every type, method and field that the classes of a jar or folder reference: what the JVM will
 * look for in the host. Types stand as their internal name, members as {@code owner name
 * descriptor}.
 */
public final class References {

  private static final Set<String> POLYMORPHIC = Set.of("java/lang/invoke/VarHandle");

  private final Set<String> types = new TreeSet<>();
  private final Set<String> members = new TreeSet<>();

  private References() {}

  /** Reads all class files under the root of a jar or folder. */
  public static References of(Path jarOrFolder) throws IOException {
    return of(jarOrFolder, file -> true);
  }

  /**
   * Reads class files of a jar or folder.
   *
   * @param read says which, by their names from the root on
   */
  public static References of(Path jarOrFolder, Predicate<String> read) throws IOException {
    References references = new References();
    if (Files.isDirectory(jarOrFolder)) {
      references.readFolder(jarOrFolder, read);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder)) {
        references.readFolder(jar.getPath("/"), read);
      }
    }
    return references;
  }

  public Set<String> types() {
    return types;
  }

  public Set<String> members() {
    return members;
  }

  private void readFolder(Path folder, Predicate<String> read) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(file -> file.toString().endsWith(".class"))
              .filter(file -> read.test(folder.relativize(file).toString()))
              .toList();
    }
    for (Path file : files) {
      try (InputStream bytes = Files.newInputStream(file)) {
        ClassVisitor visitor = new ClassRemapper(new MemberCollector(), new TypeCollector());
        new ClassReader(bytes).accept(visitor, 0);
      }
    }
  }

  private void member(String owner, String name, String descriptor) {
    String declared = POLYMORPHIC.contains(owner) ? declared(descriptor) : descriptor;
    members.add(owner + ' ' + name + ' ' + declared);
  }

  /** A call of a signature-polymorphic method names the caller's types, not the method's. */
  private static String declared(String descriptor) {
    Type result = Type.getReturnType(descriptor);
    boolean asItIs = result.equals(Type.VOID_TYPE) || result.equals(Type.BOOLEAN_TYPE);
    return "([Ljava/lang/Object;)" + (asItIs ? result.getDescriptor() : "Ljava/lang/Object;");
  }

  /** Sees each type name wherever it stands: code, descriptors, generics, annotations. */
  private final class TypeCollector extends Remapper {

    TypeCollector() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      types.add(internalName);
      return internalName;
    }
  }

  private final class MemberCollector extends ClassVisitor {

    MemberCollector() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new CallCollector();
    }
  }

  private final class CallCollector extends MethodVisitor {

    CallCollector() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      member(owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        if (argument instanceof Handle handle) {
          member(handle.getOwner(), handle.getName(), handle.getDesc());
        }
      }
      // the lambda implements this method of the interface it returns
      String owner = Type.getReturnType(descriptor).getInternalName();
      if (arguments.length > 0 && arguments[0] instanceof Type erased) {
        member(owner, name, erased.getDescriptor());
      }
    }
  }
}
