package dev.stet.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up in code, which starts faster than a configuration file does. Logback finds it as
 * a service and begins with text at {@code info}; {@link #apply} changes that.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %logger{0} %msg %kvp%n";

  /** Tells as an error of each client that breaks off a download. */
  private static final String DOWNLOADS = "io.vertx.core.net.impl.VertxConnection";

  /** Tells with a stack trace of failures that it throws as well. */
  private static final String MIGRATIONS = "org.flywaydb";

  /** Called by Logback. */
  public LogSetup() {}

  @Override
  public ExecutionStatus configure(LoggerContext loggerContext) {
    apply(loggerContext, false, Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Changes format and level.
   *
   * @param json whether lines are JSON objects
   * @param level {@code off}, {@code error}, {@code warn}, {@code info} or {@code debug}
   */
  public static void apply(boolean json, String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggerContext) {
      apply(loggerContext, json, Level.toLevel(level));
    }
  }

  private static void apply(LoggerContext loggerContext, boolean json, Level level) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(loggerContext);
    console.setTarget("System.err");
    console.setEncoder(json ? json(loggerContext) : text(loggerContext));
    console.start();
    ch.qos.logback.classic.Logger root = loggerContext.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console);
    root.setLevel(Level.WARN);
    loggerContext.getLogger(DOWNLOADS).setLevel(Level.OFF);
    loggerContext.getLogger(MIGRATIONS).setLevel(Level.OFF);
    loggerContext.getLogger("dev.stet").setLevel(level);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext loggerContext) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(loggerContext);
    encoder.setPattern(TEXT);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext loggerContext) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(loggerContext);
    encoder.setWithMessage(false); // the pattern; the message that came of it is told
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
  }
}
