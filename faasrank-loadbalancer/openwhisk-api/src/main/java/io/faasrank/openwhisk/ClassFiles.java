package io.faasrank.openwhisk;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reads what a class file declares. */
final class ClassFiles {

  private ClassFiles() {}

  /** The supertypes and members of the class; which of them are abstract is not looked at. */
  static HostType declarations(byte[] classFile) {
    Declarations declarations = new Declarations();
    new ClassReader(classFile).accept(declarations, ClassReader.SKIP_CODE);
    return new HostType(
        List.copyOf(declarations.supertypes), declarations.members, Set.of(), declarations.members);
  }

  private static final class Declarations extends ClassVisitor {

    private final Set<String> supertypes = new HashSet<>();
    private final Set<String> members = new HashSet<>();

    Declarations() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      if (superName != null) {
        supertypes.add(superName);
      }
      supertypes.addAll(Arrays.asList(interfaces));
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      members.add(name + ' ' + descriptor);
      return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      members.add(name + ' ' + descriptor);
      return null;
    }
  }
}
