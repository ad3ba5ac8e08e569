package dev.stet.registry.care;

import dev.stet.registry.log.LogCheck;
import dev.stet.registry.log.LogFault;

/** Takes what a check of the log of tags finds. Nothing of it is ever repaired here. */
record LogFindings(Findings findings) implements LogCheck.Told {
  @Override
  public void entry() {
    findings.sawEntry();
  }

  @Override
  public void fault(LogFault fault, String subject, String message) {
    findings.add(kind(fault), subject, message);
  }

  private static DamageKind kind(LogFault fault) {
    return switch (fault) {
      case DAMAGED -> DamageKind.LOG_DAMAGED;
      case CONTRADICTED -> DamageKind.LOG_CONTRADICTED;
      case OPENING_DAMAGED -> DamageKind.LOG_OPENING_DAMAGED;
    };
  }
}
