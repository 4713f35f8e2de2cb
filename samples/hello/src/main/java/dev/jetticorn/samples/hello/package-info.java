/** The smallest application: one servlet. */
package dev.jetticorn.samples.hello;
