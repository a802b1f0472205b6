package io.faasrank.openwhisk;

import java.util.List;
import java.util.Set;

/**
 * A type of the host as the JVM links it.
 *
 * @param supertypes superclass and interfaces, by internal name
 * @param members name and descriptor of each, separated by a space
 * @param toImplement the members that are abstract
 * @param inherited the instance members that have a body
 */
public record HostType(
    List<String> supertypes, Set<String> members, Set<String> toImplement, Set<String> inherited) {

  public HostType {
    supertypes = List.copyOf(supertypes);
    members = Set.copyOf(members);
    toImplement = Set.copyOf(toImplement);
    inherited = Set.copyOf(inherited);
  }
}
