package dev.jetticorn.connector.request;

/** Hears of the fields that are sent beside the head of a final response; any thread may say so. */
public interface SentFields {
  /** Nobody wants to hear of it. */
  SentFields UNHEARD =
      new SentFields() {
        @Override
        public void earlyHint() {}

        @Override
        public void trailers() {}
      };

  /** An early hint (103) was sent. */
  void earlyHint();

  /** A response ends with trailers. */
  void trailers();
}
