package dev.stet.acceptance.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;

/** All classes of Stet, without its tests. */
final class Code {
  static final JavaClasses STET =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.stet");

  /** Classes of the JDK's module {@code java.base}, primitive types included. */
  static final DescribedPredicate<JavaClass> JAVA_BASE = ofModule("java.base");

  /** Classes of the JDK's module {@code java.sql}. */
  static final DescribedPredicate<JavaClass> JAVA_SQL = ofModule("java.sql");

  private Code() {}

  private static DescribedPredicate<JavaClass> ofModule(String name) {
    Set<String> packages = ModuleLayer.boot().findModule(name).orElseThrow().getPackages();
    return DescribedPredicate.describe(
        "of module " + name,
        type ->
            type.getBaseComponentType().isPrimitive()
                || packages.contains(type.getBaseComponentType().getPackageName()));
  }
}
