/** What the servlets answer: JSON, checksums, and the page that shows early hints. */
@NullMarked
package dev.jetticorn.samples.http2.answer;

import org.jspecify.annotations.NullMarked;
