/** A gRPC service in a WAR. */
@NullMarked
package dev.jetticorn.samples.grpc;

import org.jspecify.annotations.NullMarked;
