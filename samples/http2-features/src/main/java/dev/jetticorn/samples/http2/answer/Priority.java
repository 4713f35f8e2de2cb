package dev.jetticorn.samples.http2.answer;

/**
 * What a client said about the priority of a stream (RFC 7540, section 5.3).
 *
 * @param weight 1 to 256
 * @param dependsOn the parent stream; 0 is the root
 */
public record Priority(int weight, int dependsOn) {
  private static final int DEFAULT_WEIGHT = 16;

  /** The priority in words. */
  public String description() {
    String importance =
        weight > DEFAULT_WEIGHT
            ? "more important than the default"
            : weight < DEFAULT_WEIGHT ? "less important than the default" : "the default";
    String parent = dependsOn == 0 ? "the root" : "stream " + dependsOn;
    return "Weight " + weight + " of 256, " + importance + "; depends on " + parent;
  }

  JsonObject toJson() {
    return JsonObject.EMPTY.with("weight", weight).with("depends_on", dependsOn);
  }
}
