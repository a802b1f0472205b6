package io.faasrank.event;

/**
 * A model came into service, or none is left.
 *
 * @param digest by which decisions name it; empty where hashing serves for want of a model
 * @param version the name under which it was published, else its digest
 * @param file the model as a file; empty with an empty digest
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record ModelServed(long nanos, String digest, String version, byte[] file)
    implements LogEvent {}
