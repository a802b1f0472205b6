/**
 * Stage 3 of 12, the transport: what invokers and operators put into Redis comes in, events go out.
 * Each conversation with Redis has a daemon thread of its own, and no other thread ever waits for
 * one.
 */
@NullMarked
package io.faasrank.loadbalancer.redis;

import org.jspecify.annotations.NullMarked;
