/** Checks from outside what the service of the sample grpc does. */
@NullMarked
package dev.jetticorn.samples.grpc.client;

import org.jspecify.annotations.NullMarked;
