package io.standpipe.kafka.internal.client;

import io.standpipe.internal.text.Secrets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Which client properties are secret: those that Kafka declares as passwords, and those whose name
 * says so, because interceptors and login modules bring properties that Kafka does not know.
 */
final class ClientSecrets {
  private static final String MASK = "***";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(password|passwd|passphrase|secret|token(?!\\.endpoint)|credential|jaas"
              + "|auth\\.user\\.info|private\\.key|api\\.?key).*");

  /** A value in quotes of {@code sasl.jaas.config} whose option is secret by its name. */
  private static final Pattern JAAS_OPTION =
      Pattern.compile(
          "(?i)[\\w.-]*(?:password|secret|token)[\\w.-]*\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Set<String> DECLARED = declared();

  /** Kept for good: a message may quote one long after the settings are forgotten. */
  private static final Secrets ALL = new Secrets();

  private ClientSecrets() {}

  /** From now on every message masks the secrets among these properties. */
  static void mask(Map<String, String> properties) {
    properties.forEach((name, value) -> {
      if (isSecret(name)) {
        ALL.add(value);
        JAAS_OPTION.matcher(value).results().map(ClientSecrets::unescaped).forEach(ALL::add);
      }
    });
  }

  private static String unescaped(MatchResult option) {
    return option.group(1).replaceAll("\\\\(.)", "$1");
  }

  /** What to show of a property. */
  static String shown(String name, String value) {
    return isSecret(name) ? MASK : value;
  }

  static boolean isSecret(String name) {
    return DECLARED.contains(name) || SECRET_NAME.matcher(name).matches();
  }

  private static Set<String> declared() {
    var names = new HashSet<String>();
    addPasswords(ConsumerConfig.configDef(), names);
    addPasswords(ProducerConfig.configDef(), names);
    addPasswords(AdminClientConfig.configDef(), names);
    return Set.copyOf(names);
  }

  private static void addPasswords(ConfigDef definition, Set<String> names) {
    definition
        .configKeys()
        .forEach((name, key) -> {
          if (key.type == ConfigDef.Type.PASSWORD) {
            names.add(name);
          }
        });
  }
}
