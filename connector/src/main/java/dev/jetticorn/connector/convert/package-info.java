/** From a configuration of gunicorn's to a properties file. */
@NullMarked
package dev.jetticorn.connector.convert;

import org.jspecify.annotations.NullMarked;
